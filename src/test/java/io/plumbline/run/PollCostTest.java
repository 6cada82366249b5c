package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import io.plumbline.result.RunRecord;
import java.time.Duration;
import java.util.Random;
import java.util.function.UnaryOperator;
import local.DirectPath;
import local.DirectPath.ClockError;
import org.junit.jupiter.api.Test;

/** What polls ask of the table does not grow with the load, and they read each row about once. */
class PollCostTest {

    /** Long enough for a wide sweep. */
    private static final int SECONDS = 40;

    private static final int SEED = 7;
    private static final ClockError RIGHT = new ClockError(0, 0);

    @Test
    void aHundredTimesTheLoadTakesAsManyQueriesAndFewRowsARecord() {
        RunRecord slow = run(50);
        RunRecord fast = run(5_000);

        assertThat((double) fast.polling().rows() / fast.counts().intended())
                .as("rows returned per record: %s", fast.polling())
                .isBetween(1.0, 2.5);
        assertThat(fast.polling().queries())
                .as("%s at 50/s, %s at 5,000/s", slow.polling(), fast.polling())
                .isCloseTo(slow.polling().queries(), withinPercentage(10));
    }

    private static RunRecord run(int rate) {
        Random random = new Random(SEED);
        RunRecord run = new VirtualRun(
                        world -> new DirectPath(
                                world,
                                SEED,
                                () -> Duration.ofMillis((long) (400 * Math.exp(0.5 * random.nextGaussian()))),
                                "200ms..1200ms",
                                RIGHT,
                                RIGHT,
                                RIGHT),
                        SEED,
                        UnaryOperator.identity())
                .run(rate * SECONDS, Duration.ofSeconds(SECONDS))
                .run();
        assertThat(run.counts().onTime()).isEqualTo((long) rate * SECONDS);
        assertThat(run.polling().failed()).isZero();
        return run;
    }
}
