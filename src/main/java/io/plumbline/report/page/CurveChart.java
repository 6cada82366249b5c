package io.plumbline.report.page;

import io.plumbline.report.page.Svg.Path;
import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Point;
import io.plumbline.result.Figures;
import java.util.List;
import java.util.Objects;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Percentiles of one latency within their bounds; the nearer to 100, the wider the axis, so that tails are seen. */
record CurveChart(Curve curve) implements Chart {

    private static final int LEFT = 52;
    private static final int RIGHT = 22;
    private static final int TOP = 10;
    private static final int PLOT = 110;
    private static final int BELOW = 20;
    private static final int VALUE_TICKS = 3;
    private static final double[] PERCENTS = {50, 90, 99, 99.9, 99.99};

    /** As far as the axis goes: 100 itself would lie at infinity. */
    private static final double LAST = 99.995;

    @Override
    public Svg drawn(Width width) {
        int bottom = TOP + PLOT;
        Svg svg = new Svg(
                "chart " + width.style,
                width.pixels,
                bottom + BELOW,
                curve.name() + ", percentiles in milliseconds",
                "from the smallest to " + Figures.duration(largest()));
        Scale values = Scale.upTo(largest(), bottom, TOP, VALUE_TICKS);
        for (double tick : values.ticks(VALUE_TICKS)) {
            svg.line("grid", LEFT, values.of(tick), width.pixels - RIGHT, values.of(tick));
            svg.text("tick end", LEFT - 6, values.of(tick) + 4, Labels.millis(tick));
        }
        Scale across = new Scale(nines(furthest()), LEFT, width.pixels - RIGHT);
        for (double percent : PERCENTS) {
            if (percent <= furthest()) {
                svg.text("tick middle", across.of(nines(percent)), bottom + 15, Labels.percent(percent));
            }
        }
        svg.path("area e2e", band(values, across));
        svg.path("line e2e", line(values, across));
        return svg;
    }

    /** The last percentile before 100 that there is, at least the 90th. */
    private double furthest() {
        return curve.points().stream().mapToDouble(Point::percent).filter(percent -> percent <= LAST).max().stream()
                .map(percent -> Math.max(90, percent))
                .findFirst()
                .orElse(90);
    }

    private List<Point> points() {
        return curve.points().stream().filter(point -> point.percent() <= LAST).toList();
    }

    /** 0 at 0 %, 1 at 90 %, 2 at 99 %. */
    private static double nines(double percent) {
        return -Math.log10(1 - Math.min(LAST, percent) / 100);
    }

    private double largest() {
        return points().stream()
                .flatMap(point -> Stream.of(point.point(), point.upper()).filter(Objects::nonNull))
                .flatMapToDouble(DoubleStream::of)
                .max()
                .orElse(0);
    }

    private Path line(Scale values, Scale across) {
        Path line = new Path();
        for (Point point : points()) {
            Double value = point.point();
            if (value != null) {
                double x = across.of(nines(point.percent()));
                if (line.isEmpty()) {
                    line.move(x, values.of(value));
                }
                line.line(x, values.of(value));
            }
        }
        return line;
    }

    /** Up to the top where the upper bound lies beyond every value. */
    private Path band(Scale values, Scale across) {
        Path band = new Path();
        List<Point> points = points();
        for (int i = 0; i < points.size(); i++) {
            double x = across.of(nines(points.get(i).percent()));
            double y = values.of(orMost(points.get(i).upper(), values));
            if (i == 0) {
                band.move(x, y);
            }
            band.line(x, y);
        }
        for (int i = points.size() - 1; i >= 0; i--) {
            band.line(
                    across.of(nines(points.get(i).percent())),
                    values.of(orMost(points.get(i).lower(), values)));
        }
        return band.isEmpty() ? band : band.close();
    }

    private static double orMost(@Nullable Double value, Scale values) {
        return value == null ? values.most() : value;
    }
}
