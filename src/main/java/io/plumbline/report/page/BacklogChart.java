package io.plumbline.report.page;

import io.plumbline.report.page.Svg.Path;
import io.plumbline.result.BacklogSeries;
import java.time.Instant;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/**
 * A backlog over time.
 *
 * @param spans of time that are shaded
 * @param levels that it is held against
 * @param marks on it
 */
record BacklogChart(
        BacklogSeries backlog, Period period, List<Span> spans, List<Level> levels, List<Mark> marks, int height)
        implements Chart {

    /** Of time; those of one name have one style. */
    record Span(String name, String style, Instant from, Instant to) {}

    record Level(String name, String style, double value) {}

    record Mark(String name, String style, String sign, Instant at, double value) {}

    @Override
    public Svg drawn(Width width) {
        Legend legend = new Legend(width.pixels).add("backlog: sent and not visible yet", "backlog");
        spans.stream().limit(1).forEach(span -> legend.area(span.name, "shade " + span.style));
        levels.forEach(level -> legend.add(level.name, "level " + level.style));
        marks.forEach(mark -> legend.sign(mark.name, mark.style, mark.sign));
        Plot plot = frame().plot(width, legend);
        spans.forEach(span -> plot.shade(span.style, period.at(span.from), period.at(span.to)));
        levels.forEach(level -> plot.level(level.style, level.value));
        line(plot);
        marks.forEach(mark -> plot.sign(mark.style, period.at(mark.at), mark.value, mark.sign));
        return plot.svg();
    }

    private Frame frame() {
        String about = "over " + Clock.shown(period.seconds()) + ", at the most " + Labels.count(largest());
        return new Frame("Backlog in records", about, period.seconds(), largest(), Labels::count, height);
    }

    private double largest() {
        return DoubleStream.concat(
                        backlog.samples().stream().mapToDouble(Long::doubleValue),
                        DoubleStream.concat(
                                levels.stream().mapToDouble(Level::value),
                                marks.stream().mapToDouble(Mark::value)))
                .max()
                .orElse(0);
    }

    /** A pixel has room for the largest and the least of its samples. */
    private void line(Plot plot) {
        Instant start = backlog.start();
        List<Long> samples = backlog.samples();
        if (start == null || samples.isEmpty()) {
            return;
        }
        int together = (int) Math.ceil(samples.size() / (plot.right() - plot.left()));
        Path line = new Path();
        for (int first = 0; first < samples.size(); first += together) {
            List<Long> some = samples.subList(first, Math.min(samples.size(), first + together));
            double x = plot.time().of(period.at(start) + (first + (some.size() - 1) / 2.0) * backlog.sampleSeconds());
            double top = plot.values().of(values(some).max().orElse(0));
            double bottom = plot.values().of(values(some).min().orElse(0));
            if (line.isEmpty()) {
                line.move(x, top);
            }
            line.line(x, top);
            if (bottom > top) {
                line.line(x, bottom);
            }
        }
        plot.svg().path("line thin backlog", line);
    }

    private static LongStream values(List<Long> samples) {
        return samples.stream().mapToLong(Long::longValue);
    }
}
