package io.plumbline.result;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a run found out that does not only load the pipeline.
 *
 * @param capacity null where none was searched
 * @param recovery null where nothing was disturbed
 */
public record Experiment(@Nullable CapacityFigures capacity, @Nullable RecoveryFigures recovery) {

    /** Why the run answers nothing, a sentence each; empty where it does. */
    public List<String> failures() {
        List<String> failures = new ArrayList<>();
        if (capacity != null && !capacity.isKnown()) {
            failures.add(capacity.sentence());
        }
        if (recovery != null && !recovery.isKnown()) {
            failures.add(recovery.sentence());
        }
        return failures;
    }
}
