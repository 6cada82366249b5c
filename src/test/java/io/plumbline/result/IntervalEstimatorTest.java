package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.result.IntervalEstimator.Estimate;
import io.plumbline.result.PolledRun.Shape;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class IntervalEstimatorTest {

    private static final long SECOND = 1_000_000;
    /** An edge of the grid, as are its small multiples. */
    private static final long ON_GRID = 1_024_000;

    private static final double[] MEDIANS = {0.1, 0.2, 0.3, 0.5, 1, 1.5, 2, 3, 4, 5};

    private final IntervalEstimator estimator = new IntervalEstimator();

    @Test
    void sharesTheWideIntervalOutAsTheNarrowOnesSay() {
        /* Of m records in the first second: m = 2 + 3 m / 6, so four of six. */
        add(2, 0, SECOND);
        add(1, SECOND, 2 * SECOND);
        add(3, 0, 2 * SECOND);

        Estimate estimate = estimator.estimate();

        assertClose(estimate.percentile(66), SECOND / 2, 5_000L);
        assertClose(estimate.percentile(67), 3 * SECOND / 2, 10_000L);
        assertThat(estimate.mean().orElseThrow()).isCloseTo(5 * SECOND / 6.0, within(10_000.0));
    }

    @Test
    void findsTheMostLikelyDistributionOfOverlappingIntervals() {
        /* Each seen or not seen at one look, at 1, 2 or 3: isotonic regression is known to be right, 1/4 by 1, 2/3 by 2 and 3. */
        add(1, 0, ON_GRID);
        add(3, ON_GRID, 1000 * ON_GRID);
        add(1, 0, 2 * ON_GRID);
        add(1, 0, 3 * ON_GRID);
        add(1, 3 * ON_GRID, 1000 * ON_GRID);

        Estimate estimate = estimator.estimate();

        /* Of 7 records 1.75 by 1 and 4.67 by 2; the rest in the middle between 3 and the end. */
        assertClose(estimate.percentile(14), ON_GRID / 2, 100);
        assertClose(estimate.percentile(42), 3 * ON_GRID / 2, 100);
        assertClose(estimate.percentile(71), 3 * ON_GRID / 2, 100);
        assertClose(estimate.percentile(72), 1003 * ON_GRID / 2, 100);
    }

    @Test
    void takesTheMiddleWhereNoDataCanTell() {
        add(10, 2 * SECOND, 4 * SECOND);

        assertClose(estimator.estimate().percentile(1), 3 * SECOND, 30_000L);
        assertClose(estimator.estimate().percentile(99), 3 * SECOND, 30_000L);
    }

    @Test
    void oneBeyondIsLargerThanEveryValue() {
        add(94, SECOND, SECOND);
        for (int i = 0; i < 6; i++) {
            estimator.addBeyond();
        }

        assertThat(estimator.estimate().percentile(94)).isPresent();
        assertThat(estimator.estimate().percentile(95)).isEmpty();
        assertThat(estimator.estimate().mean().orElseThrow()).isCloseTo(SECOND, within(SECOND / 100.0));
    }

    @Test
    void nothingHasNoEstimate() {
        assertThat(estimator.estimate().percentile(50)).isEmpty();
        assertThat(estimator.estimate().mean()).isEmpty();
        estimator.addBeyond();
        assertThat(estimator.estimate().percentile(50)).isEmpty();
    }

    @Test
    void whatEndsBeforeItBeginsIsRefusedAndWhatBeginsBeforeZeroBeginsThere() {
        assertThatThrownBy(() -> estimator.add(2, 1)).hasMessageContaining("lower 2, upper 1");

        estimator.add(-SECOND, 1000);
        estimator.add(-SECOND, -10);

        assertThat(estimator.estimate().percentile(100)).hasValue(500);
    }

    @Property(tries = 200)
    void latenciesThatAreKnownKeepTheirPercentiles(
            @ForAll @Size(min = 1, max = 300) List<@LongRange(max = 600_000_000) Long> known) {
        IntervalEstimator exact = new IntervalEstimator();
        known.forEach(micros -> exact.add(micros, micros));
        Estimate estimate = exact.estimate();
        List<Long> sorted = known.stream().sorted().toList();

        for (int percent : new int[] {1, 50, 95, 99, 100}) {
            long expected = sorted.get((sorted.size() * percent + 99) / 100 - 1);
            assertClose(estimate.percentile(percent), expected, 1_000 + expected / 100);
        }
    }

    @Test
    void theSameRecordsInAnotherOrderHaveTheSameEstimate() {
        PolledRun run = new PolledRun(7, Shape.BIMODAL, SECOND, true);
        IntervalEstimator backwards = new IntervalEstimator();
        for (int i = 0; i < PolledRun.RECORDS; i++) {
            estimator.add(run.lower[i], run.upper[i]);
            int j = PolledRun.RECORDS - 1 - i;
            backwards.add(run.lower[j], run.upper[j]);
        }

        assertThat(backwards.estimate().mean()).isEqualTo(estimator.estimate().mean());
    }

    @Test
    void carriesMillionsOfRecordsAndManyDistinctIntervals() {
        Random random = new Random(1);
        for (int i = 0; i < 2_000_000; i++) {
            long latency = Math.round(2 * SECOND * Math.exp(0.8 * random.nextGaussian()));
            long before = random.nextInt((int) SECOND);
            estimator.add(latency - before, latency - before + 800_000 + random.nextInt(400_000));
        }

        assertClose(estimator.estimate().percentile(50), 2 * SECOND, 100_000L);
    }

    /** In how many runs which figures were close enough to the truth. */
    private static final class Score {
        int median;
        int tail;
        int both;

        void count(boolean median, boolean tail) {
            this.median += median ? 1 : 0;
            this.tail += tail ? 1 : 0;
            this.both += median && tail ? 1 : 0;
        }
    }

    @Test
    void ofAHundredRunsTheBoundsHoldInAllAndThePointIsCloseInMost() {
        Score turnbull = new Score();
        Score middle = new Score();
        for (int seed = 0; seed < 100; seed++) {
            judge(run(seed, false), turnbull, middle);
        }

        assertThat(turnbull.both).as("both close in 100 runs").isGreaterThanOrEqualTo(90);
        assertThat(turnbull.both).as("more often than by the middle").isGreaterThan(middle.both + 20);
    }

    @Test
    void snapshotsKnownOnlyBetweenTwoTimesWidenTheBoundsAndStillGiveThePoint() {
        Score turnbull = new Score();
        Score middle = new Score();
        for (int seed = 0; seed < 100; seed++) {
            judge(run(seed, true), turnbull, middle);
        }

        assertThat(turnbull.both).as("both close in 100 runs").isGreaterThanOrEqualTo(90);
        assertThat(turnbull.both).as("more often than by the middle").isGreaterThan(middle.both + 20);
    }

    private static PolledRun run(int seed, boolean uncertain) {
        Shape shape = Shape.values()[seed % 3];
        return new PolledRun(seed, shape, Math.round(MEDIANS[seed / 3 % MEDIANS.length] * SECOND), uncertain);
    }

    private static void judge(PolledRun run, Score turnbull, Score middle) {
        IntervalEstimator estimator = new IntervalEstimator();
        EndToEndRecorder recorder = new EndToEndRecorder();
        for (int i = 0; i < PolledRun.RECORDS; i++) {
            estimator.add(run.lower[i], run.upper[i]);
            recorder.arrived(run.lower[i], (run.lower[i] + run.upper[i]) / 2, run.upper[i]);
        }
        Latencies latencies = recorder.latencies("middle of the polls");
        assertInside(run.percentile(50), latencies.p50());
        assertInside(run.percentile(95), latencies.p95());
        assertInside(run.percentile(99), latencies.p99());
        Estimate estimate = estimator.estimate();
        turnbull.count(
                close(estimate.percentile(50).orElseThrow(), run.percentile(50)),
                close(estimate.percentile(95).orElseThrow(), run.percentile(95)));
        middle.count(
                close(1000 * latencies.p50().point(), run.percentile(50)),
                close(1000 * latencies.p95().point(), run.percentile(95)));
    }

    private static void assertInside(long truth, Bounded bounds) {
        assertThat(truth / 1000.0).isBetween(bounds.lower(), bounds.upper());
    }

    /** Within 15 % of the poll interval and 5 % of the true value. */
    private static boolean close(double micros, long truth) {
        return Math.abs(micros - truth) <= 0.15 * PolledRun.POLL_INTERVAL + 0.05 * truth;
    }

    private static void assertClose(OptionalLong micros, long expected, long tolerance) {
        assertThat(micros.orElseThrow()).isCloseTo(expected, within(tolerance));
    }

    private void add(int times, long lower, long upper) {
        for (int i = 0; i < times; i++) {
            estimator.add(lower, upper);
        }
    }
}
