package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.TestSettings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import local.bigquery.Conduct;
import local.bigquery.GoogleError;
import local.http.HttpRequest;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Queries of a simulation's own over real sockets, against a real SQL engine. */
@Timeout(60)
class DirectQueriesTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final MicroClock clock = MicroClock.startingNow();
    private volatile Conduct.Query how = Conduct.Query.AT_ONCE;
    private final RecordingBigQuery bigquery = new RecordingBigQuery(clock::nowMicros, new Conduct() {
        @Override
        public Conduct.Query query(String sql) {
            return how;
        }
    });
    private final DirectGateway gateway = gateway();

    @BeforeEach
    void createTable() throws IOException {
        bigquery.createTable();
    }

    @AfterEach
    void close() {
        gateway.close();
        bigquery.close();
    }

    @Test
    void rowsComeWithTheirTypesAndTheBytes() throws IOException {
        insert(3);

        QueryOutcome outcome = run(
                "SELECT key, COUNT(*) AS n FROM events WHERE trace_id != @not GROUP BY key",
                SqlParameter.of("not", "id-2"));

        assertThat(outcome).isInstanceOfSatisfying(QueryOutcome.Answered.class, answered -> {
            assertThat(answered.rows()).containsExactly(Map.of("key", "k", "n", 2L));
            assertThat(answered.bytesProcessed().orElseThrow()).isPositive();
            assertThat(answered.bytesBilled()).hasValue(10L << 20);
        });
        bigquery.asked.remove();
        JsonNode request = JSON.readTree(bigquery.asked.remove().body());
        assertThat(request.path("useQueryCache").asBoolean(true)).isFalse();
        assertThat(request.path("maximumBytesBilled").asText()).isEqualTo("1073741824");
        assertThat(request.path("timeoutMs").asInt()).isEqualTo(30_000);
        assertThat(request.path("defaultDataset").path("datasetId").asText()).isEqualTo("d");
    }

    @Test
    void theCacheIsUsedOnlyWhereItIsWanted() throws IOException {
        gateway.query(new SqlQuery("SELECT 1", List.of(), true))
                .toCompletableFuture()
                .join();

        assertThat(JSON.readTree(bigquery.asked.remove().body())
                        .path("useQueryCache")
                        .asBoolean())
                .isTrue();
    }

    @Test
    void allPagesAreRead() {
        insert(20_000);

        QueryOutcome.Answered all = (QueryOutcome.Answered) run(
                "SELECT trace_id, CONCAT(@filling, trace_id) AS filled FROM events",
                SqlParameter.of("filling", "x".repeat(1_000)));

        assertThat(all.rows())
                .extracting(row -> row.get("trace_id"))
                .hasSize(20_000)
                .doesNotHaveDuplicates();
        assertThat(bigquery.asked).extracting(HttpRequest::path).contains("/bigquery/v2/projects/p/queries/job_1");
    }

    @Test
    void aQueryThatTakesLongerIsWaitedFor() {
        how = Conduct.Query.AT_ONCE.incompleteFor(Duration.ofMillis(50));

        QueryOutcome.Answered answered = (QueryOutcome.Answered) run("SELECT TIMESTAMP_MICROS(1) AS t");

        assertThat(answered.rows()).containsExactly(Map.of("t", "1970-01-01T00:00:00.000001Z"));
        assertThat(answered.bytesProcessed()).isPresent();
        assertThat(answered.bytesBilled()).isEqualTo(OptionalLong.empty());
    }

    @Test
    void oneThatIsNotCompleteInTimeHasFailed() {
        how = Conduct.Query.AT_ONCE.incompleteFor(Duration.ofMinutes(5));
        try (DirectGateway hasty = gateway("plumbline.bigquery.actionTimeout", "50 ms")) {
            assertThat(hasty.query(new SqlQuery("SELECT 1", List.of(), false))
                            .toCompletableFuture()
                            .join())
                    .isEqualTo(new CallFailure(
                            "time-out", "the query was not complete within plumbline.bigquery.actionTimeout"));
        }
    }

    @Test
    void aFailureHasBigQuerysReason() {
        assertThat(run("SELECT nope FROM events"))
                .isEqualTo(new CallFailure("invalidQuery", "400 Unrecognized name: nope at [1:8]"));
        assertThat(run("SELECT @p", SqlParameter.of("p", 1.5), SqlParameter.of("p", 2.5)))
                .isEqualTo(new CallFailure("invalid", "400 Duplicate query parameter p"));
        how = how.failing(new GoogleError(403, "rateLimitExceeded", "Too many."));
        bigquery.asked.clear();
        assertThat(run("SELECT 1")).isEqualTo(new CallFailure("rateLimitExceeded", "403 Too many."));
        assertThat(bigquery.asked).as("attempts").hasSize(1);
    }

    @Test
    void anAnswerThatMayLackRowsHasFailed() {
        how = how.skippingBuffer(Duration.ofSeconds(1));

        assertThat(run("SELECT COUNT(*) FROM events"))
                .isInstanceOfSatisfying(
                        CallFailure.class, failure -> assertThat(failure.code()).isEqualTo("warning: stopped"));
    }

    private QueryOutcome run(String sql, SqlParameter... parameters) {
        return gateway.query(new SqlQuery(sql, List.of(parameters), false))
                .toCompletableFuture()
                .join();
    }

    private void insert(int count) {
        List<String> rows = IntStream.range(0, count)
                .mapToObj(i -> "{\"run_id\":\"r\",\"trace_id\":\"id-%d\",\"key\":\"k\"}".formatted(i))
                .toList();
        TableName table = new TableName("p", "d", "events");
        assertThat(gateway.insert(new RowsToInsert(table, rows, false, false))
                        .toCompletableFuture()
                        .join())
                .isInstanceOf(InsertOutcome.Answered.class);
    }

    private DirectGateway gateway(String... more) {
        TestSettings settings = TestSettings.forPipeline(bigquery.uri(), bigquery.uri());
        for (int i = 0; i < more.length; i += 2) {
            settings.with(more[i], more[i + 1]);
        }
        return new DirectGateway(settings.settings(), clock);
    }
}
