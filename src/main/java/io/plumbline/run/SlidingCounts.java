package io.plumbline.run;

import java.time.Duration;
import java.util.Arrays;

/** Counts of several kinds over the last so long, which is exact to a tenth of it. Not thread-safe. */
final class SlidingCounts {

    private static final int PARTS = 10;

    private final long partMicros;
    private final long[][] counts;
    private long newest = Long.MIN_VALUE;

    /** @param kinds how many there are; they are known by their numbers from 0 */
    SlidingCounts(Duration window, int kinds) {
        this.partMicros = Math.max(1, window.toNanos() / 1_000 / PARTS);
        this.counts = new long[PARTS][kinds];
    }

    void add(int kind, long count, long nowMicros) {
        forget(nowMicros);
        counts[slot(newest)][kind] += count;
    }

    /** What was counted in at most the window before now. */
    long sum(int kind, long nowMicros) {
        forget(nowMicros);
        long sum = 0;
        for (long[] part : counts) {
            sum += part[kind];
        }
        return sum;
    }

    private void forget(long nowMicros) {
        long part = Math.floorDiv(nowMicros, partMicros);
        for (long next = Math.max(newest + 1, part - PARTS + 1); next <= part; next++) {
            Arrays.fill(counts[slot(next)], 0);
        }
        newest = Math.max(newest, part);
    }

    private static int slot(long part) {
        return (int) Math.floorMod(part, (long) PARTS);
    }
}
