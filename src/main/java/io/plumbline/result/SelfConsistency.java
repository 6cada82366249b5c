package io.plumbline.result;

import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The likelihood of {@link IntervalEstimator}, and its maximum by self-consistency (EM): each interval's records are
 * shared out over the places it covers, by the mass that the places have, until that changes nothing any more.
 *
 * <p>Mass can lie on innermost intervals only: from a lower end to the next upper end with no other end between (Turnbull
 * 1976). Any interval covers a run of neighbours among them, so a round costs one step for each distinct interval.
 */
final class SelfConsistency {

    /** A round that moves no more than this share of the records past any point of the distribution is the last. */
    private static final double STILL = 1e-5;

    /** Rounds at the most, so that 100,000 distinct intervals take less than a second. */
    private static final int MOST_ROUNDS = 1_000;

    private final int[] lowerCells;
    private final int[] upperCells;
    /** Of each distinct interval, the first innermost interval in it. */
    private final int[] from;
    /** The one after the last. */
    private final int[] to;

    private final long[] records;

    private SelfConsistency(int[] lowerCells, int[] upperCells, int[] from, int[] to, long[] records) {
        this.lowerCells = lowerCells;
        this.upperCells = upperCells;
        this.from = from;
        this.to = to;
        this.records = records;
    }

    /** @param lastCells by an interval's first cell, how many have which last cell */
    static SelfConsistency of(@Nullable CellCounts[] lastCells) {
        IntStream.Builder first = IntStream.builder();
        IntStream.Builder end = IntStream.builder();
        LongStream.Builder records = LongStream.builder();
        for (int cell = 0; cell < lastCells.length; cell++) {
            CellCounts row = lastCells[cell];
            if (row != null) {
                int lower = cell;
                row.forEach((last, count) -> {
                    first.add(lower);
                    end.add(last + 1);
                    records.add(count);
                });
            }
        }
        return of(
                first.build().toArray(), end.build().toArray(), records.build().toArray());
    }

    private static SelfConsistency of(int[] first, int[] end, long[] records) {
        int edges = Arrays.stream(end).max().orElse(0) + 1;
        boolean[] lowerEnd = new boolean[edges];
        boolean[] upperEnd = new boolean[edges];
        for (int i = 0; i < first.length; i++) {
            lowerEnd[first[i]] = true;
            upperEnd[end[i]] = true;
        }
        int[] lowerCells = new int[edges];
        int[] upperCells = new int[edges];
        int[] ended = new int[edges];
        int found = 0;
        int lower = -1;
        for (int edge = 0; edge < edges; edge++) {
            if (upperEnd[edge] && lower >= 0) {
                lowerCells[found] = lower;
                upperCells[found] = edge;
                found++;
                lower = -1;
            }
            ended[edge] = found;
            if (lowerEnd[edge]) {
                lower = edge;
            }
        }
        int[] from = new int[first.length];
        int[] to = new int[first.length];
        for (int i = 0; i < first.length; i++) {
            from[i] = ended[first[i]];
            to[i] = ended[end[i]];
        }
        return new SelfConsistency(
                Arrays.copyOf(lowerCells, found), Arrays.copyOf(upperCells, found), from, to, records);
    }

    int[] lowerCells() {
        return lowerCells;
    }

    int[] upperCells() {
        return upperCells;
    }

    /**
     * The mass of each innermost interval, in records. Starts from equal masses, so the same data have the same result.
     *
     * @param total how many records there are
     */
    double[] solve(long total) {
        double[] mass = new double[lowerCells.length];
        Arrays.fill(mass, (double) total / Math.max(1, mass.length));
        double[] below = new double[mass.length + 1];
        double[] share = new double[mass.length + 1];
        double moved = total;
        for (int round = 0; round < MOST_ROUNDS && moved > STILL * total; round++) {
            moved = round(mass, below, share);
        }
        return mass;
    }

    /** Returns the largest change of the distribution at any place, in records. */
    private double round(double[] mass, double[] below, double[] share) {
        int n = mass.length;
        for (int i = 0; i < n; i++) {
            below[i + 1] = below[i] + mass[i];
        }
        Arrays.fill(share, 0);
        for (int i = 0; i < records.length; i++) {
            double part = records[i] / (below[to[i]] - below[from[i]]);
            share[from[i]] += part;
            share[to[i]] -= part;
        }
        double factor = 0;
        double changed = 0;
        double most = 0;
        for (int i = 0; i < n; i++) {
            factor += share[i];
            double next = mass[i] * factor;
            changed += next - mass[i];
            most = Math.max(most, Math.abs(changed));
            mass[i] = next;
        }
        return most;
    }
}
