package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.trace.ClockOffset.Range;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class ClockComparisonTest {

    private static final long START = 1_795_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final long SKEW = 5 * SECOND;
    private static final double LIMIT_PPM = 200;

    /** What a party's clock shows at a moment of the generator's, ahead by an offset at the start and running fast. */
    private static LongUnaryOperator clock(long offset, double driftPpm) {
        return time -> time + offset + Math.round((time - START) * driftPpm / 1e6);
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000) * 1_000;
    }

    /** Round trips to one party: request at least {@code there}, answer at least {@code back}, often much more. */
    private static ClockOffset roundTrips(
            LongUnaryOperator remote, Random random, int trips, long seconds, long there, long back) {
        Precedence toRemote = new Precedence(1_000);
        Precedence fromRemote = new Precedence(1);
        for (int i = 0; i < trips; i++) {
            long sent = START + i * (seconds * SECOND / trips) + random.nextInt((int) SECOND);
            long stamped = sent + there + delay(random);
            long received = stamped + back + delay(random);
            long stamp = millis(remote.applyAsLong(stamped));
            toRemote.add(sent, sent, stamp);
            fromRemote.add(sent, stamp, received);
        }
        return new ClockComparison()
                .after(toRemote, ClockOffset.NONE)
                .before(fromRemote, ClockOffset.NONE)
                .offset(LIMIT_PPM);
    }

    private static long delay(Random random) {
        return Math.round(3_000 * Math.exp(random.nextGaussian()));
    }

    private static void assertHolds(ClockOffset offset, LongUnaryOperator remote, long seconds) {
        for (long time = START; time <= START + seconds * SECOND; time += seconds * SECOND / 50) {
            long truth = remote.applyAsLong(time) - time;
            assertThat((double) truth)
                    .isBetween(offset.at(time).lower(), offset.at(time).upper());
        }
    }

    @Property(tries = 200)
    void theTrueOffsetIsAlwaysInside(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long skew,
            @ForAll @DoubleRange(min = -50, max = 50) double drift,
            @ForAll @IntRange(min = 1, max = 2_000) int trips,
            @ForAll long seed) {
        LongUnaryOperator remote = clock(skew, drift);

        ClockOffset offset = roundTrips(remote, new Random(seed), trips, 900, 1_000, 1_000);

        assertThat(offset).isInstanceOf(SteadyClock.class);
        assertHolds(offset, remote, 900);
    }

    @Property(tries = 50)
    void theRangeIsAboutAsWideAsTheShortestRoundTrip(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long skew,
            @ForAll @DoubleRange(min = -50, max = 50) double drift,
            @ForAll long seed) {
        LongUnaryOperator remote = clock(skew, drift);

        ClockOffset offset = roundTrips(remote, new Random(seed), 10_000, 900, 3_000, 2_000);

        assertHolds(offset, remote, 900);
        assertThat(2 * offset.at(START + 450 * SECOND).halfWidth()).isLessThan(9_000);
        assertThat(((SteadyClock) offset).drift().lower()).isLessThanOrEqualTo(drift);
        assertThat(((SteadyClock) offset).drift().upper()).isGreaterThanOrEqualTo(drift);
        assertThat(((SteadyClock) offset).drift().halfWidth()).isLessThan(20);
    }

    /** The range by trial of many drifts, each of which bounds the offset by itself. */
    private static Range byTrial(List<ClockBound> most, List<ClockBound> least, double maxDrift, long time) {
        double lowest = Double.POSITIVE_INFINITY;
        double highest = Double.NEGATIVE_INFINITY;
        for (int i = -2_000; i <= 2_000; i++) {
            double drift = maxDrift * i / 2_000;
            double upper = most.stream()
                    .mapToDouble(bound -> bound.offsetMicros() + drift * (time - bound.generatorMicros()))
                    .min()
                    .orElseThrow();
            double lower = least.stream()
                    .mapToDouble(bound -> bound.offsetMicros() + drift * (time - bound.generatorMicros()))
                    .max()
                    .orElseThrow();
            if (lower <= upper) {
                lowest = Math.min(lowest, lower);
                highest = Math.max(highest, upper);
            }
        }
        return new Range(lowest, highest);
    }

    @Property(tries = 300)
    void isWhatTrialOfManyDriftsFinds(@ForAll @IntRange(min = 1, max = 30) int bounds, @ForAll long seed) {
        Random random = new Random(seed);
        LongUnaryOperator remote = clock(random.nextInt(1_000_000), 300 * random.nextDouble() - 150);
        List<ClockBound> most = new ArrayList<>();
        List<ClockBound> least = new ArrayList<>();
        for (int i = 0; i < bounds; i++) {
            long time = START + random.nextInt(100) * SECOND;
            most.add(new ClockBound(time, remote.applyAsLong(time) - time + random.nextInt(5_000)));
            time = START + random.nextInt(100) * SECOND;
            least.add(new ClockBound(time, remote.applyAsLong(time) - time - random.nextInt(5_000)));
        }
        SteadyClock steady = SteadyClock.within(most, least, 200e-6).orElseThrow();

        for (long time : new long[] {START - 50 * SECOND, START, START + 50 * SECOND, START + 300 * SECOND}) {
            Range exact = steady.at(time);
            Range trial = byTrial(most, least, 200e-6, time);
            assertThat(exact.lower()).isLessThanOrEqualTo(trial.lower());
            assertThat(exact.upper()).isGreaterThanOrEqualTo(trial.upper());
            if (trial.known()) {
                /* A step of the trial is 0.1 ppm, over the longest distance in time 30 µs for each of two lines. */
                assertThat(exact.lower()).isGreaterThan(trial.lower() - 100);
                assertThat(exact.upper()).isLessThan(trial.upper() + 100);
            }
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aStampHasItsMomentInside(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long skew,
            @ForAll @DoubleRange(min = -50, max = 50) double drift,
            @ForAll @LongRange(max = 900 * SECOND) long after,
            @ForAll long seed) {
        LongUnaryOperator remote = clock(skew, drift);
        ClockOffset offset = roundTrips(remote, new Random(seed), 100, 900, 1_000, 1_000);

        Range moment = offset.momentOf(remote.applyAsLong(START + after));

        assertThat((double) START + after).isBetween(moment.lower(), moment.upper());
        assertThat(moment.halfWidth()).isCloseTo(offset.at(START + after).halfWidth(), within(100.0));
    }

    /** The whole path of a record: Kinesis, then Lambda, then BigQuery, then a poll that sees it. */
    private static final class Path {
        final Precedence sentArrival = new Precedence(1_000);
        final Precedence arrivalAcked = new Precedence(1);
        final Precedence sentReceived = new Precedence(1);
        final Precedence arrivalReceived = new Precedence(1);
        final Precedence doneInserted = new Precedence(1);
        final Precedence doneAnswered = new Precedence(1);
        final Precedence sentInserted = new Precedence(1);
        final Precedence insertedAnswered = new Precedence(1);

        Path(LongUnaryOperator kinesis, LongUnaryOperator lambda, LongUnaryOperator bigQuery, Random random) {
            for (int i = 0; i < 5_000; i++) {
                long sent = START + i * 120_000 + random.nextInt((int) SECOND);
                long arrival = sent + 4_000 + delay(random);
                long acked = arrival + 4_000 + delay(random);
                long received = arrival + 20_000 + 50 * delay(random);
                long done = received + delay(random) / 10;
                long inserted = done + 10_000 + 10 * delay(random);
                long answered = inserted + 100_000 + random.nextInt(1_000_000);
                long arrivalStamp = millis(kinesis.applyAsLong(arrival));
                sentArrival.add(sent, sent, arrivalStamp);
                arrivalAcked.add(sent, arrivalStamp, acked);
                sentReceived.add(sent, sent, lambda.applyAsLong(received));
                arrivalReceived.add(sent, arrivalStamp, lambda.applyAsLong(received));
                doneInserted.add(sent, lambda.applyAsLong(done), bigQuery.applyAsLong(inserted));
                doneAnswered.add(sent, lambda.applyAsLong(done), answered);
                sentInserted.add(sent, sent, bigQuery.applyAsLong(inserted));
                insertedAnswered.add(sent, bigQuery.applyAsLong(inserted), answered);
            }
        }
    }

    @Property(tries = 50, edgeCases = EdgeCasesMode.NONE)
    void everyPartyIsBoundedByTheRecordsAloneAndTheChainTightens(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long kinesisSkew,
            @ForAll @LongRange(min = -SKEW, max = SKEW) long lambdaSkew,
            @ForAll @LongRange(min = -SKEW, max = SKEW) long bigQuerySkew,
            @ForAll @DoubleRange(min = -50, max = 50) double drift,
            @ForAll long seed) {
        LongUnaryOperator kinesis = clock(kinesisSkew, drift);
        LongUnaryOperator lambda = clock(lambdaSkew, -drift);
        LongUnaryOperator bigQuery = clock(bigQuerySkew, drift / 2);
        Path path = new Path(kinesis, lambda, bigQuery, new Random(seed));

        ClockOffset ofKinesis = new ClockComparison()
                .after(path.sentArrival, ClockOffset.NONE)
                .before(path.arrivalAcked, ClockOffset.NONE)
                .offset(LIMIT_PPM);
        ClockOffset ofBigQuery = new ClockComparison()
                .after(path.sentInserted, ClockOffset.NONE)
                .before(path.insertedAnswered, ClockOffset.NONE)
                .offset(LIMIT_PPM);
        ClockOffset alone = new ClockComparison()
                .after(path.sentReceived, ClockOffset.NONE)
                .before(path.doneAnswered, ClockOffset.NONE)
                .offset(LIMIT_PPM);
        ClockOffset chained = new ClockComparison()
                .after(path.sentReceived, ClockOffset.NONE)
                .after(path.arrivalReceived, ofKinesis)
                .before(path.doneAnswered, ClockOffset.NONE)
                .before(path.doneInserted, ofBigQuery)
                .offset(LIMIT_PPM);

        assertHolds(ofKinesis, kinesis, 600);
        assertHolds(ofBigQuery, bigQuery, 600);
        assertHolds(alone, lambda, 600);
        assertHolds(chained, lambda, 600);
        long middle = START + 300 * SECOND;
        assertThat(chained.at(middle).lower())
                .isGreaterThanOrEqualTo(alone.at(middle).lower());
        assertThat(chained.at(middle).upper())
                .isLessThanOrEqualTo(alone.at(middle).upper());
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aClockThatIsSetIsFoundOutAndStillBounded(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long skew,
            @ForAll @LongRange(min = 30_000, max = SKEW) long step,
            @ForAll boolean back,
            @ForAll @IntRange(min = 100, max = 800) int second,
            @ForAll long seed) {
        LongUnaryOperator even = clock(skew, 20);
        LongUnaryOperator remote =
                time -> even.applyAsLong(time) + (time < START + second * SECOND ? 0 : back ? -step : step);

        ClockOffset offset = roundTrips(remote, new Random(seed), 20_000, 900, 3_000, 2_000);

        assertThat(offset).isInstanceOf(SteppedClock.class);
        assertHolds(offset, remote, 900);
        Range whole = offset.during(START, START + 900 * SECOND);
        assertThat(whole.halfWidth()).isGreaterThanOrEqualTo(step / 2.0 - 10_000);
        assertThat(offset.during(START, START)).isEqualTo(offset.at(START));
        Range wellBefore = offset.at(START + (second - 80) * SECOND);
        assertThat(wellBefore.halfWidth())
                .as("the step is not spread over the run")
                .isLessThan(15_000);
        assertThat(offset.momentOf(remote.applyAsLong(START)).lower()).isLessThanOrEqualTo(START);
        assertThat(offset.momentOf(remote.applyAsLong(START)).upper()).isGreaterThanOrEqualTo(START);
    }

    @Test
    void oneSideAloneBoundsNothing() {
        Precedence toRemote = new Precedence(1);
        toRemote.add(START, START, START + 100);
        ClockOffset offset =
                new ClockComparison().after(toRemote, ClockOffset.NONE).offset(LIMIT_PPM);

        assertThat(offset).isEqualTo(new ClockOffset.Unknown());
        assertThat(offset.at(START)).isEqualTo(Range.ANYTHING);
        assertThat(offset.at(START).known()).isFalse();
    }

    @Test
    void nothingFollowsFromAClockThatIsNotBounded() {
        Precedence pairs = new Precedence(1);
        pairs.add(START, START, START + 100);

        ClockOffset offset = new ClockComparison()
                .after(pairs, new ClockOffset.Unknown())
                .before(pairs, new ClockOffset.Unknown())
                .offset(LIMIT_PPM);

        assertThat(offset).isInstanceOf(ClockOffset.Unknown.class);
    }

    @Test
    void theGeneratorIsNoTimeAheadOfItself() {
        assertThat(ClockOffset.NONE.at(START)).isEqualTo(new Range(0, 0));
        assertThat(ClockOffset.NONE.momentOf(START)).isEqualTo(new Range(START, START));
    }

    @Test
    void oneStampThatIsNonsenseSpoilsItsOwnWindowOnly() {
        Precedence toRemote = new Precedence(1);
        Precedence fromRemote = new Precedence(1);
        for (int i = 0; i < 1_000; i++) {
            long time = START + i * SECOND;
            toRemote.add(time, time, time + 2_000);
            fromRemote.add(time, time + 2_000, time + 4_000);
        }
        toRemote.add(START + 500 * SECOND, START + 500 * SECOND, 0);

        ClockOffset offset = new ClockComparison()
                .after(toRemote, ClockOffset.NONE)
                .before(fromRemote, ClockOffset.NONE)
                .offset(LIMIT_PPM);

        assertThat(offset).isInstanceOf(SteppedClock.class);
        for (int i = 0; i < 1_000; i++) {
            Range range = offset.at(START + i * SECOND);
            assertThat(0.0).isBetween(range.lower(), range.upper());
            assertThat(range.halfWidth()).isLessThan(10_000);
        }
    }

    @Test
    void aLimitThatIsNoneIsRefused() {
        assertThatThrownBy(() -> new ClockComparison().offset(-1)).hasMessageContaining("ppm: -1.0");
        assertThatThrownBy(() -> new ClockComparison().offset(20_000)).hasMessageContaining("10,000 ppm");
        assertThatThrownBy(() -> new ClockComparison().offset(Double.NaN)).hasMessageContaining("NaN");
    }

    @Test
    void rangesAreSubtractedSoThatTheDifferenceIsInside() {
        Range difference = new Range(10, 20).minus(new Range(1, 4));

        assertThat(difference).isEqualTo(new Range(6, 19));
        assertThat(difference.point()).isEqualTo(12.5);
        assertThat(difference.halfWidth()).isEqualTo(6.5);
    }
}
