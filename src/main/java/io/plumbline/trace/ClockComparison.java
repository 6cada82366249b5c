package io.plumbline.trace;

import io.plumbline.trace.ClockOffset.Range;
import java.util.ArrayList;
import java.util.List;

/**
 * Bounds how far a party's clock is ahead of the generator's by what must have come before what, and under the
 * assumption that it runs evenly.
 *
 * <p>If the generator's clock showed {@code t} before the party's showed {@code r}, then the party's showed no more than
 * {@code r} at {@code t}: the offset at {@code t} is at the most {@code r - t}. So a pair of stamps bounds the offset at
 * the moment of the generator's stamp, however long it was until the party's. A stamp of a third party, whose clock is
 * bounded already, does as well: in place of {@code t} comes the earliest moment at which it can have been taken.
 */
public final class ClockComparison {

    /** A clock that gains or loses more in a second cannot be told from one that is set: a hundredth. */
    private static final double LARGEST_LIMIT_PPM = 10_000;

    /** A stamp further from its record than this is nonsense, not a time. */
    private static final long ASTRAY_MICROS = 3_600_000_000L;

    private final List<ClockBound> most = new ArrayList<>();
    private final List<ClockBound> least = new ArrayList<>();

    /**
     * @param pairs each a stamp of the other clock and one that this party certainly took after it
     * @param other {@link ClockOffset#NONE} for the generator; nothing follows from one that is not bounded
     */
    public ClockComparison after(Precedence pairs, ClockOffset other) {
        for (Precedence.Pair pair : pairs.tightest()) {
            Range moment = other.momentOf(pair.earlierMicros());
            if (usable(moment, pair)) {
                long earliest = (long) Math.floor(moment.lower());
                most.add(new ClockBound(earliest, pair.laterMicros() - earliest));
            }
        }
        return this;
    }

    /**
     * @param pairs each a stamp that this party certainly took first, and one of the other clock
     * @param other {@link ClockOffset#NONE} for the generator; nothing follows from one that is not bounded
     */
    public ClockComparison before(Precedence pairs, ClockOffset other) {
        for (Precedence.Pair pair : pairs.tightest()) {
            Range moment = other.momentOf(pair.laterMicros());
            if (usable(moment, pair)) {
                long latest = (long) Math.ceil(moment.upper());
                least.add(new ClockBound(latest, pair.earlierMicros() - latest));
            }
        }
        return this;
    }

    private static boolean usable(Range moment, Precedence.Pair pair) {
        return moment.known() && Math.abs(moment.point() - pair.generatorMicros()) < ASTRAY_MICROS;
    }

    /**
     * What follows from all pairs: {@link SteadyClock} where an even clock can have shown the stamps, {@link SteppedClock}
     * where none can, {@link ClockOffset.Unknown} where one side has no bound.
     *
     * @param maxDriftPpm microseconds in a second that a clock may gain or lose against the generator's; 200 covers two
     *     crystals that nobody disciplines
     */
    public ClockOffset offset(double maxDriftPpm) {
        if (!(maxDriftPpm >= 0 && maxDriftPpm <= LARGEST_LIMIT_PPM)) {
            throw new IllegalArgumentException("Limit of the drift must be from 0 to 10,000 ppm: " + maxDriftPpm);
        }
        if (most.isEmpty() || least.isEmpty()) {
            return new ClockOffset.Unknown();
        }
        double maxDrift = maxDriftPpm / 1e6;
        return SteadyClock.within(most, least, maxDrift)
                .<ClockOffset>map(steady -> steady)
                .orElseGet(() -> new SteppedClock(most, least, maxDrift));
    }
}
