package io.plumbline.result;

import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.ClockOffset.Range;

/**
 * Takes the difference of two clocks out of the times of one window: what a stage really took, as far as that is known.
 *
 * <p>The point takes a clock for right where that is possible, else for off by the middle of what it can be. Where that would turn times negative it is
 * made with the nearest difference that does not, if there is one: no stage ends before it begins. A point that is
 * negative all the same is one that no possible difference explains.
 */
final class ClockCorrection {

    private final ClockOffset to;
    private final Range begun;
    private final Range fromOffset;
    private final double fromPoint;
    private final Range atBegin;
    private final int fromGranularity;
    private final int toGranularity;
    private final double shift;

    /** What a time really was, in microseconds. */
    record Corrected(double lower, double point, double upper) {}

    /**
     * @param fromGranularity the tick of the first stamps, which are rounded down
     * @param toGranularity the tick of the second stamps
     */
    ClockCorrection(StageWindow window, ClockOffset from, ClockOffset to, int fromGranularity, int toGranularity) {
        this.to = to;
        this.fromGranularity = fromGranularity;
        this.toGranularity = toGranularity;
        begun = from.momentOf(window.earliest()).hull(from.momentOf(window.latest()));
        fromOffset = during(from, begun.lower(), begun.upper());
        fromPoint = from.at((long) begun.point()).likely(0);
        atBegin = during(to, begun.lower(), begun.upper()).minus(fromOffset);
        Corrected shortest = unshifted(window.shortest(), window.shortest());
        shift = Math.max(0, Math.min(-shortest.point, shortest.upper - shortest.point));
    }

    private static Range during(ClockOffset clock, double earliest, double latest) {
        return clock.during((long) Math.floor(earliest), (long) Math.ceil(latest));
    }

    /** Of times, as the stamps have them, that lie between two. */
    Corrected correct(long least, long most) {
        Corrected times = unshifted(least, most);
        return new Corrected(times.lower, times.point + shift, times.upper);
    }

    private Corrected unshifted(long least, long most) {
        /* The second stamp is taken when the stage ends: by then its clock has gone on drifting. */
        Range atEnd = during(
                to,
                begun.lower() + least - atBegin.upper() - fromGranularity,
                begun.upper() + most - atBegin.lower() + toGranularity);
        Range apart = atEnd.minus(fromOffset);
        double middle = (least + (double) most + toGranularity - fromGranularity) / 2;
        double toPoint =
                to.at((long) (begun.point() + middle - atBegin.point())).likely(0);
        return new Corrected(
                least - fromGranularity - apart.upper(),
                middle - (toPoint - fromPoint),
                most + toGranularity - apart.lower());
    }
}
