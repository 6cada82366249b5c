package io.plumbline.result;

/** The times of a stage that began within one window of time, each the difference of two clocks. Not thread-safe. */
final class StageWindow {

    /** Cells of 0.1 ms, beyond 0.2 s from the anchor of 1/1024 of the distance to it. */
    private static final Grid GRID = new Grid(100, 10);

    /** A time that is not far from most: grid cells are narrow about it, however far the clocks are apart. */
    private final long anchor;

    private final CellCounts cells = new CellCounts();
    private long earliest = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private long shortest = Long.MAX_VALUE;
    private long longest = Long.MIN_VALUE;

    /** Takes times that are known to lie between two. */
    interface Visitor {
        void times(long least, long most, long count);
    }

    StageWindow(long anchor) {
        this.anchor = anchor;
    }

    void add(long fromMicros, long toMicros) {
        long time = toMicros - fromMicros;
        cells.add(GRID.cell(time - anchor), 1);
        earliest = Math.min(earliest, fromMicros);
        latest = Math.max(latest, fromMicros);
        shortest = Math.min(shortest, time);
        longest = Math.max(longest, time);
    }

    /** @param other with the same anchor */
    void merge(StageWindow other) {
        cells.addAll(other.cells);
        earliest = Math.min(earliest, other.earliest);
        latest = Math.max(latest, other.latest);
        shortest = Math.min(shortest, other.shortest);
        longest = Math.max(longest, other.longest);
    }

    void forEach(Visitor visitor) {
        cells.forEach((cell, count) -> visitor.times(
                Math.max(shortest, anchor + GRID.edge(cell)),
                Math.min(longest, anchor + GRID.edge(cell + 1) - 1),
                count));
    }

    /** The first stamp with which a stage began, in epoch microseconds on its clock. */
    long earliest() {
        return earliest;
    }

    long latest() {
        return latest;
    }

    long shortest() {
        return shortest;
    }

    long longest() {
        return longest;
    }
}
