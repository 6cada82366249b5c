package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import local.bigquery.sql.GoogleSqlAnalyser;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Queries by which a run's records are audited: order, digests, ids inside a JSON column. Expected rows by hand. */
class AuditQueriesTest {

    private static final String ORDER =
            """
            WITH first_rows AS (
              SELECT `key` AS k, `kinesis_sequence_number` AS s, `lambda_received` AS r FROM `p.d.t`
              WHERE `run_id` = @run AND `trace_id` BETWEEN @first AND @last AND `key` IS NOT NULL
                AND `kinesis_sequence_number` IS NOT NULL AND `lambda_received` IS NOT NULL
              QUALIFY ROW_NUMBER() OVER (PARTITION BY `trace_id`
                ORDER BY `lambda_received`, LENGTH(`kinesis_sequence_number`), `kinesis_sequence_number`) = 1),
            judged AS (
              SELECT r, MIN(r) OVER (PARTITION BY k ORDER BY LENGTH(s), s
                ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS earliest_later FROM first_rows)
            SELECT COUNT(*) AS judged, COUNTIF(r > earliest_later) AS overtaken FROM judged""";

    private static final String DIGESTS =
            """
            SELECT `trace_id`, `key`, TO_JSON_STRING(`data`), `digest` FROM `p.d.t`
            WHERE `run_id` = @run AND `trace_id` BETWEEN @first AND @last AND `digest` IS NOT NULL
              AND `digest` != TO_HEX(MD5(CONCAT(`trace_id`, '\\n', IFNULL(`key`, ''), '\\n', IFNULL(TO_JSON_STRING(`data`), ''))))
            ORDER BY `trace_id`""";

    private static final String IDS_IN_JSON =
            "SELECT JSON_VALUE(`data`, '$.a.b'), UNIX_MICROS(TIMESTAMP(JSON_VALUE(`data`, '$.at'))) FROM `p.d.t`"
                    + " WHERE JSON_VALUE(`data`, '$.a.b') IN UNNEST(@ids) ORDER BY `trace_id`";

    private static final String BY_PREFIX =
            "SELECT COUNT(*) FROM `p.d.t` WHERE STARTS_WITH(`trace_id`, @first) AND `trace_id` IN UNNEST(@ids)";

    private static final String UNREADABLE =
            "SELECT `kinesis_sequence_number`, JSON_VALUE(`data`, '$.unreadable'), CAST(NULL AS STRING) AS none FROM `p.d.t`"
                    + " WHERE `run_id` IS NULL AND `kinesis_sequence_number` IN UNNEST(@ids)";

    private static final String FIRST_IN_JSON =
            """
            WITH first_rows AS (
              SELECT `trace_id` FROM `p.d.t` WHERE `run_id` = @run QUALIFY ROW_NUMBER() OVER (
                PARTITION BY JSON_VALUE(`data`, '$.id')
                ORDER BY LENGTH(JSON_VALUE(`data`, '$.at')), JSON_VALUE(`data`, '$.at')) = 1)
            SELECT `trace_id` FROM first_rows ORDER BY `trace_id`""";

    private static final Map<String, String> PARAMETERS = Map.of("run", "r", "first", "a", "last", "z");

    private static final JsonMapper JSON = new JsonMapper();

    private final Rest rest = new Rest();

    @BeforeEach
    void createTable() {
        rest.table(
                String.join(
                        ",",
                        Rest.field("run_id", "STRING"),
                        Rest.field("trace_id", "STRING"),
                        Rest.field("key", "STRING"),
                        Rest.field("kinesis_sequence_number", "STRING"),
                        Rest.field("digest", "STRING"),
                        Rest.field("lambda_received", "TIMESTAMP"),
                        Rest.field("data", "JSON")),
                "");
    }

    @AfterEach
    void close() {
        rest.close();
    }

