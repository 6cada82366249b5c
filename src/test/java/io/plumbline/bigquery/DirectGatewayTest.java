package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.TestSettings;
import io.plumbline.settings.Settings.TableName;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicLong;
import local.bigquery.Conduct;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Calls over real sockets; the stand-in is a real SQL engine. */
@Timeout(60)
class DirectGatewayTest {

    private static final long NOON = 1_700_000_000_000_000L;
    private static final TableName TABLE = new TableName("p", "d", "events");
    private static final JsonMapper JSON = new JsonMapper();

    private final AtomicLong clock = new AtomicLong(NOON);
    private final RecordingBigQuery bigquery = new RecordingBigQuery(clock::get, Conduct.FAULTLESS);
    private final DirectGateway gateway = gateway(bigquery.uri());

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
    void rowsAreSentAsTheyWereWritten() throws IOException {
        String first = "{\"trace_id\":\"a\",\"key\":null,\"data\":\"{\\\"amount\\\":0.10}\"}";

        InsertOutcome outcome = insert(first, "{\"trace_id\":\"b\"}");

        assertThat(outcome).isEqualTo(new InsertOutcome.Answered(0, "[]", Optional.empty()));
        HttpRequest request = bigquery.asked.remove();
        assertThat(request.path()).isEqualTo("/bigquery/v2/projects/p/datasets/d/tables/events/insertAll");
        assertThat(request.header("Content-Encoding")).isEqualTo("gzip");
        assertThat(new String(request.body(), StandardCharsets.UTF_8))
                .contains("\"json\":" + first, "\"json\":{\"trace_id\":\"b\"}");
        assertThat(JSON.readTree(request.body()).path("skipInvalidRows").asBoolean(true))
                .isFalse();
    }

    @Test
    void eachRowHasAnIdOfItsOwnUnlessItIsToHaveNone() throws IOException {
        RowsToInsert alike = rows("{\"trace_id\":\"a\"}", "{\"trace_id\":\"a\"}");
        gateway.insert(alike).toCompletableFuture().join();
        gateway.insert(alike).toCompletableFuture().join();
        Set<String> ids = new HashSet<>();
        for (HttpRequest request : List.of(bigquery.asked.remove(), bigquery.asked.remove())) {
            for (JsonNode row : JSON.readTree(request.body()).path("rows")) {
                ids.add(row.path("insertId").asText());
            }
        }
        assertThat(ids).hasSize(4).doesNotContain("");

        gateway.insert(new RowsToInsert(TABLE, alike.rows(), false, false))
                .toCompletableFuture()
                .join();
        assertThat(new String(bigquery.asked.remove().body(), StandardCharsets.UTF_8))
                .doesNotContain("insertId");
    }

    @Test
    void oneInvalidRowStopsAllUnlessItIsToBeSkipped() throws IOException {
        String[] rows = {"{\"trace_id\":\"a\"}", "{\"nope\":1}", "{\"kinesis_arrival\":\"soon\"}"};

        InsertOutcome.Answered stopped = (InsertOutcome.Answered) insert(rows);
        assertThat(stopped.refused()).isEqualTo(3);
        assertThat(stopped.first()).hasValue("row 1: invalid at nope: no such field: nope.");
        assertThat(JSON.readTree(stopped.errors()))
                .extracting(row -> row.path("errors").path(0).path("reason").asText())
                .containsExactly("stopped", "invalid", "invalid");

        InsertOutcome.Answered skipped =
                (InsertOutcome.Answered) gateway.insert(new RowsToInsert(TABLE, List.of(rows), true, true))
                        .toCompletableFuture()
                        .join();
        assertThat(skipped.refused()).isEqualTo(2);
        assertThat(skipped.first()).isEqualTo(stopped.first());
    }

    @Test
    void aRefusalHasBigQuerysReason() {
        RowsToInsert elsewhere =
                new RowsToInsert(new TableName("p", "d", "nope"), List.of("{\"trace_id\":\"a\"}"), true, false);

        assertThat(gateway.insert(elsewhere).toCompletableFuture().join())
                .isEqualTo(new CallFailure("notFound", "404 Not found: Table p:d.nope"));
        assertThat(bigquery.asked).as("attempts").hasSize(1);
    }

    @Test
    void whatBreaksIsNotTriedAgain() {
        AtomicLong calls = new AtomicLong();
        HttpHandler broken = request -> {
            calls.incrementAndGet();
            return CompletableFuture.completedFuture(HttpResponse.text(503, "<html>"));
        };
        try (HttpServer other = HttpServer.start("broken", broken);
                DirectGateway toOther = gateway(other.uri())) {
            assertThat(toOther.insert(rows("{}")).toCompletableFuture().join())
                    .isEqualTo(new CallFailure("HTTP 503", "503 Service Unavailable"));
            assertThat(calls).hasValue(1);
        }
    }

