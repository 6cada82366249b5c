package io.plumbline.result;

import io.plumbline.result.Distribution.Side;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Collects the end-to-end latency of each record as an interval with a point in it, and what is left of those that did
 * not arrive:
 *
 * <pre>
 *              lower      point      upper
 * arrived      its own    its own    its own
 * lost         beyond     beyond     beyond
 * ambiguous    absent     absent     beyond     (not arrived: lost, or never accepted)
 * unresolved   zero       beyond     beyond     (acknowledged, and nobody could look)
 * </pre>
 *
 * Every figure is rounded outward. Not thread-safe.
 */
public final class EndToEndRecorder {

    private final Distribution lower = new Distribution();
    private final Distribution point = new Distribution();
    private final Distribution upper = new Distribution();

    /**
     * Microseconds from sent to visible; what clocks that disagree put before the sending is taken as zero.
     *
     * @throws IllegalArgumentException unless lower ≤ point ≤ upper
     */
    public void arrived(long lowerMicros, long pointMicros, long upperMicros) {
        if (lowerMicros > pointMicros || pointMicros > upperMicros) {
            throw new IllegalArgumentException("Not in order, in microseconds: lower " + lowerMicros + ", point "
                    + pointMicros + ", upper " + upperMicros);
        }
        lower.add(Math.max(0, lowerMicros));
        point.add(Math.max(0, pointMicros));
        upper.add(Math.max(0, upperMicros));
    }

    public void lost() {
        lower.addBeyond();
        point.addBeyond();
        upper.addBeyond();
    }

    /** One that may have been accepted and was not found. */
    public void ambiguous() {
        upper.addBeyond();
    }

    public void unresolved() {
        lower.add(0);
        point.addBeyond();
        upper.addBeyond();
    }

    /** The 95th percentile of the points in milliseconds; empty where it lies beyond every value. */
    public OptionalDouble p95() {
        OptionalLong micros = point.percentile(95, Side.MIDDLE);
        return micros.isPresent() ? OptionalDouble.of(micros.getAsLong() / 1000.0) : OptionalDouble.empty();
    }

    /** @param estimator how the points were made */
    public Latencies latencies(String estimator) {
        return spread().latencies(estimator);
    }

    /**
     * The same bounds around points that were estimated otherwise.
     *
     * @param estimator how the points were made
     */
    public Latencies latencies(String estimator, IntervalEstimator.Estimate points) {
        Latencies own = latencies(estimator);
        OptionalDouble mean = points.mean();
        return new Latencies(
                own.count(),
                own.min(),
                mean.isPresent() ? around(own.mean(), mean.getAsDouble() / 1000) : own.mean(),
                around(own.p50(), millis(points.percentile(50))),
                around(own.p95(), millis(points.percentile(95))),
                around(own.p99(), millis(points.percentile(99))),
                own.max(),
                estimator);
    }

    /** What the figures are read from. */
    public Spread spread() {
        return new Spread(lower, point, upper);
    }

    /** The same bounds around points that were estimated otherwise. */
    public Spread spread(IntervalEstimator.Estimate points) {
        return new Spread(lower, points.distribution(), upper);
    }

    /** An estimate is rounded to a grid, so it may lie a little outside of bounds that are narrower than that. */
    private static Bounded around(Bounded bounds, @Nullable Double point) {
        if (point == null || bounds.lower() == null) {
            return new Bounded(bounds.lower(), point, bounds.upper());
        }
        double least = Math.max(bounds.lower(), point);
        return new Bounded(
                bounds.lower(), bounds.upper() == null ? least : Math.min(bounds.upper(), least), bounds.upper());
    }

    static @Nullable Double millis(OptionalLong micros) {
        return micros.isPresent() ? micros.getAsLong() / 1000.0 : null;
    }
}
