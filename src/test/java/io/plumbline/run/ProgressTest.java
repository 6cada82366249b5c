package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.MicroClock;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private static final Standing STANDING = new Standing(12_345, 210, 12_100, 3, 0, OptionalDouble.of(1_840));

    private final ByteArrayOutputStream console = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(console, true, StandardCharsets.UTF_8);
    private long nowMicros = 60_000_000;
    private CompletableFuture<Standing> answer = CompletableFuture.completedFuture(STANDING);
    private @Nullable String steered;
    private OptionalLong lastPoll = OptionalLong.of(59_200_000);
    private int asked;

    @Test
    void aLineSaysHowTheRunStands() {
        progress(Duration.ofSeconds(5)).tick();

        assertThat(said())
                .isEqualTo("plumbline: 12,345 sent, 210 in flight, 12,100 arrived, 3 late, 0 lost, p95 1.84 s,"
                        + " polled 800 ms ago\n");
        assertThat(said().strip().length()).isLessThanOrEqualTo(110);
    }

    @Test
    void aLineSaysWhatALoadDoesWhoseRateIsDecidedWhileItGoesOn() {
        steered = "step 3: 1,125.0 records/s";

        progress(Duration.ofSeconds(5)).tick();

        assertThat(said()).endsWith(", polled 800 ms ago, step 3: 1,125.0 records/s\n");
    }

    @Test
    void whatIsNotKnownIsNotSaid() {
        lastPoll = OptionalLong.empty();
        answer = CompletableFuture.completedFuture(new Standing(1, 1, 0, 0, 0, OptionalDouble.empty()));

        progress(Duration.ofSeconds(5)).tick();

        assertThat(said()).isEqualTo("plumbline: 1 sent, 1 in flight, 0 arrived, 0 late, 0 lost, p95 -\n");
    }

    @Test
    void itIsSaidHowLongTheDrainMayTake() {
        Progress progress = progress(Duration.ofSeconds(5));

        progress.draining(210, 100_000_000);
        nowMicros = 65_000_000;
        progress.tick();

        assertThat(said().lines())
                .first()
                .isEqualTo("plumbline: the load is over, waiting for 210 records, 40.0 s at the most");
        assertThat(said().lines()).last().asString().endsWith("ago, draining, 35.0 s at the most");
    }

    @Test
    void theAuditIsSaidToo() {
        Progress progress = progress(Duration.ofSeconds(5));

        progress.auditing(12_345);
        progress.tick();

        assertThat(said().lines()).first().isEqualTo("plumbline: looking for 12,345 records in the table once more");
        assertThat(said().lines()).last().asString().endsWith(", auditing");
    }

    @Test
    void nothingToWaitForIsNoNews() {
        Progress progress = progress(Duration.ofSeconds(5));

        progress.draining(0, 100_000_000);
        progress.auditing(0);

        assertThat(said()).isEmpty();
    }

    @Test
    void whoDoesNotAnswerIsNotAskedAgain() {
        answer = new CompletableFuture<>();
        Progress progress = progress(Duration.ofSeconds(5));

        progress.tick();
        progress.tick();

        assertThat(asked).isEqualTo(1);
        assertThat(said()).isEmpty();
        answer.complete(STANDING);
        assertThat(said().lines()).hasSize(1);
    }

    @Test
    void isSilentOnceItIsClosedAndWhereNobodyWantsIt() {
        Progress closed = progress(Duration.ofSeconds(5));
        closed.close();
        closed.tick();
        closed.auditing(5);
        Progress silent = progress(Duration.ZERO);
        silent.start();
        silent.draining(5, 100_000_000);

        assertThat(said()).isEmpty();
    }

    @Test
    void saysItOnceAPeriod() {
        try (Progress progress = progress(Duration.ofMillis(1))) {
            progress.start();
            while (said().lines().count() < 3) {
                Thread.onSpinWait();
            }
        }
        assertThat(asked).isGreaterThanOrEqualTo(3);
    }

    private Progress progress(Duration period) {
        MicroClock clock = () -> nowMicros;
        return new Progress(
                () -> {
                    asked++;
                    return answer;
                },
                () -> Optional.ofNullable(steered),
                () -> lastPoll,
                clock,
                period,
                out);
    }

    private String said() {
        return console.toString(StandardCharsets.UTF_8).replace("\r\n", "\n");
    }
}
