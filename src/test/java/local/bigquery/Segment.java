package local.bigquery;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A run of a table's rows in the order of their commits, a DuckDB table of its own, so that dropping it frees memory. */
final class Segment {

    /**
     * Rows that pruning keeps or leaves out together.
     *
     * @param cluster value of the first clustering column; empty text without one, or for NULL
     * @param day partition, in days since the epoch; 0 without partitions or for NULL
     */
    record Slice(String cluster, long day) {}

    private final String storage;
    private final Map<Slice, Tally> slices = new HashMap<>();
    private long rows;
    private long lastCommittedMicros;

    Segment(String storage) {
        this.storage = storage;
    }

    String storage() {
        return storage;
    }

    long rows() {
        return rows;
    }

    long lastCommittedMicros() {
        return lastCommittedMicros;
    }

    Map<Slice, Tally> slices() {
        return slices;
    }

    void add(List<Column> columns, Slice slice, Object[] row, long committedMicros) {
        rows++;
        lastCommittedMicros = committedMicros;
        slices.computeIfAbsent(slice, s -> new Tally(columns.size())).add(columns, row);
    }

    static String cluster(Object value) {
        return Objects.toString(value, "");
    }
}
