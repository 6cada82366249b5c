package local.shape;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What goes into a foreign table and comes back is the same, as far as the table keeps it. */
class ShapeTest {

    private static final JsonMapper JSON = new JsonMapper();

    private static final Map<String, Object> REFERENCE = Map.of(
            "trace_id", "4711081510000000042",
            "run_id", "run-1",
            "kinesis_sequence_number", "49",
            "kinesis_arrival", "2026-11-23T02:00:00.123Z",
            "lambda_received", "2026-11-23T02:00:00.250Z",
            "lambda_done", "2026-11-23T02:00:00.251Z",
            "data", "{\"event_time\":\"2026-11-23T01:59:59Z\"}");

    @ParameterizedTest
    @EnumSource(
            value = Shape.class,
            names = {"CORRELATION", "NUMBERS", "DOCUMENT", "PARTITIONED"})
    void thereAndBack(Shape shape) {
        JsonNode back = shape.reference(JSON.valueToTree(shape.row(REFERENCE)));

        assertThat(back.path("trace_id").asText()).isEqualTo(REFERENCE.get("trace_id"));
        Map<String, String> same = new TreeMap<>();
        back.properties().stream()
                .filter(column -> REFERENCE.get(column.getKey()) instanceof String text && !text.startsWith("{"))
                .forEach(column -> same.put(column.getKey(), column.getValue().asText()));
        assertThat(same).hasSizeGreaterThan(2).allSatisfy((column, value) -> assertThat(value)
                .isEqualTo(REFERENCE.get(column)));
    }

    @Test
    void theIdIsWhereTheRecordHasIt() throws Exception {
        JsonNode record = JSON.readTree("{\"meta\":{\"correlation\":{\"id\":\"an-id\"}},\"test_run_id\":\"run-1\"}");

        JsonNode reference = Shape.CORRELATION.record(record);

        assertThat(reference.path("traceId").asText()).isEqualTo("an-id");
        assertThat(reference.at("/load_test/test_run_id").asText()).isEqualTo("run-1");
        assertThat(reference.path("data")).isEqualTo(record);
    }
}
