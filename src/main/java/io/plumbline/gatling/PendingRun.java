package io.plumbline.gatling;

import io.plumbline.run.Run;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Need;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A run that starts once all its actions have said what they need of the pipeline: when the last accounting is built,
 * and where there is none with the first user. Thread-safe.
 */
final class PendingRun {

    private final BiFunction<Set<Need>, Schedule, Run> starter;
    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private Schedule schedule = Schedule.notKnown("accounted(…) is missing");
    private @Nullable Run started;

    /** @param starter may throw {@link io.plumbline.run.StartFailure} */
    PendingRun(BiFunction<Set<Need>, Schedule, Run> starter) {
        this.starter = starter;
    }

    /** An action of a load needs this; the process ends where the run has started without it. */
    synchronized void need(Need... some) {
        List<Need> more = Arrays.asList(some);
        if (started != null && !needs.containsAll(more)) {
            throw Halt.because(List.of("a load outside of accounted(…) needs more of the pipeline than those in it: put"
                    + " every load into one accounted(…)"));
        }
        needs.addAll(more);
    }

    /** A load of the run's follows this schedule; to be told before it starts. */
    synchronized void follow(Schedule loads) {
        schedule = loads;
    }

    /** Started by the first who asks; where it does not start the process ends. */
    synchronized Run started() {
        if (started == null) {
            started = Halt.unlessItStarts(() -> starter.apply(EnumSet.copyOf(needs), schedule));
        }
        return started;
    }
}
