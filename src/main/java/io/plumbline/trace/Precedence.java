package io.plumbline.trace;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What many pairs of stamps say of two clocks, when the first stamp of each pair certainly was taken before the second:
 * the second clock is ahead of the first by at the most their difference. Of all pairs of a window of time, by the
 * generator's clock, only the one with the smallest difference is kept. There are at the most 256 windows; they double in
 * width as time goes on.
 *
 * <p>Not thread-safe.
 */
public final class Precedence {

    private static final int WINDOWS = 256;
    private static final long FIRST_WIDTH_MICROS = 250_000;
    /** In the year 2255; what lies further from 1970 was never a time. */
    private static final long LAST_MICROS = 1L << 53;

    private final long laterGranularityMicros;
    private final @Nullable Pair[] tightest = new @Nullable Pair[WINDOWS];
    private long originMicros;
    private long widthMicros = FIRST_WIDTH_MICROS;
    private boolean empty = true;

    /**
     * Stamps in epoch microseconds, each on its own clock.
     *
     * @param generatorMicros roughly when
     * @param laterMicros the end of the stamp's tick: the clock showed no more than that
     */
    record Pair(long generatorMicros, long earlierMicros, long laterMicros) {

        private static Pair tighter(@Nullable Pair one, Pair other) {
            return one == null || other.difference() < one.difference() ? other : one;
        }

        private long difference() {
            return laterMicros - earlierMicros;
        }
    }

    /**
     * @param laterGranularityMicros the tick of the second stamps, which are rounded down: 1000 for milliseconds, 1 for
     *     microseconds. The tick of the first stamps does not matter.
     */
    public Precedence(long laterGranularityMicros) {
        this.laterGranularityMicros = laterGranularityMicros;
    }

    /**
     * Adds a pair, in epoch microseconds, each on its own clock; leaves out what can be no time.
     *
     * @param generatorMicros when, roughly, on the generator's clock: of a record the time of its sending
     */
    public void add(long generatorMicros, long earlierMicros, long laterMicros) {
        if (!possible(earlierMicros) || !possible(laterMicros)) {
            return;
        }
        if (empty) {
            originMicros = generatorMicros;
            empty = false;
        }
        while (generatorMicros - originMicros >= WINDOWS * widthMicros) {
            widen();
        }
        /* What comes too late and is from before the first one is as true in the first window. */
        int window = (int) (Math.max(0, generatorMicros - originMicros) / widthMicros);
        Pair pair = new Pair(generatorMicros, earlierMicros, laterMicros + laterGranularityMicros);
        tightest[window] = Pair.tighter(tightest[window], pair);
    }

    private static boolean possible(long micros) {
        return micros > -LAST_MICROS && micros < LAST_MICROS;
    }

    private void widen() {
        for (int i = 0; i < WINDOWS; i++) {
            Pair pair = tightest[i];
            tightest[i] = null;
            if (pair != null) {
                tightest[i / 2] = Pair.tighter(tightest[i / 2], pair);
            }
        }
        widthMicros *= 2;
    }

    List<Pair> tightest() {
        List<Pair> pairs = new ArrayList<>();
        for (Pair pair : tightest) {
            if (pair != null) {
                pairs.add(pair);
            }
        }
        return pairs;
    }
}
