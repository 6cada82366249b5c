package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Generator;
import io.plumbline.result.Generator.Cpu;
import io.plumbline.result.Generator.Gc;
import io.plumbline.result.Generator.LittlesLaw;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.StageRecorder;
import java.net.URI;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The default limits, each by itself. */
class GeneratorLimitsTest {

    private static final URI NOWHERE = URI.create("http://127.0.0.1:1");
    private static final Gc NO_GC = new Gc(0, 0, 0);
    private static final Cpu IDLE = new Cpu(2, 0.1);
    private static final Summary IN_TIME = times(200, 1);
    private static final LittlesLaw HOLDS = new LittlesLaw(10.0, 10.0, 0.0);

    private final GeneratorLimits limits = new GeneratorLimits(
            TestSettings.forPipeline(NOWHERE, NOWHERE).settings().generator());

    @Test
    void withinItsLimitsThereIsNothingToSay() {
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 0, 50.0, 50.0, IN_TIME, HOLDS), 0))
                .isEmpty();
    }

    @Test
    void aBusyMachinesJitterIsNoReason() {
        Summary jitter = times(150, 200);

        assertThat(broken(generator(jitter, new Gc(3, 150, 90), IDLE, 0, 50.0, 46.0, jitter, HOLDS), 200_000))
                .isEmpty();
    }

    @Test
    void lateness() {
        assertThat(broken(generator(times(150, 501), NO_GC, IDLE, 0, null, null, none(), HOLDS), 0))
                .containsExactly(
                        "the generator's timer was 501 ms late at p99," + " plumbline.generator.maxLateness is 500 ms");
    }

    @Test
    void lagOfTheSends() {
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 0, 50.0, 50.0, times(100, 1_200), HOLDS), 0))
                .containsExactly("records were sent 1.20 s late at p99, plumbline.generator.maxLateness is 500 ms");
    }

    @Test
    void fewTimesHaveNoP99() {
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 0, 50.0, 50.0, times(99, 1_200), HOLDS), 0))
                .isEmpty();
    }

    @Test
    void aPauseHoweverShortTheRun() {
        assertThat(broken(generator(times(50, 3_004), NO_GC, IDLE, 0, null, null, none(), HOLDS), 0))
                .containsExactly("the generator stood still for 3.00 s, plumbline.generator.maxPause is 2 s");
        assertThat(broken(generator(IN_TIME, new Gc(1, 2_100, 2_100), IDLE, 0, null, null, none(), HOLDS), 0))
                .containsExactly("the generator stood still for 2.10 s, plumbline.generator.maxPause is 2 s");
    }

    @Test
    void cpuOfALoadThatIsLongEnough() {
        Generator busy = generator(IN_TIME, NO_GC, new Cpu(2, 0.97), 0, null, null, none(), HOLDS);

        assertThat(limits.broken(busy, 10, 0))
                .containsExactly("the generator used 97 % of its 2 cores, plumbline.generator.maxCpu is 95 %");
        assertThat(limits.broken(busy, 9.9, 0)).isEmpty();
    }

    @Test
    void rate() {
        Generator slow = generator(IN_TIME, NO_GC, IDLE, 0, 1_000.0, 990.0, IN_TIME, HOLDS);

        assertThat(broken(slow, 600_000))
                .containsExactly("the generator sent 99 % of the planned 1,000.0 records/s,"
                        + " plumbline.generator.minRate is 99.5 %");
        assertThat(broken(slow, 500_000)).isEmpty();
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 0, 1_000.0, 996.0, IN_TIME, HOLDS), 600_000))
                .isEmpty();
    }

    @Test
    void aConnectionThatDidNotBecomeFree() {
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 1, null, null, none(), HOLDS), 0))
                .containsExactly("no connection became free for 1 record, none is allowed:"
                        + " raise plumbline.kinesis.maxConcurrency");
    }

    @Test
    void littlesLawOnlyFarApart() {
        assertThat(broken(law(14.9, 10, 0.49), 0)).isEmpty();
        assertThat(broken(law(16, 10, 0.6), 0))
                .containsExactly("16.0 records were in flight on the average, rate times latency makes 10.0 (Little's"
                        + " law): more than 50 % apart");
        assertThat(broken(generator(IN_TIME, NO_GC, IDLE, 0, null, null, none(), new LittlesLaw(null, null, null)), 0))
                .isEmpty();
    }

    private List<String> broken(Generator generator, long overrunMicros) {
        return limits.broken(generator, 3, overrunMicros);
    }

    private static Generator law(double inFlight, double expected, double apart) {
        return generator(IN_TIME, NO_GC, IDLE, 0, null, null, none(), new LittlesLaw(inFlight, expected, apart));
    }

    private static Generator generator(
            Summary lateness,
            Gc gc,
            Cpu cpu,
            long acquireFailures,
            @Nullable Double planned,
            @Nullable Double achieved,
            Summary lag,
            LittlesLaw law) {
        return new Generator(
                true,
                lateness,
                gc,
                cpu,
                acquireFailures,
                planned,
                achieved,
                lag,
                new EndToEndRecorder().latencies("none"),
                law,
                Map.of());
    }

    private static Summary none() {
        return new StageRecorder().summary();
    }

    private static Summary times(long count, double millis) {
        return new Summary(count, 0.0, millis, millis, millis, millis, millis);
    }
}