    private void row(String trace, Map<String, String> columns) throws Exception {
        ObjectNode row = JSON.createObjectNode().put("run_id", "r").put("trace_id", trace);
        columns.forEach(row::put);
        insert(row);
    }

    private void insert(ObjectNode row) throws Exception {
        ObjectNode body = JSON.createObjectNode();
        body.putArray("rows").addObject().set("json", row);
        Rest.Answer answer = Rest.ok(rest.postBytes("/datasets/d/tables/t/insertAll", JSON.writeValueAsBytes(body)));
        assertThat(answer.body().has("insertErrors")).isFalse();
    }

    private void delivery(String trace, String key, String sequence, String received) throws Exception {
        row(trace, Map.of("key", key, "kinesis_sequence_number", sequence, "lambda_received", received));
    }

    private List<String> rows(String sql, String... ids) throws Exception {
        ObjectNode request = JSON.createObjectNode().put("query", sql).put("useLegacySql", false);
        ArrayNode parameters = request.putArray("queryParameters");
        PARAMETERS.forEach((name, value) -> parameter(parameters, name, "STRING")
                .putObject("parameterValue")
                .put("value", value));
        ObjectNode array = parameter(parameters, "ids", "ARRAY");
        ((ObjectNode) array.get("parameterType")).putObject("arrayType").put("type", "STRING");
        ArrayNode values = array.putObject("parameterValue").putArray("arrayValues");
        List.of(ids).forEach(id -> values.addObject().put("value", id));
        return Rest.ok(rest.postBytes("/queries", JSON.writeValueAsBytes(request)))
                .rows();
    }

    private static ObjectNode parameter(ArrayNode parameters, String name, String type) {
        ObjectNode parameter = parameters.addObject().put("name", name);
        parameter.putObject("parameterType").put("type", type);
        return parameter;
    }

    @Test
    void recordsOvertakenByAnotherOfTheirKey() throws Exception {
        delivery("a", "k", "9", "2023-11-14 10:00:05");
        // Its second row came later than its first: only the first counts.
        delivery("b", "k", "10", "2023-11-14 10:00:01");
        delivery("b", "k", "12", "2023-11-14 10:00:09");
        delivery("c", "k", "11", "2023-11-14 10:00:05");
        delivery("d", "other", "1", "2023-11-14 10:00:08");
        delivery("e", "other", "2", "2023-11-14 10:00:08");
        row("f", Map.of("lambda_received", "2023-11-14 10:00:00"));
        assertThat(rows(ORDER)).containsExactly("5|1");
    }

    @Test
    void digestsThatDoNotFitTheirColumns() throws Exception {
        // md5 of "a\nk\n{\"m\":\"x\",\"n\":1}", of "b\n\nnull", since TO_JSON_STRING(NULL) is the text null, and of
        // "c\nk\n{}".
        row("a", Map.of("key", "k", "data", "{\"n\": 1, \"m\": \"x\"}", "digest", "ec4c7030fc8ed51a9541661b33c93dfa"));
        row("b", Map.of("digest", "5c2db797c7cb758133b02fafa1cb74f7"));
        row("c", Map.of("key", "changed", "data", "{}", "digest", "d1af55f21898fd7b4a57af68b41bec28"));
        row("d", Map.of("key", "k", "data", "{}"));
        assertThat(rows(DIGESTS)).containsExactly("c|changed|{}|d1af55f21898fd7b4a57af68b41bec28");
    }

    @Test
    void idsAndTimesInsideAJsonColumn() throws Exception {
        row("a", Map.of("data", "{\"a\": {\"b\": \"one\"}, \"at\": \"2023-11-14T10:00:00.5Z\"}"));
        row("b", Map.of("data", "{\"a\": {\"b\": \"two\"}}"));
        row("c", Map.of("data", "{\"a\": {\"b\": \"three\"}}"));
        row("d", Map.of());
        assertThat(rows(IDS_IN_JSON, "one", "two", "four")).containsExactly("one|1699956000500000", "two|null");
    }

