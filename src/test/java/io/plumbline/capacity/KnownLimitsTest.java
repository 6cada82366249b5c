package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capacity.Capacity.AtLeast;
import io.plumbline.capacity.Capacity.Because;
import io.plumbline.capacity.Capacity.Between;
import io.plumbline.capacity.CapacityResult.End;
import io.plumbline.capacity.model.PipelineParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Searches over models whose limits are known by arithmetic, in virtual time, 20 seeds each. Held in every one: the bracket
 * is at most 5 % wide, the limit lies in it or at most 5 % outside, what limits is named right or not at all, and the search
 * ends by itself.
 */
class KnownLimitsTest {

    private static final int SEEDS = 20;
    private static final double PRECISION = 0.05;

    /** Rows by their insert stamps: polls of the table do not matter. */
    private static final double STAMPED = 0;

    private static final double POLLED = 1;

    private record Way(StepJudge judge, int warmUp, int minLength, int maxLength, double tablePoll) {

        static final Way QUICK = new Way(StepJudge.QUICK, 3, 12, 36, STAMPED);
        static final Way CAREFUL = new Way(StepJudge.CAREFUL, 10, 60, 240, POLLED);

        List<CapacityResult> searches(PipelineParameters pipeline) {
            List<CapacityResult> results = new ArrayList<>();
            for (int seed = 1; seed <= SEEDS; seed++) {
                // Starts differ, so that the rates that are tried do.
                double start = pipeline.limit() * (0.4 + 0.01 * seed);
                SearchSettings settings = new SearchSettings(
                        start,
                        1.5,
                        start / 10,
                        start * 100,
                        PRECISION,
                        Duration.ofSeconds(warmUp),
                        Duration.ofSeconds(minLength),
                        Duration.ofSeconds(maxLength),
                        Duration.ofMinutes(5),
                        30,
                        Duration.ofHours(2));
                results.add(new VirtualLoad(pipeline.withTablePoll(tablePoll), seed).search(settings, judge));
            }
            return results;
        }
    }

    @Test
    void shards() {
        assertFound(Way.QUICK, PipelineParameters.limitedByShards(), Limit.SHARD);
    }

    @Test
    void function() {
        assertFound(Way.QUICK, PipelineParameters.limitedByFunction(), Limit.LAMBDA);
    }

    @Test
    void arrivalsAtRandom() {
        assertFound(Way.QUICK, PipelineParameters.limitedByFunction().poissonArrivals(), Limit.LAMBDA);
    }

    @Test
    void insertTime() {
        assertFound(Way.QUICK, PipelineParameters.limitedByInsertTime(), Limit.BIGQUERY);
    }

    @Test
    void insertRate() {
        assertFound(Way.QUICK, PipelineParameters.limitedByInsertRate(), Limit.BIGQUERY);
    }

    @Test
    @Tag("conscience")
    void shardsWithCare() {
        assertFound(Way.CAREFUL, PipelineParameters.limitedByShards(), Limit.SHARD);
    }

    @Test
    @Tag("conscience")
    void functionWithCare() {
        assertFound(Way.CAREFUL, PipelineParameters.limitedByFunction(), Limit.LAMBDA);
    }

    @Test
    @Tag("conscience")
    void insertRateWithCare() {
        assertFound(Way.CAREFUL, PipelineParameters.limitedByInsertRate(), Limit.BIGQUERY);
    }

    @Test
    void theGeneratorIsNeverThePipelinesLimit() {
        double most = 530;
        List<CapacityResult> results =
                Way.QUICK.searches(PipelineParameters.limitedByFunction().withGenerator(most));

        assertThat(results).hasSize(SEEDS).allSatisfy(result -> {
            assertThat(result.end()).isEqualTo(End.FOUND);
            assertThat(result.capacity()).isInstanceOfSatisfying(AtLeast.class, least -> {
                assertThat(least.because()).isEqualTo(Because.GENERATOR);
                assertThat(least.confirmed()).isTrue();
                // It counts as made if 99.5 % of it were.
                assertThat(least.lastPass()).isBetween(most / (1 + PRECISION), most / 0.995);
            });
            assertThat(result.sentence()).endsWith("the generator cannot do more");
        });
    }

    private static void assertFound(Way way, PipelineParameters pipeline, Limit limit) {
        List<CapacityResult> results = way.searches(pipeline);

        print(way, limit, results);
        assertThat(results).hasSize(SEEDS).allSatisfy(found(pipeline.limit(), limit));
        // Close to the limit it may take a step with a clear failure to tell.
        assertThat(results)
                .filteredOn(result -> ((Between) result.capacity()).limitedBy() == limit)
                .hasSizeGreaterThanOrEqualTo(SEEDS - 3);
    }

    private static Consumer<CapacityResult> found(double truth, Limit limit) {
        return result -> {
            assertThat(result.end()).isEqualTo(End.FOUND);
            assertThat(result.capacity()).isInstanceOfSatisfying(Between.class, between -> {
                assertThat(between.firstFail()).isLessThanOrEqualTo(between.lastPass() * (1 + PRECISION));
                assertThat(truth)
                        .isGreaterThanOrEqualTo(between.lastPass() / (1 + PRECISION))
                        .isLessThanOrEqualTo(between.firstFail() * (1 + PRECISION));
                assertThat(between.limitedBy()).isIn(limit, Limit.NOT_TOLD);
                assertThat(between.confirmed()).isTrue();
            });
        };
    }

    private static void print(Way way, Limit limit, List<CapacityResult> results) {
        double[] minutes = results.stream()
                .mapToDouble(result -> result.took().toMillis() / 6e4)
                .sorted()
                .toArray();
        double steps = results.stream()
                .mapToInt(result -> result.steps().size())
                .average()
                .orElseThrow();
        System.out.printf(
                "%s, steps of %d to %d s: %.1f virtual minutes in the median, %.1f at the most; %.1f steps%n",
                limit, way.minLength, way.maxLength, minutes[minutes.length / 2], minutes[minutes.length - 1], steps);
    }
}
