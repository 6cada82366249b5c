package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.PutOutcome;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.settings.GuardSettings.Kill;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class KillSwitchTest {

    private static final PutOutcome TAKEN = new PutOutcome.Acknowledged("1", "shardId-000000000000");
    private static final PutOutcome THROTTLED =
            new PutOutcome.Refused("ProvisionedThroughputExceededException", "Rate exceeded");
    private static final PutOutcome REFUSED = new PutOutcome.Refused("AccessDeniedException", "no");
    private static final PutOutcome UNANSWERED = new PutOutcome.Unanswered("time-out", "no answer");
    private static final InvokeOutcome INVOKED = answered(Optional.empty());

    private final AtomicLong now = new AtomicLong(1_700_000_000_000_000L);
    private final List<String> stops = new ArrayList<>();
    private final KillSwitch kill = kill(true);

    private KillSwitch kill(boolean active) {
        return new KillSwitch(
                new Kill(
                        OptionalDouble.of(0.2),
                        OptionalDouble.of(0.5),
                        OptionalLong.of(10),
                        Duration.ofSeconds(10),
                        20,
                        false),
                active,
                now::get,
                stops::add);
    }

    @Test
    void tooManyFailedCallsStopIt() {
        put(16, TAKEN);
        put(2, REFUSED);
        put(2, UNANSWERED);
        assertThat(stops).as("4 of 20 are as many as may be").isEmpty();

        put(1, UNANSWERED);
        assertThat(stops)
                .containsExactly("5 of 21 calls failed within 10 s, more than plumbline.guard.kill.errorRatio");
    }

    @Test
    void throttledCallsHaveALimitOfTheirOwn() {
        put(10, TAKEN);
        put(10, THROTTLED);
        assertThat(stops).isEmpty();

        put(1, THROTTLED);
        assertThat(stops)
                .containsExactly(
                        "11 of 21 calls were throttled within 10 s, more than plumbline.guard.kill.throttleRatio");
    }

    @Test
    void fewCallsSayNothing() {
        put(19, UNANSWERED);
        assertThat(stops).isEmpty();

        put(1, UNANSWERED);
        assertThat(stops).hasSize(1);
    }

    @Test
    void whatIsPastTheWindowIsForgiven() {
        put(19, UNANSWERED);
        now.addAndGet(11_000_000);
        put(19, TAKEN);
        put(1, UNANSWERED);

        assertThat(stops).isEmpty();
    }

    @Test
    void invocationsAndInsertsAreCallsToo() {
        for (int i = 0; i < 15; i++) {
            kill.invoked(INVOKED);
        }
        kill.invoked(answered(Optional.of("Unhandled")));
        kill.invoked(new InvokeOutcome.Failed(Optional.of(500), "ServiceException", "broke"));
        kill.invoked(new InvokeOutcome.Failed(Optional.of(429), "TooManyRequestsException", "Rate Exceeded."));
        kill.inserted(new InsertOutcome.Answered(0, "[]", Optional.empty()));
        kill.inserted(new CallFailure("rateLimitExceeded", "too fast"));
        kill.inserted(new CallFailure("notFound", "no such table"));
        kill.inserted(new CallFailure("time-out", "no answer"));
        assertThat(stops).isEmpty();

        kill.inserted(new CallFailure("time-out", "no answer"));
        assertThat(stops)
                .containsExactly("5 of 23 calls failed within 10 s, more than plumbline.guard.kill.errorRatio");
    }

    @Test
    void rowsOfOthersStopIt() {
        kill.foreignRows(10);
        assertThat(stops).isEmpty();

        kill.foreignRows(1_011);
        assertThat(stops)
                .containsExactly("1,011 rows that are not this run's came into the table within 10 s, more than"
                        + " plumbline.guard.kill.foreignRows");
    }

    @Test
    void whereItDoesNotApplyNothingStopsIt() {
        KillSwitch inert = kill(false);

        inert.put(Collections.nCopies(1_000, UNANSWERED));
        inert.foreignRows(1_000);

        assertThat(stops).isEmpty();
        assertThat(inert.foreignRows()).isEmpty();
    }

    @Test
    void rowsOfOthersAreLookedForOnceInAWindow() {
        Deque<Long> answers = new ArrayDeque<>(List.of(-1L, 5L, 7L));
        List<Long> found = new ArrayList<>();
        PollStatistics statistics = new PollStatistics();
        ForeignWatch watch = new ForeignWatch(
                () -> {
                    long rows = answers.remove();
                    if (rows < 0) {
                        throw new QueryFailure("broke", null);
                    }
                    return new Answer<>(List.of(rows), 0, 0, 0);
                },
                statistics,
                Duration.ofSeconds(10),
                now::get,
                found::add);

        watch.poll();
        assertThat(found).as("the look failed").isEmpty();
        watch.poll();
        watch.poll();
        assertThat(found).containsExactly(5L);
        now.addAndGet(10_000_000);
        watch.poll();

        assertThat(found).containsExactly(5L, 7L);
        assertThat(statistics.queries()).isEqualTo(3);
        assertThat(statistics.failed()).isEqualTo(1);
    }

    private void put(int records, PutOutcome outcome) {
        kill.put(Collections.nCopies(records, outcome));
    }

    private static InvokeOutcome answered(Optional<String> functionError) {
        return new InvokeOutcome.Answered(200, functionError, Optional.empty(), new byte[0], Optional.empty());
    }
}