    @Test
    void fiveThousandIdsInAParameter() throws Exception {
        String[] ids = IntStream.range(0, 5_000).mapToObj(i -> "a-" + i).toArray(String[]::new);
        row("a-0", Map.of());
        row("a-4999", Map.of());
        row("a-5000", Map.of());
        row("b-1", Map.of());
        assertThat(rows(BY_PREFIX, ids)).containsExactly("2");
    }

    @Test
    void aJsonColumnIsReadBackNormalised() throws Exception {
        row("a", Map.of("data", "{\"b\": 1.10, \"a\": [1, 2], \"b\": 0}"));
        assertThat(rows("SELECT data, TO_JSON_STRING(data) FROM d.t"))
                .containsExactly("{\"a\":[1,2],\"b\":1.1}|{\"a\":[1,2],\"b\":1.1}");
    }

    @ParameterizedTest
    @CsvSource({
        "1.10, 1.1",
        "1e2, 100.0",
        "-0.0, -0.0",
        "12345678901234567890, 12345678901234567890",
        "0.0001, 0.0001",
        "0.00001, 1e-05",
        "-1.5e-7, -1.5e-07",
        "999999999999999.9, 999999999999999.9",
        "1e15, 1e+15",
        "-1234567890123456.5, -1.2345678901234565e+15",
        "1e16, 1e+16",
        "123456789012345678.0, 1.2345678901234568e+17",
        "1e30, 1e+30"
    })
    void aNumberOfAJsonColumnIsTheSameTextInBothFunctions(String number, String text) throws Exception {
        row("a", Map.of("data", "{\"n\": " + number + "}"));
        assertThat(rows("SELECT JSON_VALUE(data, '$.n'), TO_JSON_STRING(data) FROM d.t"))
                .containsExactly(text + "|{\"n\":" + text + "}");
    }

    @Test
    void rowsOfNoRunByTheirSequenceNumbers() throws Exception {
        unreadable(null, "11", "no JSON");
        unreadable(null, "12", "no JSON either");
        unreadable("r", "13", "of a run");
        assertThat(rows(UNREADABLE, "11", "13", "14")).containsExactly("11|no JSON|null");
    }

    private void unreadable(String run, String sequence, String why) throws Exception {
        String data = JSON.createObjectNode().put("unreadable", why).toString();
        insert(JSON.createObjectNode()
                .put("run_id", run)
                .put("kinesis_sequence_number", sequence)
                .put("data", data));
    }

    @Test
    void theFirstRowOfEachIdInsideAJsonColumn() throws Exception {
        row("a", Map.of("data", "{\"id\": \"x\", \"at\": \"10\"}"));
        row("b", Map.of("data", "{\"id\": \"x\", \"at\": \"9\"}"));
        row("c", Map.of("data", "{\"id\": \"y\", \"at\": \"7\"}"));
        assertThat(rows(FIRST_IN_JSON)).containsExactly("b", "c");
    }

    @Test
    void allAreValidForGooglesAnalyser() throws Exception {
        assumeTrue(GoogleSqlAnalyser.isHere(), GoogleSqlAnalyser.NOT_HERE);
        String columns = "run_id:STRING,trace_id:STRING,key:STRING,kinesis_sequence_number:STRING,digest:STRING,"
                + "lambda_received:TIMESTAMP,data:JSON";
        assertThat(new GoogleSqlAnalyser("p.d.t", columns, "run:STRING,first:STRING,last:STRING,ids:STRING[]")
                        .verdicts(
                                ORDER,
                                DIGESTS,
                                IDS_IN_JSON,
                                BY_PREFIX,
                                UNREADABLE,
                                FIRST_IN_JSON,
                                "SELECT TO_JSON_STRING(nope) FROM `p.d.t`"))
                .containsExactly(
                        "valid", "valid", "valid", "valid", "valid", "valid", "Unrecognized name: nope [at 1:23]");
    }
}
