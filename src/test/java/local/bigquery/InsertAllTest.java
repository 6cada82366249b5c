package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** tabledata.insertAll: what enters the table, what is refused, in Google's words. */
class InsertAllTest {

    private static final String FIELDS =
            "{'name': 'id', 'type': 'STRING', 'mode': 'REQUIRED'}, " + Rest.field("n", "INTEGER");

    private static String row(String json) {
        return "{'json': " + json + "}";
    }

    private static Rest withTable(Conduct conduct) {
        Rest rest = new Rest(conduct);
        rest.table(FIELDS, "");
        return rest;
    }

    @Test
    void aFaultyRowStopsTheOthers() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            JsonNode answer = Rest.ok(
                            rest.insert("{'rows': [" + row("{'id': 'a'}") + "," + row("{'id': 'b', 'n': 'x'}") + "]}"))
                    .body();
            assertThat(answer.path("insertErrors").toString())
                    .isEqualTo(
                            "[{\"index\":0,\"errors\":[{\"reason\":\"stopped\",\"location\":\"\",\"debugInfo\":\"\",\"message\":\"\"}]},"
                                    + "{\"index\":1,\"errors\":[{\"reason\":\"invalid\",\"location\":\"n\",\"debugInfo\":\"\","
                                    + "\"message\":\"Cannot convert value to integer (bad value): x\"}]}]");
            assertThat(rest.rows("SELECT id FROM d.t")).isEmpty();
            assertThat(rest.inserted).isEmpty();
        }
    }

    @Test
    void skipInvalidRowsStoresTheOthers() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            JsonNode answer = Rest.ok(rest.insert("{'skipInvalidRows': true, 'rows': [" + row("{'n': 1}") + ","
                            + row("{'id': 'b', 'n': 2}") + "," + row("{'id': 'c', 'm': 3}") + "]}"))
                    .body();
            assertThat(answer.path("insertErrors").findValuesAsText("index")).containsExactly("0", "2");
            assertThat(answer.path("insertErrors").findValuesAsText("message"))
                    .containsExactly("Missing required field: id.", "no such field: m.");
            assertThat(rest.rows("SELECT id, n FROM d.t")).containsExactly("b|2");
            assertThat(rest.inserted).hasSize(1);
        }
    }

    @Test
    void ignoreUnknownValuesDropsTheValuesNotTheRow() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            Rest.ok(rest.insert("{'ignoreUnknownValues': true, 'rows': [" + row("{'id': 'c', 'm': 3}") + "]}"));
            assertThat(rest.rows("SELECT id, n FROM d.t")).containsExactly("c|null");
        }
    }

    @Test
    void aRepeatedInsertIdIsDroppedForAMinute() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            String twice = "{'rows': [{'insertId': 'x', 'json': {'id': 'a'}}, {'insertId': 'x', 'json': {'id': 'b'}}]}";
            Rest.ok(rest.insert(twice));
            Rest.ok(rest.insert(twice));
            assertThat(rest.rows("SELECT id FROM d.t")).containsExactly("a");
            assertThat(rest.inserted).hasSize(1);
            rest.clock.addAndGet(RecentIds.WINDOW_MICROS + 1);
            Rest.ok(rest.insert(twice));
            assertThat(rest.rows("SELECT id FROM d.t ORDER BY id")).containsExactly("a", "a");
        }
    }

    @Test
    void rowsWithoutInsertIdAreNeverDropped() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            Rest.ok(rest.insert("{'rows': [" + row("{'id': 'a'}") + "," + row("{'id': 'a'}") + "]}"));
            assertThat(rest.rows("SELECT COUNT(*) FROM d.t")).containsExactly("2");
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            STRING    | 5                              | 5
            STRING    | true                           | true
            INTEGER   | '12'                           | 12
            INTEGER   | 12.0                           | 12
            FLOAT     | '1.5'                          | 1.5
            BOOLEAN   | 'TRUE'                         | true
            TIMESTAMP | 1700000000.5                   | 1.7000000005E9
            TIMESTAMP | '1700000000'                   | 1.7E9
            TIMESTAMP | '2023-11-14 22:13:20 UTC'      | 1.7E9
            TIMESTAMP | '2023-11-14T23:13:20+01:00'    | 1.7E9
            DATE      | '2023-11-14'                   | 2023-11-14
            JSON      | '[1, 2]'                       | [1,2]
            STRING    | null                           | null
            """)
    void convertsAsBigQueryDoes(String type, String json, String cell) {
        try (Rest rest = new Rest()) {
            rest.table(Rest.field("v", type), "");
            Rest.ok(rest.insert("{'rows': [" + row("{'v': " + json + "}") + "]}"));
            assertThat(rest.rows("SELECT v FROM d.t")).containsExactly(cell);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            INTEGER   | 1.5                 | Cannot convert value to integer
            INTEGER   | '9223372036854775808' | Cannot convert value to integer
            FLOAT     | 'NaN'               | Cannot convert value to float
            BOOLEAN   | 'maybe'             | Cannot convert value to boolean
            TIMESTAMP | 'soon'              | Cannot convert value to timestamp
            TIMESTAMP | 1700000000000000    | Cannot convert value to timestamp
            DATE      | '2023-02-30'        | Cannot convert value to date
            JSON      | '[1] 2'             | Cannot convert value to json
            JSON      | '{'                 | Cannot convert value to json
            JSON      | {'a': 1}            | is not a record
            STRING    | ['a']               | Array specified for non-repeated field
            """)
    void refusesWhatItCannotConvert(String type, String json, String message) {
        try (Rest rest = new Rest()) {
            rest.table(Rest.field("v", type), "");
            JsonNode answer = Rest.ok(rest.insert("{'rows': [" + row("{'v': " + json + "}") + "]}"))
                    .body();
            assertThat(answer.path("insertErrors")
                            .path(0)
                            .path("errors")
                            .path(0)
                            .path("message")
                            .asText())
                    .contains(message);
        }
    }

    @Test
    void limitsOfARequest() {
        try (Rest rest = withTable(Conduct.FAULTLESS)) {
            assertThat(rest.insert("{'rows': []}").message()).isEqualTo("No rows present in the request.");
            String many =
                    "{'rows': [" + "{'json': {'id': 'a'}},".repeat(InsertApi.MAX_ROWS) + "{'json': {'id': 'a'}}]}";
            Rest.Answer tooMany = rest.insert(many);
            assertThat(tooMany.status()).isEqualTo(400);
            assertThat(tooMany.reason()).isEqualTo("invalid");
            assertThat(tooMany.message()).contains("limit: 50000 row count: 50001");
            Rest.Answer tooLarge = rest.postBytes("/datasets/d/tables/t/insertAll", new byte[Call.MAX_BODY_BYTES + 1]);
            assertThat(tooLarge.status()).isEqualTo(400);
            assertThat(tooLarge.reason()).isEqualTo("badRequest");
            assertThat(tooLarge.message()).isEqualTo("Request payload size exceeds the limit: 10485760 bytes.");
            assertThat(rest.rows("SELECT COUNT(*) FROM d.t")).containsExactly("0");
        }
    }

    @Test
    void faultsByCall() {
        Conduct unknownOutcome = new Conduct() {
            @Override
            public Insert insert(String table, List<JsonNode> rows) {
                boolean stores = rows.get(0).path("n").asInt() == 1;
                return Insert.AT_ONCE.failing(GoogleError.unavailable(), stores);
            }
        };
        try (Rest rest = withTable(unknownOutcome)) {
            Rest.Answer stored = rest.insert("{'rows': [" + row("{'id': 'a', 'n': 1}") + "]}");
            Rest.Answer lost = rest.insert("{'rows': [" + row("{'id': 'b', 'n': 2}") + "]}");
            assertThat(List.of(stored.status(), lost.status())).containsExactly(503, 503);
            assertThat(stored.reason()).isEqualTo("backendError");
            assertThat(rest.rows("SELECT id FROM d.t")).containsExactly("a");
            assertThat(rest.inserted).hasSize(1);
        }
    }

    @Test
    void faultsByRow() {
        Conduct second = new Conduct() {
            @Override
            public Insert insert(String table, List<JsonNode> rows) {
                return Insert.taking(Duration.ofMillis(1), Duration.ofMillis(1)).refusing(Set.of(1));
            }
        };
        try (Rest rest = withTable(second)) {
            String rows = "'rows': [" + row("{'id': 'a'}") + "," + row("{'id': 'b'}") + "]";
            JsonNode skipping = Rest.ok(rest.insert("{'skipInvalidRows': true, " + rows + "}"))
                    .body();
            assertThat(skipping.path("insertErrors").findValuesAsText("index")).containsExactly("1");
            assertThat(rest.rows("SELECT id FROM d.t")).containsExactly("a");
            JsonNode stopping = Rest.ok(rest.insert("{" + rows + "}")).body();
            assertThat(stopping.path("insertErrors").findValuesAsText("reason")).containsExactly("stopped", "invalid");
            assertThat(rest.rows("SELECT COUNT(*) FROM d.t")).containsExactly("1");
        }
    }
}
