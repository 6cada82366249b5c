package io.plumbline.report.page;

import io.plumbline.result.CapacityFigures;
import io.plumbline.result.CapacityFigures.Result;
import io.plumbline.result.CapacityFigures.Step;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/** The rates that a search tried, and how each came out: by its colour, its dashes and its sign. */
record StaircaseChart(CapacityFigures search, Period period) implements Chart {

    private static final int HEIGHT = 150;

    @Override
    public Svg drawn(Width width) {
        Legend legend = new Legend(width.pixels);
        Arrays.stream(Result.values())
                .filter(result -> count(result) > 0)
                .forEach(result -> legend.add(Steps.sign(result) + " " + result.words(), Steps.style(result)));
        named(legend, "last pass", "last-pass", search.lastPass());
        named(legend, "first failure", "first-fail", search.firstFail());
        Frame frame = new Frame(
                "Rates tried, in records a second", about(), period.seconds(), largest(), Labels::count, HEIGHT);
        Plot plot = frame.plot(width, legend);
        level(plot, "last-pass", search.lastPass());
        level(plot, "first-fail", search.firstFail());
        search.steps().forEach(step -> draw(plot, step));
        Steps.numbers(plot, search.steps(), period);
        return plot.svg();
    }

    private static void named(Legend legend, String name, String style, @Nullable Double rate) {
        if (rate != null) {
            legend.add(name, style);
        }
    }

    private static void level(Plot plot, String style, @Nullable Double rate) {
        if (rate != null) {
            plot.level(style, rate);
        }
    }

    private void draw(Plot plot, Step step) {
        String style = Steps.style(step.result());
        double from = period.at(step.from());
        double to = period.at(step.to());
        double left = plot.time().of(from);
        double right = Math.max(left + 1, plot.time().of(to));
        double top = plot.values().of(step.rate());
        plot.svg().rect("area " + style, left, top, right - left, plot.bottom() - top);
        plot.svg().line("line " + style, left, top, right, top);
        plot.sign(style, (from + to) / 2, step.rate(), Steps.sign(step.result()));
    }

    private double largest() {
        return search.steps().stream().mapToDouble(Step::rate).max().orElse(0);
    }

    private long count(Result result) {
        return search.steps().stream().filter(step -> step.result() == result).count();
    }

    private String about() {
        String results = Arrays.stream(Result.values())
                .map(result -> count(result) + " " + result.words())
                .collect(Collectors.joining(", "));
        DoubleStream rates = search.steps().stream().mapToDouble(Step::rate);
        return search.steps().size() + " steps, from "
                + Labels.count(rates.min().orElse(0)) + " to " + Labels.count(largest()) + " records a second: "
                + results;
    }
}
