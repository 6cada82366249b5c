package local.faults;

import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import local.truth.Truth;

/** Treats rows wrongly between the function and the table. */
public final class FaultyRows implements RowWriter {

    /** Runs something after a delay. */
    @FunctionalInterface
    public interface Later {
        void run(Duration delay, Runnable task);
    }

    private static final String CORRUPT_DATA = "{\"corrupt\":\"by the local stand-in\"}";

    private final RowWriter writer;
    private final Faults faults;
    private final Truth truth;
    private final Later later;
    private final Once late;
    private final Once twice;

    public FaultyRows(RowWriter writer, Faults faults, Truth truth, Later later) {
        this.writer = writer;
        this.faults = faults;
        this.truth = truth;
        this.later = later;
        this.late = new Once(faults, FaultKind.LATE);
        this.twice = new Once(faults, FaultKind.DUPLICATE);
    }

    @Override
    public SortedMap<Integer, Refusal> write(List<Row> rows) {
        List<Row> now = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            long ordinal = truth.ordinal(traceId(rows.get(i)));
            Row row = faults.strikes(FaultKind.CORRUPT, ordinal) ? corrupted(rows.get(i)) : rows.get(i);
            if (late.strikes(ordinal)) {
                later.run(faults.lateBy(), () -> writer.write(List.of(row)));
                continue;
            }
            now.add(row);
            positions.add(i);
            if (writtenTwice(ordinal)) {
                now.add(new Row(row.insertId() + "-again", row.columns()));
                positions.add(i);
            }
        }
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        if (!now.isEmpty()) {
            writer.write(now).forEach((position, refusal) -> refused.put(positions.get(position), refusal));
        }
        return refused;
    }

    /** As a redelivery that comes when BigQuery has forgotten the insertId. */
    private boolean writtenTwice(long ordinal) {
        return faults.strikes(FaultKind.DUPLICATE, ordinal)
                && faults.way(FaultKind.DUPLICATE, ordinal, 2) == 1
                && twice.strikes(ordinal);
    }

    private Row corrupted(Row row) {
        truth.corrupted(traceId(row));
        Map<String, Object> columns = new HashMap<>(row.columns());
        columns.put("data", CORRUPT_DATA);
        return new Row(row.insertId(), columns);
    }

    private static String traceId(Row row) {
        return row.columns().getOrDefault("trace_id", "").toString();
    }
}
