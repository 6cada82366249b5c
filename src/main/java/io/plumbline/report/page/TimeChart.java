package io.plumbline.report.page;

import io.plumbline.report.page.Svg.Path;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import java.util.List;
import java.util.Objects;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Lines over a run's time, one value a slice.
 *
 * @param title what the values are, with their unit
 * @param labels of the values' axis
 */
record TimeChart(String title, Timeline timeline, List<Series> series, DoubleFunction<String> labels) implements Chart {

    private static final int HEIGHT = 88;

    /**
     * @param style of the line; never told by its colour alone, because each has its own dashes too
     * @param value of a slice; null where there is none: a gap
     * @param filled whether the space below it is
     */
    record Series(String name, String style, boolean filled, Function<Slice, @Nullable Double> value) {

        Series(String name, String style, Function<Slice, @Nullable Double> value) {
            this(name, style, false, value);
        }
    }

    @Override
    public Svg drawn(Width width) {
        Legend legend = new Legend(width.pixels);
        series.forEach(each -> legend.add(each.name, each.style));
        Plot plot = new Frame(title, about(), seconds(), largest(), labels, HEIGHT).plot(width, legend);
        series.forEach(each -> draw(plot.svg(), each, plot.values(), plot.time()));
        return plot.svg();
    }

    private String about() {
        String names = series.stream().map(Series::name).collect(Collectors.joining(", "));
        return names + " over " + Clock.shown(seconds()) + ", at the most " + labels.apply(largest());
    }

    private double seconds() {
        return timeline.slices().size() * timeline.sliceSeconds();
    }

    private double largest() {
        return series.stream()
                .flatMap(each -> timeline.slices().stream().map(each.value))
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    private void draw(Svg svg, Series line, Scale values, Scale time) {
        Path stroke = new Path();
        Path fill = new Path();
        double last = Double.NaN;
        for (int i = 0; i < timeline.slices().size(); i++) {
            Double value = line.value.apply(timeline.slices().get(i));
            double x = time.of((i + 0.5) * timeline.sliceSeconds());
            if (value == null) {
                close(fill, last, values);
                last = Double.NaN;
                continue;
            }
            double y = values.of(value);
            if (Double.isNaN(last)) {
                // A dot, so that a value between two gaps is seen, too.
                stroke.move(x - 0.5, y);
                fill.move(x, values.of(0));
            }
            stroke.line(x, y);
            fill.line(x, y);
            last = x;
        }
        close(fill, last, values);
        if (line.filled) {
            svg.path("area " + line.style, fill);
        }
        svg.path("line " + line.style, stroke);
    }

    private static void close(Path fill, double x, Scale values) {
        if (!Double.isNaN(x)) {
            fill.line(x, values.of(0)).close();
        }
    }
}
