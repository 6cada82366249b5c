package io.plumbline.steering;

import io.plumbline.capacity.Prediction;
import io.plumbline.capacity.SearchSettings;
import io.plumbline.capacity.StepJudge;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * How a search goes, as far as that is known before it.
 *
 * @param wanted by the settings
 * @param ceiling the highest rate that may be tried, in records a second
 * @param cycle how far apart the slowest polls on the records' way are
 */
public record SearchPlan(Settings.Capacity wanted, Setup setup, double ceiling, Duration cycle) {

    private static final double FACTOR = 1.5;
    private static final double PRECISION = 0.05;
    private static final int MOST_STEPS = 60;

    /** Half of what is predicted passes, unless the prediction is far off. */
    private static final double START = 0.5;

    /** Below this share of the start nothing is tried. */
    private static final double FLOOR = 0.01;

    Prediction prediction(int recordBytes, Canary canary) {
        Integer batch =
                setup.batchSize().isPresent() ? (Integer) setup.batchSize().getAsInt() : null;
        OptionalDouble millis = batch == null ? OptionalDouble.empty() : canary.batchMillis(batch);
        return Prediction.of(new Prediction.Setup(
                setup.shards(),
                Math.max(1, recordBytes),
                setup.parallelization().isPresent()
                        ? (Integer) setup.parallelization().getAsInt()
                        : null,
                batch,
                orNull(millis),
                null));
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? (Double) value.getAsDouble() : null;
    }

    /** @param knee that is predicted */
    SearchSettings search(double knee) {
        double start = Math.min(ceiling, wanted.start().orElse(START * knee));
        boolean quick = wanted.search() == Settings.Capacity.Search.QUICK;
        return new SearchSettings(
                start,
                FACTOR,
                FLOOR * start,
                ceiling,
                PRECISION,
                Duration.ofSeconds(quick ? 4 : 10),
                Duration.ofSeconds(quick ? 12 : 60),
                Duration.ofSeconds(quick ? 36 : 240),
                wanted.drain(),
                MOST_STEPS,
                wanted.maxTime());
    }

    StepJudge judge() {
        StepJudge judge = wanted.search() == Settings.Capacity.Search.QUICK ? StepJudge.QUICK : StepJudge.CAREFUL;
        return new StepJudge(
                judge.growthLimit(),
                judge.leastRate(),
                judge.confidence(),
                Math.max(judge.cycleMicros(), cycle.toNanos() / 1_000));
    }
}
