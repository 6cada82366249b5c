package io.plumbline.result;

import java.util.Arrays;

/** How many fell into each cell of a grid: one array over the range of cells that were hit. Not thread-safe. */
final class CellCounts {

    private static final int ROOM = 16;

    private int first;
    private long[] counts = new long[0];

    /** Calls for each cell that holds something, by ascending cell. */
    interface Visitor {
        void cell(int cell, long count);
    }

    void add(int cell, long count) {
        if (counts.length == 0) {
            first = cell;
            counts = new long[1];
        } else if (cell < first) {
            int room = Math.max(first - cell, Math.max(ROOM, counts.length / 2));
            long[] wider = new long[counts.length + room];
            System.arraycopy(counts, 0, wider, room, counts.length);
            counts = wider;
            first -= room;
        } else if (cell - first >= counts.length) {
            counts = Arrays.copyOf(
                    counts, Math.max(cell - first + 1, counts.length + Math.max(ROOM, counts.length / 2)));
        }
        counts[cell - first] += count;
    }

    void addAll(CellCounts other) {
        other.forEach(this::add);
    }

    void forEach(Visitor visitor) {
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] > 0) {
                visitor.cell(first + i, counts[i]);
            }
        }
    }
}
