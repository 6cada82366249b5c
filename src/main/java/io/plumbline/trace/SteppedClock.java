package io.plumbline.trace;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A clock that does not run evenly: it was set during the run, or some stamps are not what they are said to be. The run
 * is cut into windows, each bounded by what was seen in it alone. A window that contradicts itself has no bounds. At any
 * time the offset is taken to be within the bounds of the window itself or of the nearest ones before and after it that
 * have any: a clock that was set inside a window, by too little to show, was right in one of those. This holds where the
 * clock was set seldom, not twice within three windows.
 */
public final class SteppedClock implements ClockOffset {

    private static final int WINDOWS = 64;

    private final long origin;
    private final long width;
    private final Range[] ranges = new Range[WINDOWS];

    SteppedClock(List<ClockBound> most, List<ClockBound> least, double maxDrift) {
        origin = Math.min(earliest(most), earliest(least));
        width = (Math.max(latest(most), latest(least)) - origin) / WINDOWS + 1;
        double[] upper = new double[WINDOWS];
        Arrays.fill(upper, Double.POSITIVE_INFINITY);
        for (ClockBound bound : most) {
            int window = window(bound.generatorMicros());
            upper[window] = Math.min(upper[window], bound.offsetMicros());
        }
        double[] lower = new double[WINDOWS];
        Arrays.fill(lower, Double.NEGATIVE_INFINITY);
        for (ClockBound bound : least) {
            int window = window(bound.generatorMicros());
            lower[window] = Math.max(lower[window], bound.offsetMicros());
        }
        double drift = maxDrift * width;
        @Nullable Range[] own = new @Nullable Range[WINDOWS];
        for (int i = 0; i < WINDOWS; i++) {
            Range range = new Range(Math.floor(lower[i] - drift), Math.ceil(upper[i] + drift));
            own[i] = range.known() && lower[i] <= upper[i] ? range : null;
        }
        for (int i = 0; i < WINDOWS; i++) {
            ranges[i] = withNeighbours(own, i);
        }
    }

    private static long earliest(List<ClockBound> bounds) {
        return bounds.stream().mapToLong(ClockBound::generatorMicros).min().orElseThrow();
    }

    private static long latest(List<ClockBound> bounds) {
        return bounds.stream().mapToLong(ClockBound::generatorMicros).max().orElseThrow();
    }

    private static Range withNeighbours(@Nullable Range[] own, int window) {
        @Nullable Range hull = own[window];
        hull = hull(hull, nearest(own, window, -1));
        hull = hull(hull, nearest(own, window, 1));
        return hull == null ? Range.ANYTHING : hull;
    }

    private static @Nullable Range nearest(@Nullable Range[] own, int window, int step) {
        int i = window + step;
        while (i >= 0 && i < WINDOWS && own[i] == null) {
            i += step;
        }
        return i >= 0 && i < WINDOWS ? own[i] : null;
    }

    private static @Nullable Range hull(@Nullable Range one, @Nullable Range other) {
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.hull(other);
    }

    private int window(long generatorMicros) {
        return (int) Math.max(0, Math.min(WINDOWS - 1, Math.floorDiv(generatorMicros - origin, width)));
    }

    @Override
    public Range at(long generatorMicros) {
        return ranges[window(generatorMicros)];
    }

    @Override
    public Range during(long earliestMicros, long latestMicros) {
        Range all = at(earliestMicros);
        for (int i = window(earliestMicros) + 1; i <= window(latestMicros); i++) {
            all = all.hull(ranges[i]);
        }
        return all;
    }

    /** The same stamp may have been shown twice, so the whole run's bounds are taken. */
    @Override
    public Range momentOf(long stampMicros) {
        Range all = during(origin, origin + WINDOWS * width);
        return new Range(stampMicros - all.upper(), stampMicros - all.lower());
    }
}
