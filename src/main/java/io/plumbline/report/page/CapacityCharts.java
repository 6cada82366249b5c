package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.plumbline.report.page.BacklogChart.Span;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.CapacityFigures.Step;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;

/** The pictures of a search, one above the other on one axis of time. */
public final class CapacityCharts {

    private static final int HEIGHT = 88;

    private final CapacityFigures search;
    private final Period period;

    CapacityCharts(CapacityFigures search) {
        this.search = search;
        this.period = Period.of(
                        search.backlog(),
                        search.steps().stream().flatMap(step -> Stream.of(step.from(), step.to(), step.drained())))
                .orElse(new Period(Instant.EPOCH, 1));
    }

    public SafeString staircase() {
        return new StaircaseChart(search, period).svg();
    }

    public SafeString backlog() {
        List<Span> steps = search.steps().stream()
                .map(step -> new Span("while a step is judged", "", step.from(), step.to()))
                .toList();
        return new BacklogChart(search.backlog(), period, steps, List.of(), List.of(), HEIGHT).svg();
    }

    public SafeString latency() {
        return new StepLatencyChart(search.steps(), period).svg();
    }

    /** When a step began, as the axis has it. */
    public String began(Step step) {
        return Clock.shown(period.at(step.from()));
    }

    public String sign(Step step) {
        return Steps.sign(step.result());
    }

    public String style(Step step) {
        return Steps.style(step.result());
    }
}
