package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Schemas and cells as BigQuery writes them. */
class AnsweredRowsTest {

    private static final JsonMapper JSON = new JsonMapper();

    @Test
    void valuesHaveTheirTypes() throws IOException {
        assertThat(value("INTEGER", "\"-9223372036854775808\"")).isEqualTo(Long.MIN_VALUE);
        assertThat(value("FLOAT", "\"0.1\"")).isEqualTo(0.1);
        assertThat(value("FLOAT", "\"NaN\"")).isEqualTo("NaN");
        assertThat(value("BOOLEAN", "\"true\"")).isEqualTo(true);
        assertThat(value("TIMESTAMP", "\"1700000000000001\"")).isEqualTo("2023-11-14T22:13:20.000001Z");
        assertThat(value("TIMESTAMP", "\"-1\"")).isEqualTo("1969-12-31T23:59:59.999999Z");
        assertThat(value("STRING", "\"7\"")).isEqualTo("7");
        assertThat(value("NUMERIC", "\"0.10\"")).isEqualTo("0.10");
        assertThat(value("JSON", "\"{\\\"a\\\":[1,null]}\"")).isEqualTo(Map.of("a", Arrays.asList(1, null)));
        assertThat(value("STRING", "null")).isNull();
        assertThat(value("INTEGER", "null")).isNull();
    }

    @Test
    void arraysAndStructsAreNested() throws IOException {
        AnsweredRows rows = rows(
                """
                [{"name":"tags","type":"STRING","mode":"REPEATED"},
                 {"name":"place","type":"RECORD","mode":"NULLABLE","fields":[
                   {"name":"n","type":"INTEGER"},{"name":"all","type":"INTEGER","mode":"REPEATED"}]},
                 {"name":"many","type":"RECORD","mode":"REPEATED","fields":[{"name":"n","type":"INTEGER"}]}]""");

        Map<String, Object> row = rows.row(
                JSON.readTree(
                        """
                {"f":[{"v":[{"v":"a"},{"v":"b"}]},
                      {"v":{"f":[{"v":"1"},{"v":[{"v":"2"}]}]}},
                      {"v":[{"v":{"f":[{"v":"3"}]}},{"v":{"f":[{"v":null}]}}]}]}"""));

        Map<String, Object> none = new LinkedHashMap<>();
        none.put("n", null);
        assertThat(row)
                .containsExactly(
                        Map.entry("tags", List.of("a", "b")),
                        Map.entry("place", Map.of("n", 1L, "all", List.of(2L))),
                        Map.entry("many", List.of(Map.of("n", 3L), none)));
    }

    private static Object value(String type, String cell) throws IOException {
        return rows("[{\"name\":\"it\",\"type\":\"%s\",\"mode\":\"NULLABLE\"}]".formatted(type))
                .row(JSON.readTree("{\"f\":[{\"v\":%s}]}".formatted(cell)))
                .get("it");
    }

    private static AnsweredRows rows(String fields) throws IOException {
        return new AnsweredRows(JSON.readTree(fields));
    }
}
