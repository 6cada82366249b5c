package io.plumbline.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RecoveryFigures.Disturbance;
import io.plumbline.settings.Settings;
import io.plumbline.steering.SimulatedPipeline.Parameters;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Disturbances of a simulated pipeline; how long it takes to get over them follows by arithmetic. */
class RecoveryLoadTest {

    private static final int SEEDS = 20;
    private static final double WITHIN = 0.1;
    private static final double STEADY = 400;
    private static final double PEAK = 1_600;
    private static final Duration DELAY = Duration.ofMillis(500);

    private static final Settings SETTINGS = TestSettings.forPipeline(
                    URI.create("http://127.0.0.1:1"), URI.create("http://127.0.0.1:1"))
            .settings();

    private static RecoveryFigures recovered(Settings.Recovery wanted, Parameters parameters, long seed) {
        SimulatedPipeline pipeline = new SimulatedPipeline(parameters, seed);
        boolean pauses = wanted.disturbance() == Settings.Recovery.Disturbance.PAUSE;
        RecoveryLoad load = new RecoveryLoad(
                wanted,
                new RecoveryLoad.Rates(STEADY, PEAK, 1),
                pauses ? Optional.of(pipeline.pause(DELAY)) : Optional.empty(),
                Duration.ofSeconds(1),
                pipeline.startMicros());
        pipeline.run(load, Duration.ofMinutes(10));
        load.close();
        return load.recovery().orElseThrow();
    }

    private static Settings.Recovery wanted(Settings.Recovery.Disturbance disturbance, int seconds) {
        return new Settings.Recovery(
                disturbance,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(seconds),
                Duration.ofMinutes(5));
    }

    @Test
    void aBurstIsGotOverInTheTimeThatArithmeticSays() {
        double capacity = Parameters.FUNCTION.limit();
        double excess = (PEAK - capacity) * 20;
        double truth = excess / (capacity - STEADY);
        for (int seed = 1; seed <= SEEDS; seed++) {
            RecoveryFigures found =
                    recovered(wanted(Settings.Recovery.Disturbance.BURST, 20), Parameters.FUNCTION, seed);

            assertThat(found.disturbance()).isEqualTo(Disturbance.BURST);
            assertThat(Duration.between(found.from(), found.to())).isEqualTo(Duration.ofSeconds(20));
            assertThat((double) found.peak()).isBetween((1 - WITHIN) * excess, (1 + WITHIN) * excess + STEADY);
            assertThat(found.drainRate().point()).isBetween((1 - WITHIN) * 400, (1 + WITHIN) * 400);
            assertThat(found.atLeast()).isGreaterThanOrEqualTo((1 - WITHIN) * truth);
            assertThat(found.atMost()).isLessThanOrEqualTo((1 + WITHIN) * truth);
            assertThat(found.left()).isNull();
        }
    }

    @Test
    void aPauseIsGotOverInTheTimeThatArithmeticSays() {
        double capacity = Parameters.FUNCTION.limit();
        double paused = 30 + 2 * DELAY.toMillis() / 1e3;
        // What was read when it began to be paused was gone; so the records of the pause are what has to be made up
        // for.
        double truth = STEADY * paused / (capacity - STEADY);
        for (int seed = 1; seed <= SEEDS; seed++) {
            RecoveryFigures found =
                    recovered(wanted(Settings.Recovery.Disturbance.PAUSE, 30), Parameters.FUNCTION, seed);

            assertThat(found.disturbance()).isEqualTo(Disturbance.PAUSE);
            assertThat((double) found.peak())
                    .isBetween((1 - WITHIN) * STEADY * paused, (1 + WITHIN) * STEADY * (paused + 1));
            assertThat(found.atLeast()).isGreaterThanOrEqualTo((1 - WITHIN) * truth);
            assertThat(found.atMost()).isLessThanOrEqualTo((1 + WITHIN) * truth + 3 * DELAY.toMillis() / 1e3);
        }
    }

    @Test
    void whatIsNotBackIsSaidNotToBe() {
        Settings.Recovery impatient = new Settings.Recovery(
                Settings.Recovery.Disturbance.BURST,
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(20),
                Duration.ofSeconds(10));

        RecoveryFigures found = recovered(impatient, Parameters.FUNCTION, 1);

        assertThat(found.atLeast()).isNull();
        assertThat(found.atMost()).isNull();
        assertThat(found.left()).isNotNull().isGreaterThan(8_000);
        assertThat(found.sentence()).contains(" was not back at its baseline ").endsWith(" were still on their way");
    }

    @Test
    void aPauseThatFailsEndsTheLoadAndSaysWhy() {
        Pause failing = new FailingPause("mapping m is Disabled");
        RecoveryLoad load = new RecoveryLoad(
                wanted(Settings.Recovery.Disturbance.PAUSE, 30),
                new RecoveryLoad.Rates(STEADY, PEAK, 1),
                Optional.of(failing),
                Duration.ofSeconds(1),
                0);
        SimulatedPipeline pipeline = new SimulatedPipeline(Parameters.FUNCTION, 1);

        pipeline.run(load, Duration.ofMinutes(2));

        RecoveryFigures found = load.recovery().orElseThrow();
        assertThat(found.sentence()).isEqualTo("the recovery is not known: mapping m is Disabled");
        assertThat(found.peak()).isNull();
    }

    @Test
    void afterTheRunNothingIsDisturbed() {
        RecoveryLoad load = new RecoveryLoad(
                SETTINGS.recovery(),
                new RecoveryLoad.Rates(STEADY, PEAK, 1),
                Optional.empty(),
                Duration.ofSeconds(1),
                0);
        assertThat(load.orders(0, 1_000_000)).isEqualTo(new Orders.Steady(STEADY));

        load.close();

        assertThat(load.orders(1_000_000, 2_000_000)).isEqualTo(new Orders.Over());
    }

    @Test
    void aRunThatEndsBeforeSaysThatNothingIsKnown() {
        RecoveryLoad load = new RecoveryLoad(
                SETTINGS.recovery(),
                new RecoveryLoad.Rates(STEADY, PEAK, 1),
                Optional.empty(),
                Duration.ofSeconds(1),
                0);

        assertThat(load.recovery().orElseThrow().sentence())
                .isEqualTo("the recovery is not known: the run ended before it could be told");
        assertThat(load.standing()).isEqualTo("baseline");
    }

    /** Cannot be begun. */
    private record FailingPause(String why) implements Pause {

        @Override
        public void begin() {}

        @Override
        public void end() {}

        @Override
        public Optional<Change> begun() {
            return Optional.empty();
        }

        @Override
        public Optional<Change> ended() {
            return Optional.empty();
        }

        @Override
        public Optional<String> failure() {
            return Optional.of(why);
        }

        @Override
        public void close() {}
    }
}
