package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.plumbline.capacity.Capacity.AtLeast;
import io.plumbline.capacity.Capacity.Because;
import io.plumbline.capacity.Capacity.Below;
import io.plumbline.capacity.Capacity.Between;
import io.plumbline.capacity.Prediction.Ceiling;
import io.plumbline.capacity.Prediction.Setup;
import org.junit.jupiter.api.Test;

class PredictionTest {

    private static Between between(double lastPass, double firstFail, Limit limit) {
        return new Between(lastPass, firstFail, true, limit, true);
    }

    @Test
    void aShardTakesAThousandRecordsAndAMegabyteASecond() {
        assertThat(Prediction.of(new Setup(4, 500, null, null, null, null)).ceilings())
                .containsExactly(
                        new Ceiling("the shards' records", Limit.SHARD, 4_000),
                        new Ceiling("the shards' bytes", Limit.SHARD, 8_000));
        assertThat(Prediction.of(new Setup(4, 2_000, null, null, null, null)).knee())
                .isEqualTo(new Ceiling("the shards' bytes", Limit.SHARD, 2_000));
    }

    @Test
    void theFunctionTakesABatchALaneInItsTime() {
        assertThat(Prediction.of(new Setup(4, 500, 2, 100, 500.0, null)).knee())
                .isEqualTo(new Ceiling("the function's parallel batches", Limit.LAMBDA, 1_600));
    }

    @Test
    void reservedConcurrencyLimitsTheBatchesUnderWay() {
        assertThat(Prediction.of(new Setup(4, 500, 2, 100, 500.0, 5)).knee())
                .isEqualTo(new Ceiling("the function's reserved concurrency", Limit.LAMBDA, 1_000));
        assertThat(Prediction.of(new Setup(4, 500, 2, 100, 500.0, 50)).knee().rate())
                .isEqualTo(1_600);
    }

    @Test
    void aCapacityCloseToThePredictionNeedsNoExplanation() {
        Prediction prediction = Prediction.of(new Setup(1, 500, null, null, null, null));

        assertThat(prediction.beside(between(960, 1_005, Limit.SHARD)))
                .isEqualTo("predicted are 1,000.0 records/s, by the shards' records; as predicted");
        assertThat(prediction.beside(between(880, 920, Limit.SHARD))).endsWith("as predicted");
    }

    @Test
    void aLowerOneIsExplainedByItsLimit() {
        Prediction shards = Prediction.of(new Setup(1, 500, null, null, null, null));
        Prediction function = Prediction.of(new Setup(4, 500, 2, 100, 500.0, null));

        assertThat(shards.beside(between(500, 520, Limit.BIGQUERY)))
                .endsWith("it sustains 50.0 % of that: it is limited by BigQuery before");
        assertThat(shards.beside(between(500, 520, Limit.SHARD)))
                .endsWith("records are not spread evenly over the shards, or come in bursts");
        assertThat(shards.beside(between(500, 520, Limit.NOT_TOLD)))
                .endsWith("something that was not predicted limits it, and what cannot be told");
        assertThat(function.beside(between(1_200, 1_250, Limit.LAMBDA)))
                .endsWith("batches take longer under load than the canary's, are not full, or one shard has more of"
                        + " the records");
    }

    @Test
    void aHigherOneTooIsExplained() {
        assertThat(Prediction.of(new Setup(4, 500, 2, 100, 500.0, null)).beside(between(2_000, 2_080, Limit.LAMBDA)))
                .endsWith("it sustains 125.0 % of that: batches are faster or records smaller than was assumed");
    }

    @Test
    void whatHasNoUpperEndIsNotHeldAgainstIt() {
        Prediction prediction = Prediction.of(new Setup(1, 500, null, null, null, null));

        assertThat(prediction.beside(new AtLeast(800, true, Because.CEILING)))
                .endsWith("no rate failed, so it cannot be held against that");
        assertThat(prediction.beside(new AtLeast(1_500, true, Because.CEILING))).contains("it sustains more");
        assertThat(prediction.beside(new Below(10, true, Limit.LAMBDA)))
                .endsWith("it does not sustain 1.0 % of that: it is limited by the function before");
        assertThat(prediction.beside(new Capacity.NotKnown("no step was made")))
                .endsWith("nothing was measured to hold against that");
    }

    @Test
    void aStreamWithoutShardsIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Setup(0, 500, null, null, null, null))
                .withMessageContaining("not 0 and 500");
    }
}
