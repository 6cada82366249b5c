package io.plumbline.result;

import static io.plumbline.result.EndToEndRecorder.millis;

import io.plumbline.result.Distribution.Side;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import java.util.Collection;
import java.util.OptionalLong;

/** Latencies that are known to lie between bounds: how the lower ends, the points and the upper ends are distributed. */
public record Spread(Distribution lower, Distribution point, Distribution upper) {

    /** Of several, as if all had been one. */
    static Spread sum(Collection<Spread> some) {
        return new Spread(
                Distribution.sum(some.stream().map(Spread::lower).toList()),
                Distribution.sum(some.stream().map(Spread::point).toList()),
                Distribution.sum(some.stream().map(Spread::upper).toList()));
    }

    /**
     * Their figures, rounded outward.
     *
     * @param estimator how the points were made
     */
    Latencies latencies(String estimator) {
        return new Latencies(
                point.count(),
                bounded(lower.min(), point.min(), upper.min()),
                mean(),
                percentile(50),
                percentile(95),
                percentile(99),
                bounded(lower.max(), point.max(), upper.max()),
                estimator);
    }

    private Bounded percentile(int percent) {
        return bounded(
                lower.percentile(percent, Side.LOWER),
                point.percentile(percent, Side.MIDDLE),
                upper.percentile(percent, Side.UPPER));
    }

    /** Of those that arrived: what may have arrived and was not looked for has a lower end of zero, and no point. */
    private Bounded mean() {
        long arrived = point.count() - point.beyond();
        if (arrived == 0) {
            return Bounded.NOTHING;
        }
        return new Bounded(
                Math.floorDiv(lower.sum(), arrived) / 1000.0,
                Math.round((double) point.sum() / arrived) / 1000.0,
                Math.floorDiv(upper.sum() + arrived - 1, arrived) / 1000.0);
    }

    private static Bounded bounded(OptionalLong lower, OptionalLong point, OptionalLong upper) {
        return new Bounded(millis(lower), millis(point), millis(upper));
    }
}
