package local.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import local.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whatever comes, the answer is Google's error JSON with a 4xx, and the service goes on. */
class MalformedRequestsTest {

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            textBlock =
                    """
            POST | /queries                            | {                                  | 400 | parseError
            POST | /queries                            | []                                 | 400 | parseError
            POST | /queries                            | ~~                                 | 400 | parseError
            POST | /queries                            | {'useLegacySql': false}            | 400 | required
            POST | /queries                            | {'useLegacySql': false, 'query': 'SELECT @x', 'queryParameters': [{'name': 'x', 'parameterType': {'type': 'INT64'}, 'parameterValue': {'value': 'y'}}]} | 400 | invalid
            POST | /queries                            | {'useLegacySql': false, 'query': 'SELECT 1', 'queryParameters': [{'parameterType': {'type': 'INT64'}, 'parameterValue': {'value': '1'}}]} | 400 | invalidQuery
            POST | /queries                            | {'useLegacySql': false, 'query': 'SELECT 1', 'queryParameters': [{'name': 'x', 'parameterType': {'type': 'STRUCT'}}]} | 400 | invalidQuery
            POST | /jobs                               | {'configuration': {'load': {}}}    | 501 | notImplemented
            GET  | /queries/none                       | ~~                                 | 404 | notFound
            GET  | /nothing                            | ~~                                 | 501 | notImplemented
            POST | /datasets                           | {}                                 | 400 | invalid
            POST | /datasets                           | {'datasetReference': {'datasetId': 'd'}} | 409 | duplicate
            GET  | /datasets/none                      | ~~                                 | 404 | notFound
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 'a b'}} | 400 | invalid
            POST | /datasets/none/tables               | {'tableReference': {'tableId': 't'}} | 404 | notFound
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 't'}, 'schema': {'fields': [{'name': 'r', 'type': 'RECORD'}]}} | 400 | invalid
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 't'}, 'schema': {'fields': [{'name': 'r', 'type': 'STRING', 'mode': 'REPEATED'}]}} | 400 | invalid
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 't'}, 'schema': {'fields': [{'name': 'n', 'type': 'INT64', 'defaultValueExpression': 'RAND()'}]}} | 400 | invalid
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 't'}, 'clustering': {'fields': ['nope']}} | 400 | invalid
            POST | /datasets/d/tables                  | {'tableReference': {'tableId': 't'}, 'timePartitioning': {'type': 'HOUR'}} | 400 | invalid
            POST | /datasets/d/tables/none/insertAll   | {'rows': [{'json': {}}]}           | 404 | notFound
            GET  | /datasets/d/tables/none             | ~~                                 | 404 | notFound
            GET  | /datasets/d/tables/none/data        | ~~                                 | 501 | notImplemented
            """)
    void isAnsweredInGooglesWords(String method, String path, String body, int status, String reason) {
        try (Rest rest = new Rest()) {
            byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
            Rest.Answer answer = Rest.join(rest.start(method.strip(), path.strip(), bytes));
            assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
            assertThat(answer.reason()).isEqualTo(reason);
            assertThat(answer.body().path("error").path("code").asInt()).isEqualTo(status);
            assertThat(rest.rows("SELECT 1")).containsExactly("1");
        }
    }

    @Test
    void brokenBytesOnTheWireGetA4xxAndTheServerGoesOn() throws Exception {
        HttpClient http = HttpClient.newHttpClient();
        try (Rest rest = new Rest();
                HttpServer server = HttpServer.start("bigquery-malformed", rest.service)) {
            Random random = new Random(42);
            byte[] good =
                    gzip("{\"useLegacySql\": false, \"query\": \"SELECT 1 AS one\"}".getBytes(StandardCharsets.UTF_8));
            for (int i = 0; i < 60; i++) {
                byte[] broken = good.clone();
                broken[random.nextInt(broken.length)] ^= (byte) (1 + random.nextInt(255));
                int status = post(http, server, broken).statusCode();
                // A flipped bit in the gzip header's time or name changes nothing.
                assertThat(status == 200 || (status >= 400 && status < 500))
                        .as("status %d", status)
                        .isTrue();
            }
            for (int length : List.of(0, 1, 9, good.length / 2, good.length - 1)) {
                int status = post(http, server, java.util.Arrays.copyOf(good, length))
                        .statusCode();
                assertThat(status).isBetween(400, 499);
            }
            JsonNode answer = new JsonMapper().readTree(post(http, server, good).body());
            assertThat(answer.path("rows").path(0).path("f").path(0).path("v").asText())
                    .isEqualTo("1");
        }
    }

    /** Statements cut and spliced at random: an answer or an error of the query, never one of the service. */
    @Test
    void mangledSqlIsTheQuerysFault() {
        String sql =
                "SELECT id, COUNT(*) AS c, MAX(TIMESTAMP_SUB(seen, INTERVAL 1 HOUR)) FROM `p.d.t` WHERE id = 'it''s' AND n IN (1, 2)"
                        + " OR JSON_VALUE(id, \"$.a\") LIKE r'x%' /* c */ GROUP BY id HAVING c > 1.5e1 QUALIFY ROW_NUMBER() OVER (PARTITION BY id ORDER BY c DESC) = 1 ORDER BY 1 LIMIT 5 -- end";
        try (Rest rest = new Rest()) {
            rest.table(
                    Rest.field("id", "STRING") + "," + Rest.field("n", "INTEGER") + ","
                            + Rest.field("seen", "TIMESTAMP"),
                    "");
            Random random = new Random(7);
            for (int i = 0; i < 400; i++) {
                int from = random.nextInt(sql.length());
                int to = from + random.nextInt(sql.length() - from);
                String mangled = sql.substring(0, random.nextInt(sql.length())) + sql.substring(from, to);
                Rest.Answer answer = rest.query(mangled, "");
                assertThat(answer.status()).as("%s%n%s", mangled, answer).isIn(200, 400);
            }
            assertThat(rest.query("SELECT " + "(".repeat(20_000) + "1" + ")".repeat(20_000), "")
                            .status())
                    .isEqualTo(400);
            assertThat(rest.rows("SELECT 1")).containsExactly("1");
        }
    }

    private static HttpResponse<String> post(HttpClient http, HttpServer server, byte[] body) throws Exception {
        HttpRequest request = HttpRequest.newBuilder(server.uri().resolve("/bigquery/v2/projects/p/queries"))
                .header("Content-Encoding", "gzip")
                .POST(HttpRequest.BodyPublishers.ofByteArray(body))
                .build();
        return http.send(request, HttpResponse.BodyHandlers.ofString());
    }

    private static byte[] gzip(byte[] text) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(text);
        }
        return out.toByteArray();
    }
}
