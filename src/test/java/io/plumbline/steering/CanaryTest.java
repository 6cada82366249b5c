package io.plumbline.steering;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.steering.Orders.AtOnce;
import io.plumbline.steering.Orders.Steady;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class CanaryTest {

    private static final long SECOND = 1_000_000;
    private static final Setup TWO_SHARDS = new Setup(2, OptionalInt.of(100), OptionalInt.of(1));

    private final Canary canary = new Canary(TWO_SHARDS, 1, 1e6);

    /** Sends all, each of which has arrived by the next window; those of the last rounds are made to arrive by a test. */
    private static List<Integer> sent(Canary canary) {
        List<Integer> sent = new ArrayList<>();
        for (int window = 0; !canary.isOver(window * SECOND, 0); window++) {
            if (canary.orders(window * SECOND, 0) instanceof AtOnce burst) {
                sent.add(burst.users());
            }
        }
        return sent;
    }

    @Test
    void oneRecordAndFullBatchesOfAllShardsThenBothOnceMore() {
        assertThat(sent(canary)).containsExactly(1, 200, 200, 1, 200);
    }

    @Test
    void aLoadOfBatchesNeedsFewerUsersAndACeilingAllowsFewer() {
        assertThat(sent(new Canary(TWO_SHARDS, 50, 1e6))).containsExactly(1, 4, 4, 1, 4);
        assertThat(sent(new Canary(TWO_SHARDS, 1, 30))).containsExactly(1, 30, 30, 1, 30);
        assertThat(sent(new Canary(new Setup(2, OptionalInt.empty(), OptionalInt.empty()), 1, 1e6)))
                .containsExactly(1, 2, 2, 1, 2);
    }

    @Test
    void theNextIsSentWhenTheLastHasArrivedOrWasWaitedForLongEnough() {
        assertThat(canary.orders(0, 0)).isEqualTo(new AtOnce(1));
        assertThat(canary.orders(SECOND, 0)).as("it is not under way yet").isEqualTo(new Steady(0));
        assertThat(canary.orders(2 * SECOND, 1)).isEqualTo(new Steady(0));
        assertThat(canary.orders(29 * SECOND, 1)).isEqualTo(new Steady(0));
        assertThat(canary.orders(30 * SECOND, 1)).isEqualTo(new AtOnce(200));
        assertThat(canary.isOver(31 * SECOND, 0)).isFalse();
    }

    @Test
    void aBatchOfTheSizeThatIsAskedForIsAsItWasMeasured() {
        arrived(1, 1, 0.020);
        arrived(100, 2, 0.070);

        assertThat(canary.batchMillis(100)).hasValue(70);
        assertThat(canary.batchMillis(50)).hasValue(70);
    }

    @Test
    void aLargerOneLiesOnTheLineThroughThoseThatWere() {
        arrived(1, 1, 0.020);
        arrived(51, 2, 0.070);

        assertThat(canary.batchMillis(101).getAsDouble()).isCloseTo(120, within(0.001));
    }

    @Test
    void whatIsColdIsNotTimed() {
        arrived(100, 1, 9);
        assertThat(sent(canary)).hasSize(5);
        arrived(1, 2, 0.020);
        arrived(100, 3, 0.050);

        assertThat(canary.batchMillis(100)).hasValue(50);
    }

    @Test
    void withoutStampsOrWithBatchesOfOneSizeNothingIsKnown() {
        assertThat(canary.batchMillis(100)).isEmpty();

        arrived(1, 1, 0.020);
        arrived(1, 2, 0.030);

        assertThat(canary.batchMillis(100)).isEmpty();
        assertThat(canary.batchMillis(1)).as("the quickest of those").isPresent();
    }

    /** @param batch by which the records were received together */
    private void arrived(int records, int batch, double seconds) {
        long received = batch * SECOND;
        for (int i = 0; i < records; i++) {
            canary.settled(Records.arrived(0, received, received, received + Math.round(seconds * SECOND)));
        }
    }
}
