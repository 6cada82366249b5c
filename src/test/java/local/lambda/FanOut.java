package local.lambda;

import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a function does that filters records and makes several rows of others: so many by their log level, else one. */
public final class FanOut implements RowWriter {

    private final RowWriter writer;
    private final Map<String, Integer> rowsByLevel;

    public FanOut(RowWriter writer, Map<String, Integer> rowsByLevel) {
        this.writer = writer;
        this.rowsByLevel = Map.copyOf(rowsByLevel);
    }

    @Override
    public SortedMap<Integer, Refusal> write(List<Row> rows) {
        List<Row> made = new ArrayList<>();
        List<Integer> positions = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            Row row = rows.get(i);
            for (int copy = 0; copy < rowsOf(row); copy++) {
                made.add(copy == 0 ? row : new Row(row.insertId() + "-" + copy, row.columns()));
                positions.add(i);
            }
        }
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        if (!made.isEmpty()) {
            writer.write(made).forEach((position, refusal) -> refused.put(positions.get(position), refusal));
        }
        return refused;
    }

    private int rowsOf(Row row) {
        return LogLevel.of(row).map(rowsByLevel::get).orElse(1);
    }
}