    @Test
    void noAnswerInTimeIsToldAsThat() {
        try (HttpServer silent = HttpServer.start("silent", request -> new CompletableFuture<>());
                DirectGateway toSilent = gateway(silent.uri(), "plumbline.bigquery.actionTimeout", "50 ms")) {
            assertThat(toSilent.insert(rows("{}")).toCompletableFuture().join())
                    .isEqualTo(new CallFailure("time-out", "no answer within plumbline.bigquery.actionTimeout"));
        }
    }

    @Test
    void whoWaitsTooLongForAThreadIsNotSentAndTheGeneratorsFault() throws InterruptedException {
        CompletableFuture<HttpResponse> answer = new CompletableFuture<>();
        BlockingQueue<HttpRequest> begun = new LinkedBlockingQueue<>();
        HttpHandler slow = request -> {
            begun.add(request);
            return answer;
        };
        try (HttpServer other = HttpServer.start("slow", slow);
                DirectGateway one = gateway(other.uri(), "plumbline.bigquery.maxConcurrency", "1")) {
            CompletableFuture<InsertOutcome> first = one.insert(rows("{}")).toCompletableFuture();
            begun.take();
            CompletableFuture<InsertOutcome> second = one.insert(rows("{}")).toCompletableFuture();
            clock.addAndGet(2_000_001);
            answer.complete(HttpResponse.json(200, "{}".getBytes(StandardCharsets.UTF_8)));

            assertThat(first.join()).isInstanceOf(InsertOutcome.Answered.class);
            assertThat(second.join()).isInstanceOfSatisfying(CallFailure.class, failure -> {
                assertThat(failure.forWantOfAConnection()).isTrue();
                assertThat(failure.message()).isEqualTo("all 1 were in use (plumbline.bigquery.maxConcurrency)");
            });
            assertThat(begun).as("requests after the first").isEmpty();
        }
    }

    @Test
    void nothingIsSentAfterTheEnd() {
        gateway.close();

        assertThat(insert("{}")).isEqualTo(new CallFailure("not sent", "the run is over"));
    }

    @Test
    void aTableThatIsNotThereIsAProblem() {
        assertThat(gateway.problems()).isEmpty();
        try (DirectGateway other = gateway(bigquery.uri(), "plumbline.bigquery.table", "p.d.nope")) {
            assertThat(other.problems()).containsExactly("table p.d.nope was not found");
        }
    }

    @Test
    void rowsAreNotSentToAViewButQueriesAre() throws IOException {
        bigquery.createView("all_events", "SELECT * FROM d.events");
        try (DirectGateway viewing = gateway(bigquery.uri(), "plumbline.bigquery.table", "p.d.all_events")) {
            RowsToInsert intoTheView = new RowsToInsert(
                    new TableName("p", "d", "all_events"), List.of("{\"trace_id\":\"a\"}"), true, false);
            assertThat(viewing.insert(intoTheView).toCompletableFuture().join())
                    .as("as long as nobody has looked")
                    .isEqualTo(new CallFailure(
                            "invalid",
                            "400 p:d.all_events is not allowed for this operation because it is currently a VIEW."));
            assertThat(viewing.problems()).isEmpty();
            bigquery.asked.clear();

            assertThat(viewing.insert(intoTheView).toCompletableFuture().join())
                    .isEqualTo(new CallFailure(
                            "not sent",
                            "p.d.all_events is a view, and rows are inserted into tables only: name one by into(…)"));
            assertThat(bigquery.asked).isEmpty();
            assertThat(viewing.insert(rows("{\"trace_id\":\"a\"}"))
                            .toCompletableFuture()
                            .join())
                    .as("into a table beside it")
                    .isEqualTo(new InsertOutcome.Answered(0, "[]", Optional.empty()));
            assertThat(viewing.query(new SqlQuery("SELECT trace_id FROM all_events", List.of(), false))
                            .toCompletableFuture()
                            .join())
                    .isInstanceOfSatisfying(QueryOutcome.Answered.class, answered -> assertThat(answered.rows())
                            .containsExactly(Map.of("trace_id", "a")));
        }
    }

    private InsertOutcome insert(String... rows) {
        return gateway.insert(rows(rows)).toCompletableFuture().join();
    }

    private static RowsToInsert rows(String... rows) {
        return new RowsToInsert(TABLE, List.of(rows), true, false);
    }

    private DirectGateway gateway(URI endpoint, String... more) {
        TestSettings settings = TestSettings.forPipeline(endpoint, endpoint);
        for (int i = 0; i < more.length; i += 2) {
            settings.with(more[i], more[i + 1]);
        }
        return new DirectGateway(settings.settings(), clock::get);
    }
}
