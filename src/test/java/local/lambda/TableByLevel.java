package local.lambda;

import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** What a function does that writes into several tables: into one by the record's log level, else into the usual one. */
public final class TableByLevel implements RowWriter {

    private final Map<String, RowWriter> byLevel;
    private final RowWriter usual;

    public TableByLevel(Map<String, RowWriter> byLevel, RowWriter usual) {
        this.byLevel = Map.copyOf(byLevel);
        this.usual = usual;
    }

    @Override
    public SortedMap<Integer, Refusal> write(List<Row> rows) {
        Map<RowWriter, List<Integer>> positions = new LinkedHashMap<>();
        for (int i = 0; i < rows.size(); i++) {
            positions
                    .computeIfAbsent(writer(rows.get(i)), w -> new ArrayList<>())
                    .add(i);
        }
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        positions.forEach(
                (writer, of) -> writer.write(of.stream().map(rows::get).toList())
                        .forEach((position, refusal) -> refused.put(of.get(position), refusal)));
        return refused;
    }

    private RowWriter writer(Row row) {
        return LogLevel.of(row).map(byLevel::get).orElse(usual);
    }
}
