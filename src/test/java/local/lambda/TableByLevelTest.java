package local.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import io.plumbline.handler.RowWriter.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TableByLevelTest {

    private static final Refusal REFUSED = new Refusal(true, "invalid");

    private final List<String> written = new ArrayList<>();
    private final TableByLevel tables =
            new TableByLevel(Map.of("DEBUG", table("debug"), "TRACE", table("trace")), table("usual"));

    @Test
    void eachTableGetsItsRowsInOneCallAndNoOther() {
        assertThat(tables.write(
                        List.of(row("a", "INFO"), row("b", "DEBUG"), new Row("c", Map.of()), row("d", "DEBUG"))))
                .isEmpty();
        assertThat(written).containsExactly("usual: a c", "debug: b d");
    }

    @Test
    void aRefusedRowIsToldByItsPlaceAmongAll() {
        assertThat(tables.write(List.of(row("a", "INFO"), row("bad", "DEBUG"), row("c", "INFO"), row("bad", "INFO"))))
                .containsExactly(Map.entry(1, REFUSED), Map.entry(3, REFUSED));
    }

    @Test
    void aTableThatFailsFailsTheBatch() {
        TableByLevel failing = new TableByLevel(
                Map.of("DEBUG", rows -> {
                    throw new IllegalStateException("gone");
                }),
                table("usual"));
        assertThatThrownBy(() -> failing.write(List.of(row("a", "INFO"), row("b", "DEBUG"))))
                .hasMessage("gone");
        assertThat(written).containsExactly("usual: a");
    }

    private RowWriter table(String name) {
        return rows -> {
            written.add(name + ": "
                    + String.join(" ", rows.stream().map(Row::insertId).toList()));
            SortedMap<Integer, Refusal> refused = new TreeMap<>();
            for (int i = 0; i < rows.size(); i++) {
                if (rows.get(i).insertId().equals("bad")) {
                    refused.put(i, REFUSED);
                }
            }
            return refused;
        };
    }

    private static Row row(String insertId, String level) {
        return new Row(insertId, Map.of("data", "{\"log_level\":\"" + level + "\"}"));
    }
}
