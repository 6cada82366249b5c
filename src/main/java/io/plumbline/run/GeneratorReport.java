package io.plumbline.run;

import io.plumbline.result.Generator;
import io.plumbline.result.Generator.LittlesLaw;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.settings.Settings;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What is known of the generator at the end.
 *
 * @param broken why the run is INVALID for the generator's sake, a sentence each
 */
record GeneratorReport(Generator figures, List<String> broken) {

    private static final int RECORDS_FOR_LITTLE = 100;
    private static final double SECONDS_FOR_LITTLE = 10;

    /**
     * What of it the run has seen, beside the generator itself.
     *
     * @param stepByStep whether the generator was judged in each step of the load, so that it is not as a whole
     */
    record Seen(Counts counts, Latencies endToEnd, Latencies fromPlan, boolean interrupted, boolean stepByStep) {

        /** Why Little's law was not checked; null where it can be. */
        private @Nullable String untold(double seconds) {
            if (interrupted) {
                return "the run was interrupted";
            }
            if (counts.onTime() + counts.late() < counts.intended()
                    || endToEnd.mean().upper() == null) {
                return "it is checked only where every record arrived: nobody knows how long the others were in flight";
            }
            return counts.intended() < RECORDS_FOR_LITTLE || seconds < SECONDS_FOR_LITTLE
                    ? "it is checked from 100 records and 10 s on"
                    : null;
        }
    }

    static GeneratorReport of(GeneratorHealth health, Schedule schedule, Settings.Generator limits, Seen seen) {
        Map<String, String> notKnown = new LinkedHashMap<>();
        schedule.whyNotKnown().ifPresent(why -> {
            for (String figure : List.of("plannedRate", "achievedRate", "scheduleLag", "intendedLatency")) {
                notKnown.put(figure, why);
            }
        });
        String untold = seen.untold(health.seconds());
        LittlesLaw littlesLaw = new LittlesLaw(null, null, null);
        if (untold == null) {
            Double mean = seen.endToEnd().mean().upper();
            littlesLaw = health.littlesLaw(
                    seen.counts().intended(), mean == null ? OptionalDouble.empty() : OptionalDouble.of(mean));
        } else {
            notKnown.put("littlesLaw", untold);
        }
        Generator figures = new Generator(
                true,
                health.lateness(),
                health.gc(),
                health.cpu(),
                health.acquireFailures(),
                orNull(schedule.plannedRate()),
                orNull(schedule.achievedRate()),
                schedule.lag(),
                seen.fromPlan(),
                littlesLaw,
                notKnown);
        List<String> broken = seen.stepByStep
                ? List.of()
                : new GeneratorLimits(limits).broken(figures, health.loadSeconds(), schedule.overrunMicros());
        return new GeneratorReport(broken.isEmpty() ? figures : figures.invalid(), broken);
    }

    private static @Nullable Double orNull(OptionalDouble value) {
        return value.isPresent() ? value.getAsDouble() : null;
    }
}
