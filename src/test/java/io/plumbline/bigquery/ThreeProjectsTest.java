package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.TestSettings;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.settings.Settings;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.util.List;
import java.util.OptionalLong;
import local.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** One project has the table, one is billed for queries, one's quota counts; what the wire says of each. */
@Timeout(60)
class ThreeProjectsTest {

    private static final long NOON = 1_700_000_000_000_000L;
    private static final JsonMapper JSON = new JsonMapper();

    private final RecordingBigQuery bigquery = RecordingBigQuery.in("EU", () -> NOON);

    @BeforeEach
    void createTable() throws IOException {
        bigquery.createTable();
    }

    @AfterEach
    void close() {
        bigquery.close();
    }

    @Test
    void looksForArrivalsAreBilledAndCountedWhereTheSettingsSay() throws QueryFailure, IOException {
        BigQueryGateway gateway = gateway(inEurope());

        assertThat(gateway.problems()).isEmpty();
        gateway.rows(OptionalLong.empty());

        assertThat(bigquery.asked).isNotEmpty().allSatisfy(request -> assertThat(request.header("x-goog-user-project"))
                .isEqualTo("counted"));
        assertThat(bigquery.asked.stream().filter(request -> request.method().equals("GET")))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.path()).endsWith("/projects/p/datasets/d/tables/events"));
        assertBilledInEurope(lastAsked());
    }

    @Test
    void soAreASimulationsOwnQueriesButInsertsNameTheTablesProject() throws IOException {
        try (DirectGateway gateway = new DirectGateway(inEurope(), () -> NOON)) {
            gateway.query(new SqlQuery("SELECT 1", List.of(), false))
                    .toCompletableFuture()
                    .join();
            assertBilledInEurope(lastAsked());
            gateway.insert(new RowsToInsert(gateway.table(), List.of("{\"trace_id\":\"t\"}"), true, false))
                    .toCompletableFuture()
                    .join();
        }

        assertThat(lastAsked().path()).endsWith("/projects/p/datasets/d/tables/events/insertAll");
        assertThat(lastAsked().header("x-goog-user-project")).isEqualTo("counted");
    }

    @Test
    void unlessTheyAreNamedTheTablesProjectIsBilledAndNoOtherQuotaCounts() throws QueryFailure, IOException {
        BigQueryGateway gateway =
                gateway(TestSettings.forPipeline(bigquery.uri(), bigquery.uri()).settings());

        gateway.rows(OptionalLong.empty());

        assertThat(lastAsked().path()).endsWith("/projects/p/queries");
        assertThat(lastAsked().header("x-goog-user-project")).isEmpty();
        assertThat(JSON.readTree(lastAsked().body()).has("location")).isFalse();
    }

    private static void assertBilledInEurope(HttpRequest query) throws IOException {
        assertThat(query.path()).endsWith("/projects/billed/queries");
        assertThat(query.header("x-goog-user-project")).isEqualTo("counted");
        JsonNode body = JSON.readTree(query.body());
        assertThat(body.path("location").asText()).isEqualTo("EU");
    }

    private Settings inEurope() {
        return TestSettings.forPipeline(bigquery.uri(), bigquery.uri())
                .with("plumbline.bigquery.jobProject", "billed")
                .with("plumbline.bigquery.quotaProject", "counted")
                .with("plumbline.bigquery.location", "EU")
                .settings();
    }

    private static BigQueryGateway gateway(Settings settings) {
        return new BigQueryGateway(settings, new TraceIds("run-abcd", 0), () -> NOON);
    }

    private HttpRequest lastAsked() {
        return List.copyOf(bigquery.asked).get(bigquery.asked.size() - 1);
    }
}
