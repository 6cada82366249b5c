package io.plumbline.capacity;

import static io.plumbline.capacity.Observations.RATE;
import static io.plumbline.capacity.Observations.achieving;
import static io.plumbline.capacity.Observations.faulty;
import static io.plumbline.capacity.Observations.growing;
import static io.plumbline.capacity.Observations.held;
import static io.plumbline.capacity.Observations.losing;
import static io.plumbline.capacity.Observations.spending;
import static io.plumbline.capacity.Observations.steady;
import static io.plumbline.capacity.Observations.step;
import static io.plumbline.capacity.Observations.throttled;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plumbline.capacity.Stage.Times;
import io.plumbline.capacity.StepVerdict.Fail;
import io.plumbline.capacity.StepVerdict.Pass;
import io.plumbline.capacity.StepVerdict.Undecided;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StepJudgeTest {

    private static StepVerdict judged(StepObservation step) {
        return StepJudge.CAREFUL.judge(step);
    }

    private static Fail failed(StepObservation step) {
        assertThat(judged(step)).isInstanceOf(Fail.class);
        return (Fail) judged(step);
    }

    @Test
    void aSteadyBacklogPasses() {
        assertThat(judged(steady())).isInstanceOf(Pass.class);
        assertThat(judged(steady()).reasons())
                .containsExactly("the backlog grows by 0.0 % of the rate (0.0 % to 0.0 %)");
    }

    @Test
    void theBacklogMayGrowByLessThanTheLimit() {
        assertThat(judged(step(RATE, 0, 20, 0.008))).isInstanceOf(Pass.class);
        assertThat(judged(step(RATE, 0, 20, 0.012))).isInstanceOf(Fail.class);
        assertThat(StepJudge.QUICK.judge(step(RATE, 0, 20, 0.012))).isInstanceOf(Pass.class);
    }

    @Test
    void aGrowingBacklogFails() {
        Fail fail = failed(growing());

        assertThat(fail.limit()).isEqualTo(Limit.NOT_TOLD);
        assertThat(fail.reasons())
                .containsExactly(
                        "the backlog grows by 20.0 % of the rate (20.0 % to 20.0 %)",
                        "the table has no stamps that tell where");
    }

    @Test
    void aThrottledWriteFailsByTheShards() {
        Fail fail = failed(throttled(steady(), 1));

        assertThat(fail.limit()).isEqualTo(Limit.SHARD);
        assertThat(fail.reasons()).containsExactly("Kinesis throttled 1 write");
    }

    @Test
    void aLostRecordFails() {
        assertThat(failed(losing(steady(), 2)).reasons()).contains("2 records were lost");
    }

    @Test
    void whatTheGeneratorDidNotSendSaysNothingOfThePipeline() {
        Fail fail = failed(throttled(achieving(growing(), 994), 7));

        assertThat(fail.limit()).isEqualTo(Limit.GENERATOR);
        assertThat(fail.reasons()).containsExactly("the generator sent 994.0 records/s of 1,000.0 records/s planned");
        assertThat(judged(achieving(steady(), 995))).isInstanceOf(Pass.class);
    }

    @Test
    void aGeneratorThatIsNotWellIsNamed() {
        Fail fail = failed(faulty(steady(), "a timer was 700 ms late"));

        assertThat(fail.limit()).isEqualTo(Limit.GENERATOR);
        assertThat(fail.reasons()).containsExactly("a timer was 700 ms late");
    }

    @Test
    void anObjectiveMustHoldByItsUpperBound() {
        assertThat(judged(held(steady(), 4_000, 4_900))).isInstanceOf(Pass.class);
        assertThat(judged(held(steady(), 4_000, 5_100))).isInstanceOf(Undecided.class);
        assertThat(judged(held(steady(), 4_000, 5_100)).reasons())
                .containsExactly("end-to-end p95 is between 4.0 s and 5.1 s, limit 5.0 s");
        assertThat(failed(held(steady(), 5_050, 5_100)).reasons())
                .contains("end-to-end p95 is at least 5.1 s, limit 5.0 s");
    }

    @Test
    void aShortStepIsNotDecided() {
        assertThat(judged(step(RATE, 0, 5, 0))).isInstanceOf(Undecided.class);
        assertThat(judged(step(RATE, 0, 5, 0)).reasons())
                .containsExactly(
                        "a step of 5.0 s is too short to tell whether the backlog grows: 6 polls of 1.0 s are the"
                                + " least");
    }

    @Test
    void boundsOnBothSidesOfTheLimitAreNotDecided() {
        StepObservation noisy = step(RATE, 0, 8, 0);
        Backlog uneven = new Backlog(noisy.backlog().samples().stream()
                .map(sample -> new Backlog.Sample(sample.atMicros(), 500 + sample.atMicros() / 1_000_000 % 3 * 60))
                .toList());
        StepObservation step = new StepObservation(
                RATE, 0, noisy.toMicros(), uneven, RATE, 0, 0, noisy.generatorFaults(), noisy.objectives(), Map.of());

        assertThat(judged(step)).isInstanceOf(Undecided.class);
        assertThat(judged(step).reasons().get(0)).endsWith("which leaves open whether it is below 1.0 %");
    }

    @Test
    void aLongerInsertIsBigQuerys() {
        Fail fail = failed(spending(
                growing(),
                Map.of(
                        Stage.WAIT, new Times(500, 4_000),
                        Stage.FUNCTION, new Times(50, 50),
                        Stage.INSERT, new Times(100, 900))));

        assertThat(fail.limit()).isEqualTo(Limit.BIGQUERY);
        assertThat(fail.reasons()).contains("Lambda to BigQuery went from 100 ms to 900 ms");
    }

    @Test
    void rowsThatBecomeVisibleLaterAreBigQuerys() {
        assertThat(failed(spending(growing(), Map.of(Stage.VISIBLE, new Times(500, 3_000))))
                        .limit())
                .isEqualTo(Limit.BIGQUERY);
    }

    @Test
    void aSlowerFunctionIsLambdas() {
        Fail fail = failed(spending(
                growing(),
                Map.of(
                        Stage.WAIT, new Times(500, 4_000),
                        Stage.FUNCTION, new Times(50, 300),
                        Stage.INSERT, new Times(100, 100))));

        assertThat(fail.limit()).isEqualTo(Limit.LAMBDA);
        assertThat(fail.reasons()).contains("Lambda went from 50 ms to 300 ms");
    }

    @Test
    void recordsThatWaitForAFunctionAtItsUsualPaceAreThoseOfItsLongerPart() {
        Times waits = new Times(500, 4_000);
        Fail function = failed(spending(
                growing(),
                Map.of(Stage.WAIT, waits, Stage.FUNCTION, new Times(80, 80), Stage.INSERT, new Times(20, 20))));
        Fail insert = failed(spending(
                growing(),
                Map.of(Stage.WAIT, waits, Stage.FUNCTION, new Times(20, 20), Stage.INSERT, new Times(80, 80))));

        assertThat(function.limit()).isEqualTo(Limit.LAMBDA);
        assertThat(insert.limit()).isEqualTo(Limit.BIGQUERY);
        assertThat(insert.reasons())
                .contains(
                        "Kinesis to Lambda went from 500 ms to 4.0 s: records wait in the shards for the function",
                        "of a batch's time the insert takes 80.0 %");
    }

    @Test
    void recordsThatWaitForAFunctionOfWhichNoMoreIsKnownAreLambdas() {
        assertThat(failed(spending(growing(), Map.of(Stage.WAIT, new Times(500, 4_000))))
                        .limit())
                .isEqualTo(Limit.LAMBDA);
    }

    @Test
    void whatNoStageShowsIsNotTold() {
        assertThat(failed(spending(growing(), Map.of(Stage.SEND, new Times(50, 50))))
                        .limit())
                .isEqualTo(Limit.NOT_TOLD);
    }

    @Test
    void whatNothingCanBeJudgedByIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new StepJudge(0, 0.995, 0.95, 1_000_000))
                .withMessageContaining("a growth of 0.0");
    }
}
