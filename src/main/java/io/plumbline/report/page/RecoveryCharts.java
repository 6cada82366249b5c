package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.plumbline.report.page.BacklogChart.Level;
import io.plumbline.report.page.BacklogChart.Mark;
import io.plumbline.report.page.BacklogChart.Span;
import io.plumbline.result.RecoveryFigures;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The picture of a backlog that a disturbance piled up. */
public final class RecoveryCharts {

    private static final int HEIGHT = 150;

    private final RecoveryFigures recovery;
    private final Optional<Period> period;

    RecoveryCharts(RecoveryFigures recovery) {
        this.recovery = recovery;
        this.period =
                Period.of(recovery.backlog(), Stream.of(recovery.from(), recovery.to(), recovery.peakAt(), backAt()));
    }

    /** Whether there is anything to draw. */
    public boolean overTime() {
        return period.isPresent() && !recovery.backlog().samples().isEmpty();
    }

    public SafeString backlog() {
        return new BacklogChart(recovery.backlog(), period.orElseThrow(), spans(), levels(), marks(), HEIGHT).svg();
    }

    private List<Span> spans() {
        Instant from = recovery.from();
        Instant to = recovery.to();
        return from == null || to == null
                ? List.of()
                : List.of(new Span(recovery.disturbance().words(), "disturbance", from, to));
    }

    private List<Level> levels() {
        List<Level> levels = new ArrayList<>();
        Double baseline = recovery.baseline();
        if (baseline != null) {
            levels.add(new Level("baseline", "baseline", baseline));
        }
        Double back = recovery.back();
        if (back != null) {
            levels.add(new Level("counts as back", "back", back));
        }
        return levels;
    }

    private List<Mark> marks() {
        List<Mark> marks = new ArrayList<>();
        Long peak = recovery.peak();
        Instant peakAt = recovery.peakAt();
        if (peak != null && peakAt != null) {
            marks.add(new Mark("peak", "peak", "▼", peakAt, peak));
        }
        Double back = recovery.back();
        Instant backAt = backAt();
        if (back != null && backAt != null) {
            marks.add(new Mark("back", "back", "▼", backAt, back));
        }
        return marks;
    }

    private @Nullable Instant backAt() {
        Instant to = recovery.to();
        Double atMost = recovery.atMost();
        return to == null || atMost == null ? null : to.plusMillis((long) (1000 * atMost));
    }
}
