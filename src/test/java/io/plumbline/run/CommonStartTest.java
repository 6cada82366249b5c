package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CommonStartTest {

    private static final Instant MOMENT = Instant.parse("2026-12-01T02:00:00Z");

    private final AtomicLong now = new AtomicLong();
    private final List<Duration> pauses = new ArrayList<>();

    @Test
    void waitsForTheMomentHoweverShortlyItSleeps() {
        now.set(micros(MOMENT.minusSeconds(90)));

        start(Duration.ofSeconds(60)).await(MOMENT);

        assertThat(now.get()).isGreaterThanOrEqualTo(micros(MOMENT));
        assertThat(pauses).containsExactly(Duration.ofSeconds(90), Duration.ofSeconds(30));
    }

    @Test
    void beginsAtOnceWhenItIsTime() {
        now.set(micros(MOMENT));

        start(Duration.ofSeconds(60)).await(MOMENT);

        assertThat(pauses).isEmpty();
    }

    @Test
    void doesNotBeginWhenItIsTooLate() {
        now.set(micros(MOMENT.plusMillis(2_340)));

        StartFailure failure = catchThrowableOfType(
                StartFailure.class, () -> start(Duration.ZERO).await(MOMENT));

        assertThat(failure.problems())
                .containsExactly("plumbline.generator.startAt: this generator was ready 2.3 s after"
                        + " 2026-12-01T02:00:00Z; leave all of them more time");
        assertThat(pauses).isEmpty();
    }

    @Test
    void whoInterruptsItIsToldSo() {
        Thread.currentThread().interrupt();

        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> CommonStart.sleep(Duration.ofMinutes(1)));

        assertThat(failure).hasMessageContaining("interrupted while waiting");
        assertThat(Thread.interrupted()).isTrue();
    }

    /** @param atMost it sleeps so long, then wakes up of itself */
    private CommonStart start(Duration atMost) {
        return new CommonStart(now::get, pause -> {
            pauses.add(pause);
            Duration slept = pause.compareTo(atMost) < 0 ? pause : atMost;
            now.addAndGet(slept.toNanos() / 1_000);
        });
    }

    private static long micros(Instant moment) {
        return Duration.between(Instant.EPOCH, moment).toNanos() / 1_000;
    }
}
