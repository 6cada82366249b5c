package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.trace.ClockComparison;
import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.Precedence;
import java.util.Arrays;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.DoubleRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

class CrossClockRecorderTest {

    private static final long START = 1_795_000_000_000_000L;
    private static final long SECOND = 1_000_000;
    private static final long SKEW = 5 * SECOND;
    private static final double LIMIT_PPM = 200;

    private static LongUnaryOperator clock(long offset, double driftPpm) {
        return time -> time + offset + Math.round((time - START) * driftPpm / 1e6);
    }

    /** Bounds a clock by round trips of at least 4 ms, ten a second. */
    private static ClockOffset compared(LongUnaryOperator clock, Random random, long seconds) {
        Precedence there = new Precedence(1);
        Precedence back = new Precedence(1);
        for (long time = START; time < START + seconds * SECOND; time += SECOND / 10) {
            long stamped = time + 2_000 + delay(random, 3_000);
            there.add(time, time, clock.applyAsLong(stamped));
            back.add(time, clock.applyAsLong(stamped), stamped + 2_000 + delay(random, 5_000));
        }
        return new ClockComparison()
                .after(there, ClockOffset.NONE)
                .before(back, ClockOffset.NONE)
                .offset(LIMIT_PPM);
    }

    private static long delay(Random random, double median) {
        return Math.round(median * Math.exp(0.7 * random.nextGaussian()));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void everyTrueFigureIsWithinTheBound(
            @ForAll @LongRange(min = -SKEW, max = SKEW) long fromSkew,
            @ForAll @LongRange(min = -SKEW, max = SKEW) long toSkew,
            @ForAll @DoubleRange(min = -50, max = 50) double fromDrift,
            @ForAll @DoubleRange(min = -50, max = 50) double toDrift,
            @ForAll @LongRange(min = 200, max = 5 * SECOND) long median,
            @ForAll @IntRange(min = 5, max = 1_800) int seconds,
            @ForAll boolean millis,
            @ForAll long seed) {
        Random random = new Random(seed);
        LongUnaryOperator from = clock(fromSkew, fromDrift);
        LongUnaryOperator to = clock(toSkew, toDrift);
        int tick = millis ? 1_000 : 1;
        CrossClockRecorder recorder = new CrossClockRecorder();
        long[] truth = new long[5_000];
        for (int i = 0; i < truth.length; i++) {
            long sent = START + i * (seconds * SECOND / truth.length) + random.nextInt((int) SECOND);
            long begin = sent + delay(random, 200_000);
            truth[i] = delay(random, median);
            long fromStamp = Math.floorDiv(from.applyAsLong(begin), tick) * tick;
            recorder.record(sent, fromStamp, to.applyAsLong(begin + truth[i]));
        }

        Stage stage =
                recorder.stage("a to b", compared(from, random, seconds), compared(to, random, seconds), 0, tick, 1);

        Arrays.sort(truth);
        Summary figures = stage.latency();
        assertThat(figures.count()).isEqualTo(truth.length);
        assertWithin(stage, figures.min(), truth[0]);
        assertWithin(stage, figures.mean(), Arrays.stream(truth).average().orElseThrow());
        assertWithin(stage, figures.p50(), truth[truth.length * 50 / 100 - 1]);
        assertWithin(stage, figures.p95(), truth[truth.length * 95 / 100 - 1]);
        assertWithin(stage, figures.p99(), truth[truth.length * 99 / 100 - 1]);
        assertWithin(stage, figures.max(), truth[truth.length - 1]);
        assertThat(stage.negative()).as("none is really negative").isZero();
        assertThat(stage.valid()).isTrue();
        assertThat(stage.bound()).as("about the round trips").isLessThan(15 + truth[truth.length - 1] / 1000.0 / 1024);
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void alsoWhereOneClockWasSet(
            @ForAll @LongRange(min = 50_000, max = SKEW) long step,
            @ForAll boolean firstClock,
            @ForAll @IntRange(min = 30, max = 270) int second,
            @ForAll long seed) {
        Random random = new Random(seed);
        LongUnaryOperator even = clock(SKEW, 30);
        LongUnaryOperator set = time -> time + (time < START + second * SECOND ? 0 : step);
        LongUnaryOperator from = firstClock ? set : even;
        LongUnaryOperator to = firstClock ? even : set;
        CrossClockRecorder recorder = new CrossClockRecorder();
        long[] truth = new long[3_000];
        for (int i = 0; i < truth.length; i++) {
            long begin = START + i * SECOND / 10;
            truth[i] = delay(random, 500_000);
            recorder.record(begin, from.applyAsLong(begin), to.applyAsLong(begin + truth[i]));
        }

        Stage stage = recorder.stage("a to b", compared(from, random, 300), compared(to, random, 300), 0, 1, 1);

        Arrays.sort(truth);
        assertWithin(stage, stage.latency().p50(), truth[truth.length * 50 / 100 - 1]);
        assertWithin(stage, stage.latency().p95(), truth[truth.length * 95 / 100 - 1]);
        assertWithin(stage, stage.latency().max(), truth[truth.length - 1]);
    }

    private static void assertWithin(Stage stage, Double millis, double truthMicros) {
        assertThat(millis).isCloseTo(truthMicros / 1000, within(stage.bound() + 1e-9));
    }

    @Test
    void clocksThatAgreeLeaveTheTimesAsTheyAre() {
        CrossClockRecorder recorder = new CrossClockRecorder();
        for (int i = 1; i <= 100; i++) {
            recorder.record(START + i * SECOND, START + i * SECOND, START + i * SECOND + i * 1_000L);
        }

        Stage stage = recorder.stage("a to b", ClockOffset.NONE, ClockOffset.NONE, 0, 1, 1);

        assertThat(stage.bound()).isLessThan(0.2);
        assertThat(stage.latency().p50()).isCloseTo(50, within(stage.bound()));
        assertThat(stage.latency().max()).isCloseTo(100, within(0.01));
        assertThat(stage.latency().min()).isCloseTo(1, within(0.01));
        assertThat(recorder.stage("a to b", ClockOffset.NONE, ClockOffset.NONE, 7_000, 1, 1)
                        .bound())
                .isCloseTo(stage.bound() + 7, within(1e-9));
    }

    @Test
    void whatNoDifferenceOfTheClocksExplainsIsNegative() {
        CrossClockRecorder recorder = new CrossClockRecorder();
        for (int i = 0; i < 99; i++) {
            recorder.record(START, START, START + 10_000);
        }
        recorder.record(START, START, START - 50_000);
        Stage oneInAHundred = recorder.stage("a to b", ClockOffset.NONE, ClockOffset.NONE, 0, 1, 1);
        recorder.record(START, START, START - 50_000);
        Stage more = recorder.stage("a to b", ClockOffset.NONE, ClockOffset.NONE, 0, 1, 1);

        assertThat(oneInAHundred.negative()).isEqualTo(1);
        assertThat(oneInAHundred.valid()).isTrue();
        assertThat(oneInAHundred.latency().min()).isZero();
        assertThat(more.negative()).isEqualTo(2);
        assertThat(more.valid()).isFalse();
    }

    @Test
    void aStageNarrowerThanItsBoundIsNotNegative() {
        LongUnaryOperator behind = clock(-4 * SECOND, 0);
        ClockOffset offset = lopsided(behind);
        CrossClockRecorder recorder = new CrossClockRecorder();
        for (int i = 0; i < 1_000; i++) {
            long begin = START + i * SECOND / 100;
            recorder.record(begin, begin, behind.applyAsLong(begin + 1_000));
        }

        Stage stage = recorder.stage("a to b", ClockOffset.NONE, offset, 0, 1, 1);

        assertThat(offset.at(START).point()).as("10 ms off").isGreaterThan(-4 * SECOND + 9_000);
        assertThat(stage.negative()).isZero();
        assertThat(stage.latency().p50()).isCloseTo(1, within(stage.bound()));
    }

    /** There it takes 21 ms, back 1 ms: the middle is 10 ms off. */
    private static ClockOffset lopsided(LongUnaryOperator clock) {
        Precedence there = new Precedence(1);
        Precedence back = new Precedence(1);
        for (long time = START; time < START + 10 * SECOND; time += SECOND) {
            there.add(time, time, clock.applyAsLong(time + 21_000));
            back.add(time, clock.applyAsLong(time + 21_000), time + 22_000);
        }
        return new ClockComparison()
                .after(there, ClockOffset.NONE)
                .before(back, ClockOffset.NONE)
                .offset(LIMIT_PPM);
    }

    @Test
    void nothingRecordedHasNoFigures() {
        Stage stage = new CrossClockRecorder().stage("a to b", ClockOffset.NONE, new ClockOffset.Unknown(), 0, 1, 1);

        assertThat(stage.latency()).isEqualTo(new Summary(0, null, null, null, null, null, null));
        assertThat(stage.valid()).isTrue();
    }

    @Test
    void withoutABoundOnAClockThereIsNoFigure() {
        CrossClockRecorder recorder = new CrossClockRecorder();
        recorder.record(START, START, START + 5_000);

        Stage stage = recorder.stage("a to b", ClockOffset.NONE, new ClockOffset.Unknown(), 0, 1, 1);

        assertThat(stage.latency()).isEqualTo(new Summary(1, null, null, null, null, null, null));
        assertThat(stage.valid()).isFalse();
    }
}
