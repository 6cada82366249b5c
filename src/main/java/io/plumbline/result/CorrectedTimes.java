package io.plumbline.result;

import io.plumbline.result.ClockCorrection.Corrected;
import io.plumbline.result.Distribution.Side;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.util.stream.Stream;

/** The figures of a stage whose times are known as intervals, with one bound that holds for all. In microseconds. */
final class CorrectedTimes {

    private static final Corrected HIGHEST = new Corrected(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE);
    private static final Corrected LOWEST = new Corrected(0, 0, 0);

    private final Distribution lower = new Distribution();
    private final Distribution point = new Distribution();
    private final Distribution upper = new Distribution();
    private Corrected least = HIGHEST;
    private Corrected greatest = LOWEST;
    private long negative;

    void add(StageWindow window, ClockCorrection correction) {
        window.forEach((from, to, count) -> add(correction.correct(from, to), count));
        Corrected shortest = correction.correct(window.shortest(), window.shortest());
        least = new Corrected(
                Math.min(least.lower(), shortest.lower()),
                Math.min(least.point(), shortest.point()),
                Math.min(least.upper(), shortest.upper()));
        Corrected longest = correction.correct(window.longest(), window.longest());
        greatest = new Corrected(
                Math.max(greatest.lower(), longest.lower()),
                Math.max(greatest.point(), longest.point()),
                Math.max(greatest.upper(), longest.upper()));
    }

    private void add(Corrected times, long count) {
        if (times.point() < 0) {
            negative += count;
        }
        lower.add(down(times.lower()), count);
        point.add(near(times.point()), count);
        upper.add(up(times.upper()), count);
    }

    Distribution distribution() {
        return point;
    }

    /** @param boundMicros what adds to the bound */
    Stage stage(String name, long boundMicros) {
        long count = point.count();
        if (count == 0) {
            return new Stage(name, new Summary(0, null, null, null, null, null, null), boundMicros / 1000.0, 0, true);
        }
        Figure min = new Figure(down(least.lower()), near(least.point()), up(least.upper()));
        Figure mean = mean(count);
        Figure p50 = percentile(50);
        Figure p95 = percentile(95);
        Figure p99 = percentile(99);
        Figure max = new Figure(down(greatest.lower()), near(greatest.point()), up(greatest.upper()));
        long bound = Stream.of(min, mean, p50, p95, p99, max)
                .mapToLong(Figure::bound)
                .max()
                .orElseThrow();
        Summary summary =
                new Summary(count, min.millis(), mean.millis(), p50.millis(), p95.millis(), p99.millis(), max.millis());
        return new Stage(
                name, summary, (bound + boundMicros) / 1000.0, negative, StageRecorder.credible(negative, count));
    }

    private Figure mean(long count) {
        return new Figure(
                Math.floorDiv(lower.sum(), count),
                near((double) point.sum() / count),
                Math.floorDiv(upper.sum() + count - 1, count));
    }

    private Figure percentile(int percent) {
        return new Figure(
                lower.percentile(percent, Side.LOWER).orElseThrow(),
                point.percentile(percent, Side.MIDDLE).orElseThrow(),
                upper.percentile(percent, Side.UPPER).orElseThrow());
    }

    private record Figure(long lower, long point, long upper) {
        long bound() {
            return Math.max(point - lower, upper - point);
        }

        double millis() {
            return point / 1000.0;
        }
    }

    private static long down(double micros) {
        return (long) Math.floor(Math.max(0, micros));
    }

    private static long near(double micros) {
        return Math.round(Math.max(0, micros));
    }

    private static long up(double micros) {
        return (long) Math.ceil(Math.max(0, micros));
    }
}
