package local.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter.Refusal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FanOutTest {

    private final List<String> written = new ArrayList<>();
    private final TreeMap<Integer, Refusal> refused = new TreeMap<>();
    private final FanOut fanOut = new FanOut(
            rows -> {
                rows.forEach(row -> written.add(row.insertId()));
                return refused;
            },
            Map.of("DEBUG", 0, "ERROR", 3));

    @Test
    void makesAsManyRowsAsTheLevelSaysWithInsertIdsOfTheirOwn() {
        fanOut.write(List.of(row("a", "INFO"), row("b", "ERROR"), row("c", "DEBUG"), new Row("d", Map.of())));
        assertThat(written).containsExactly("a", "b", "b-1", "b-2", "d");
    }

    @Test
    void aRefusedRowIsItsRecords() {
        Refusal why = new Refusal(true, "invalid");
        refused.put(2, why);
        assertThat(fanOut.write(List.of(row("a", "INFO"), row("b", "ERROR")))).containsExactly(Map.entry(1, why));
    }

    @Test
    void whereAllIsFilteredNothingIsWritten() {
        assertThat(fanOut.write(List.of(row("a", "DEBUG")))).isEmpty();
        assertThat(written).isEmpty();
    }

    private static Row row(String insertId, String level) {
        return new Row(insertId, Map.of("data", "{\"log_level\":\"" + level + "\"}"));
    }
}
