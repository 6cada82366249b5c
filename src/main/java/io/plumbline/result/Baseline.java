package io.plumbline.result;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An earlier run that this one is held against.
 *
 * @param runId the earlier run's
 * @param verdict the earlier run's
 * @param start when the earlier run began
 * @param figures side by side
 */
public record Baseline(String runId, Verdict verdict, Instant start, List<Figure> figures) {

    public Baseline {
        figures = List.copyOf(figures);
    }

    /**
     * A figure of both runs.
     *
     * @param name such as {@code End to end p95} or {@code Lambda p95}
     * @param change the share by which the point grew, 0.2 for a fifth; null where that cannot be told
     * @param told by bounds that do not overlap; says nothing of how much runs differ by chance
     */
    public record Figure(
            String name, Unit unit, Bounded before, Bounded now, @Nullable Double change, Difference told) {}

    /** How the later run's figure stands to the earlier one's. */
    public enum Difference {
        HIGHER,
        LOWER,
        NOT_TOLD_APART
    }
}
