package io.plumbline.report;

import io.plumbline.result.Figures;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** How a pipeline got over a disturbance: a sentence, and the figures of the backlog. */
final class RecoveryText {

    private RecoveryText() {}

    /** Nothing where it was not disturbed. */
    static List<String> of(RunRecord run) {
        RecoveryFigures recovery = run.recovery();
        if (recovery == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "recovery"));
        lines.addAll(CapacityText.sentence(recovery.sentence()));
        List<String> figures = new ArrayList<>();
        add(figures, "before ", recovery.baseline());
        add(figures, "back at ", recovery.back());
        Long peak = recovery.peak();
        if (peak != null) {
            figures.add("peak " + Figures.count(peak));
        }
        if (recovery.drainRate().point() != null) {
            figures.add("drained by " + Figures.rate(recovery.drainRate()) + " records/s");
        }
        if (!figures.isEmpty()) {
            lines.add("  backlog: " + String.join(", ", figures));
        }
        return lines;
    }

    private static void add(List<String> figures, String what, @Nullable Double records) {
        if (records != null) {
            figures.add(what + Figures.count(Math.round(records)));
        }
    }
}
