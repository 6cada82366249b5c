package io.plumbline.trace;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToDoubleFunction;
import java.util.function.ToDoubleFunction;

/**
 * A clock that runs evenly: its offset is a line over time, {@code offset + drift * (time - origin)}. All lines that
 * agree with what was seen are a convex polygon in the plane of offset and drift, so at any time the offset is smallest
 * and largest at corners of it. Exact but for rounding, which is outward, to microseconds.
 */
public final class SteadyClock implements ClockOffset {

    static final SteadyClock GENERATOR = new SteadyClock(List.of(new Line(0, 0)), 0);

    /** Each comes closer by the drift, so by a factor of at least a hundred, from at the most some years. */
    private static final int APPROXIMATIONS = 8;

    private final List<Line> corners;
    private final long origin;

    /**
     * @param offset microseconds, at the origin
     * @param drift microseconds in a microsecond
     */
    private record Line(double offset, double drift) {
        double at(double sinceOrigin) {
            return offset + drift * sinceOrigin;
        }
    }

    private SteadyClock(List<Line> corners, long origin) {
        this.corners = corners;
        this.origin = origin;
    }

    /**
     * What is known of an even clock whose drift is within the limit and which keeps within the bounds; empty where there
     * is no such clock.
     *
     * @param most what the offset does not exceed; at least one
     * @param least what the offset does not fall below; at least one
     */
    static Optional<SteadyClock> within(List<ClockBound> most, List<ClockBound> least, double maxDrift) {
        long origin = most.get(0).generatorMicros();
        List<Line> corners = box(most, least, maxDrift, origin);
        for (ClockBound bound : most) {
            corners = cut(corners, line -> bound.offsetMicros() - line.at(bound.generatorMicros() - origin));
        }
        for (ClockBound bound : least) {
            corners = cut(corners, line -> line.at(bound.generatorMicros() - origin) - bound.offsetMicros());
        }
        return corners.isEmpty() ? Optional.empty() : Optional.of(new SteadyClock(corners, origin));
    }

    /** A rectangle that holds all that is possible: not larger than need be, which keeps the cuts exact. */
    private static List<Line> box(List<ClockBound> most, List<ClockBound> least, double maxDrift, long origin) {
        double top = Double.POSITIVE_INFINITY;
        for (ClockBound bound : most) {
            top = Math.min(top, bound.offsetMicros() + maxDrift * Math.abs(bound.generatorMicros() - origin));
        }
        double bottom = Double.NEGATIVE_INFINITY;
        for (ClockBound bound : least) {
            bottom = Math.max(bottom, bound.offsetMicros() - maxDrift * Math.abs(bound.generatorMicros() - origin));
        }
        if (bottom > top) {
            return List.of();
        }
        return List.of(
                new Line(bottom, -maxDrift),
                new Line(top, -maxDrift),
                new Line(top, maxDrift),
                new Line(bottom, maxDrift));
    }

    /** The part of a convex polygon where the room is not negative; the room is linear. */
    private static List<Line> cut(List<Line> corners, ToDoubleFunction<Line> room) {
        List<Line> left = new ArrayList<>(corners.size() + 1);
        for (int i = 0; i < corners.size(); i++) {
            Line here = corners.get(i);
            Line next = corners.get((i + 1) % corners.size());
            double roomHere = room.applyAsDouble(here);
            double roomNext = room.applyAsDouble(next);
            if (roomHere >= 0) {
                left.add(here);
            }
            if (roomHere > 0 && roomNext < 0 || roomHere < 0 && roomNext > 0) {
                double part = roomHere / (roomHere - roomNext);
                left.add(new Line(
                        here.offset + part * (next.offset - here.offset),
                        here.drift + part * (next.drift - here.drift)));
            }
        }
        return left;
    }

    @Override
    public Range at(long generatorMicros) {
        return new Range(least(generatorMicros), most(generatorMicros));
    }

    /** Without an iterator: asked several times a record, that made a quarter of the load's garbage. */
    private double least(long generatorMicros) {
        double time = generatorMicros - origin;
        double least = Double.POSITIVE_INFINITY;
        for (int i = 0; i < corners.size(); i++) {
            least = Math.min(least, corners.get(i).at(time));
        }
        return Math.floor(least);
    }

    private double most(long generatorMicros) {
        double time = generatorMicros - origin;
        double most = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < corners.size(); i++) {
            most = Math.max(most, corners.get(i).at(time));
        }
        return Math.ceil(most);
    }

    /** The largest of lines bends up and the smallest bends down, so the extremes are at the ends. */
    @Override
    public Range during(long earliestMicros, long latestMicros) {
        return at(earliestMicros).hull(at(latestMicros));
    }

    @Override
    public Range momentOf(long stampMicros) {
        return new Range(momentOf(stampMicros, this::most), momentOf(stampMicros, this::least));
    }

    private static double momentOf(long stampMicros, LongToDoubleFunction offset) {
        long moment = stampMicros;
        for (int i = 0; i < APPROXIMATIONS; i++) {
            long closer = stampMicros - (long) offset.applyAsDouble(moment);
            if (closer == moment) {
                return moment;
            }
            moment = closer;
        }
        return moment;
    }

    /** Microseconds in a second that the clock runs fast. */
    public Range drift() {
        double least = corners.stream().mapToDouble(Line::drift).min().orElseThrow();
        double most = corners.stream().mapToDouble(Line::drift).max().orElseThrow();
        return new Range(least * 1e6, most * 1e6);
    }
}
