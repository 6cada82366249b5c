package io.plumbline.gatling;

import io.plumbline.run.Run;
import io.plumbline.settings.Need;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A run that starts once all its actions have said what they need of the pipeline: when the last accounting is built,
 * and where there is none with the first user. Thread-safe.
 */
final class PendingRun {

    private final Function<Set<Need>, Run> starter;
    private final Set<Need> needs = EnumSet.noneOf(Need.class);
    private @Nullable Run started;

    /** @param starter may throw {@link io.plumbline.run.StartFailure} */
    PendingRun(Function<Set<Need>, Run> starter) {
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

    /** Started by the first who asks; where it does not start the process ends. */
    synchronized Run started() {
        if (started == null) {
            started = Halt.unlessItStarts(() -> starter.apply(EnumSet.copyOf(needs)));
        }
        return started;
    }
}
