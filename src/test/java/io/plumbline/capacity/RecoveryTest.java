package io.plumbline.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.capacity.Backlog.Sample;
import io.plumbline.capacity.Recovery.NotRecovered;
import io.plumbline.capacity.Recovery.Recovered;
import io.plumbline.capacity.model.ModelPipeline;
import io.plumbline.capacity.model.PipelineParameters;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RecoveryTest {

    private static final long SECOND = 1_000_000;

    /** A backlog of 100, from second 10 to second 20 up to 1,100, then down by 50 a second, by samples of 200 ms. */
    private static Backlog disturbed(int seconds) {
        List<Sample> samples = new ArrayList<>();
        for (int i = 0; i < seconds * 5; i++) {
            double at = i / 5.0;
            double records = at < 10 ? 100 : at < 20 ? 100 + 100 * (at - 10) : Math.max(100, 1_100 - 50 * (at - 20));
            samples.add(new Sample(i * 200_000L, Math.round(records)));
        }
        return new Backlog(samples);
    }

    private static Recovery of(Backlog series) {
        return Recovery.of(series, 10 * SECOND, 20 * SECOND, SECOND, 0.95);
    }

    @Test
    void itIsOverWhenTheBacklogIsBackAndStays() {
        Recovery recovery = of(disturbed(60));

        assertThat(recovery).isInstanceOfSatisfying(Recovered.class, recovered -> {
            assertThat(recovered.atLeast()).isEqualTo(Duration.ofMillis(19_800));
            assertThat(recovered.atMost()).isEqualTo(Duration.ofSeconds(20));
        });
        assertThat(recovery.baseline().median()).isEqualTo(100);
        assertThat(recovery.baseline().spread()).isZero();
        assertThat(recovery.peak()).isEqualTo(new Sample(20 * SECOND, 1_100));
        assertThat(recovery.drain()).hasValueSatisfying(drain -> {
            assertThat(drain.perSecond()).isCloseTo(50, within(0.01));
            assertThat(drain.lower()).isLessThanOrEqualTo(drain.perSecond());
            assertThat(drain.upper()).isGreaterThanOrEqualTo(drain.perSecond());
        });
    }

    @Test
    void itIsNotOverWhileTheBacklogIsAbove() {
        assertThat(of(disturbed(30))).isInstanceOfSatisfying(NotRecovered.class, not -> {
            assertThat(not.within()).isEqualTo(Duration.ofMillis(9_800));
            assertThat(not.left()).isEqualTo(610);
            assertThat(not.drain()).isPresent();
        });
    }

    @Test
    void aBacklogThatIsBackForAMomentIsNotBack() {
        assertThat(of(disturbed(42))).isInstanceOf(NotRecovered.class);
        assertThat(of(disturbed(44))).isInstanceOf(Recovered.class);
    }

    @Test
    void aDipBelowTheBaselineIsNoRecovery() {
        Backlog dipped = new Backlog(disturbed(60).samples().stream()
                .map(sample -> sample.atMicros() == 25 * SECOND ? new Sample(25 * SECOND, 90) : sample)
                .toList());

        assertThat(of(dipped)).isInstanceOfSatisfying(Recovered.class, recovered -> assertThat(recovered.atMost())
                .isEqualTo(Duration.ofSeconds(20)));
    }

    @Test
    void whatDisturbedNothingTookNoTime() {
        Backlog calm = new Backlog(disturbed(60).samples().stream()
                .map(sample -> new Sample(sample.atMicros(), 100))
                .toList());

        assertThat(of(calm)).isInstanceOfSatisfying(Recovered.class, recovered -> {
            assertThat(recovered.atLeast()).isZero();
            assertThat(recovered.atMost()).isZero();
            assertThat(recovered.drain()).isEqualTo(Optional.empty());
        });
    }

    @Test
    void aSeriesWithoutABaselineOrAnEndIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Recovery.of(disturbed(60), 3 * SECOND, 20 * SECOND, SECOND, 0.95))
                .withMessageContaining("at least 5 polls of 1.0 s before the disturbance");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> of(disturbed(20)))
                .withMessageContaining("was not sampled after the disturbance's end at 20000000 µs");
    }

    /** While nothing is polled for P seconds, rate · P records gather, and are worked off by what capacity is left. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aPausedMappingIsRecoveredFromInTheTimeThatArithmeticSays(double tablePoll) {
        PipelineParameters parameters = PipelineParameters.limitedByFunction().withTablePoll(tablePoll);
        for (int seed = 1; seed <= 20; seed++) {
            double rate = (0.5 + 0.01 * seed) * parameters.limit();
            double pause = 60;
            double truth = rate * pause / (parameters.limit() - rate);
            ModelPipeline pipeline = new ModelPipeline(parameters, seed);
            pipeline.run(30, rate);
            pipeline.pauseMapping(pause);
            pipeline.run(pause + 2 * truth + 10, rate);

            assertRecovers(pipeline, 30, 30 + pause, truth, parameters.limit() - rate);
        }
    }

    /** In a burst of B seconds, what is above the capacity gathers. */
    @ParameterizedTest
    @ValueSource(doubles = {0, 1})
    void aBurstIsRecoveredFromInTheTimeThatArithmeticSays(double tablePoll) {
        PipelineParameters parameters = PipelineParameters.limitedByInsertRate().withTablePoll(tablePoll);
        for (int seed = 1; seed <= 20; seed++) {
            double rate = (0.5 + 0.01 * seed) * parameters.limit();
            double truth = 20 * 0.6 * parameters.limit() / (parameters.limit() - rate);
            ModelPipeline pipeline = new ModelPipeline(parameters, seed);
            pipeline.run(30, rate);
            pipeline.run(20, 1.6 * parameters.limit());
            pipeline.run(2 * truth + 10, rate);

            assertRecovers(pipeline, 30, 50, truth, parameters.limit() - rate);
        }
    }

    private static void assertRecovers(
            ModelPipeline pipeline, double disturbed, double over, double truth, double drain) {
        Backlog series = VirtualLoad.backlog(pipeline.samples())
                .between(VirtualLoad.micros(10), VirtualLoad.micros(pipeline.now()));
        Recovery recovery = Recovery.of(series, VirtualLoad.micros(disturbed), VirtualLoad.micros(over), SECOND, 0.95);

        assertThat(recovery).isInstanceOfSatisfying(Recovered.class, recovered -> {
            double middle = (recovered.atLeast().toMillis() + recovered.atMost().toMillis()) / 2e3;
            assertThat(middle).isBetween(0.9 * truth, 1.1 * truth);
            assertThat(recovered.drain().orElseThrow().perSecond()).isCloseTo(drain, within(0.1 * drain));
        });
    }
}
