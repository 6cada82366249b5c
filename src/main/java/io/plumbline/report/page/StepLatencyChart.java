package io.plumbline.report.page;

import io.plumbline.result.CapacityFigures.Step;
import io.plumbline.result.RunRecord.Bounded;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The 95th percentile of each of a search's steps within its bounds; up to the top where it is beyond every value. */
record StepLatencyChart(List<Step> steps, Period period) implements Chart {

    private static final int HEIGHT = 88;

    @Override
    public Svg drawn(Width width) {
        Legend legend = new Legend(width.pixels).add("p95", "step-p95").area("between its bounds", "area step-p95");
        if (unbounded()) {
            legend.sign("without an upper bound", "step-p95", "↑");
        }
        Plot plot = frame().plot(width, legend);
        steps.forEach(step -> draw(plot, step));
        return plot.svg();
    }

    private Frame frame() {
        String about = "of each of " + steps.size() + " steps, at the most " + Labels.millis(largest());
        return new Frame("End to end p95 of each step", about, period.seconds(), largest(), Labels::millis, HEIGHT);
    }

    private void draw(Plot plot, Step step) {
        Bounded p95 = step.p95();
        Double lower = p95.lower();
        Double point = p95.point();
        if (lower == null && point == null) {
            return;
        }
        double left = plot.time().of(period.at(step.from()));
        double right = Math.max(left + 1, plot.time().of(period.at(step.to())));
        Double upper = p95.upper();
        double top = upper == null ? plot.top() : plot.values().of(upper);
        double bottom = plot.values().of(lower == null ? 0 : lower);
        plot.svg().rect("area step-p95", left, top, right - left, Math.max(1, bottom - top));
        if (point != null) {
            double y = plot.values().of(point);
            plot.svg().line("line step-p95", left, y, right, y);
        }
        if (upper == null) {
            plot.svg().text("sign step-p95", (left + right) / 2, plot.top() + 10, "↑");
        }
    }

    private boolean unbounded() {
        return steps.stream()
                .map(Step::p95)
                .anyMatch(p95 -> p95.upper() == null && (p95.lower() != null || p95.point() != null));
    }

    private double largest() {
        return steps.stream()
                .map(Step::p95)
                .<@Nullable Double>flatMap(p95 -> Stream.of(p95.lower(), p95.point(), p95.upper()))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }
}
