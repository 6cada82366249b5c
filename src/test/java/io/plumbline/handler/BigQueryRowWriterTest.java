package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.TableId;
import io.plumbline.handler.RowWriter.Refusal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BigQueryRowWriterTest {

    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpResponse WRITTEN = json(200, "{\"kind\":\"bigquery#tableDataInsertAllResponse\"}");
    private static final HttpResponse UNAVAILABLE = json(503, "{\"error\":{\"code\":503,\"message\":\"down\"}}");

    private static final HttpResponse TOO_LARGE = json(
            400, "{\"error\":{\"code\":400,\"message\":\"Request payload size exceeds the limit: 10485760 bytes.\"}}");
    private static final HttpResponse TOO_LARGE_FOR_THE_FRONT_END =
            new HttpResponse(413, Map.of("Content-Type", "text/html"), "<title>Error 413</title>".getBytes(UTF_8));

    private final List<HttpRequest> requests = new CopyOnWriteArrayList<>();
    private final Queue<HttpResponse> answers = new ArrayDeque<>();
    private final List<Duration> pauses = new ArrayList<>();
    private volatile boolean unanswered;
    private final HttpServer server = HttpServer.start("bigquery", request -> {
        requests.add(request);
        return unanswered
                ? new CompletableFuture<>()
                : CompletableFuture.completedFuture(answers.isEmpty() ? WRITTEN : answers.remove());
    });
    private final BigQueryRowWriter writer = new BigQueryRowWriter(
            BigQueryOptions.newBuilder()
                    .setProjectId("p")
                    .setRetrySettings(ServiceOptions.getNoRetrySettings())
                    .setHost(server.uri().toString())
                    .setCredentials(NoCredentials.getInstance())
                    .build()
                    .getService(),
            TableId.of("p", "d", "t"),
            pauses::add);

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void sendsTheRowsWithTheirInsertIds() throws Exception {
        assertThat(writer.write(rows(2))).isEmpty();

        assertThat(requests).hasSize(1);
        assertThat(requests.get(0).path()).isEqualTo("/bigquery/v2/projects/p/datasets/d/tables/t/insertAll");
        JsonNode body = JSON.readTree(requests.get(0).body());
        assertThat(body.get("skipInvalidRows").asBoolean()).isTrue();
        assertThat(body.at("/rows/1/insertId").asText()).isEqualTo("id-1");
        assertThat(body.at("/rows/1/json/trace_id").asText()).isEqualTo("trace-1");
    }

    @Test
    void splitsByRowsAndBySizeAndCountsPositionsThrough() throws Exception {
        answers.add(WRITTEN);
        answers.add(refused(0, "stopped"));
        assertThat(writer.write(rows(501)).firstKey()).isEqualTo(500);
        assertThat(requests).hasSize(2);

        requests.clear();
        String big = "x".repeat(BigQueryRowWriter.BYTES_PER_REQUEST / 2 + 1);
        writer.write(List.of(new Row("a", Map.of("data", big)), new Row("b", Map.of("data", big))));
        assertThat(requests).hasSize(2);
    }

    /** In UTF-8 a letter has up to three bytes, and quotes are escaped once more. */
    @Test
    void whatMakesARequestLargeIsItsBytes() {
        assertThat(new Row("a", Map.of("data", "aé漢\"\\\n")).bytes()).isEqualTo(1 + 2 + 3 + 2 + 2 + 6);
        String big = "漢".repeat(BigQueryRowWriter.BYTES_PER_REQUEST / 6 + 1);

        writer.write(List.of(new Row("a", Map.of("data", big)), new Row("b", Map.of("data", big))));

        assertThat(requests).hasSize(2);
    }

    @Test
    void halvesARequestThatBigQueryFindsTooLargeAndGivesUpTheRowThatIs() {
        answers.addAll(List.of(TOO_LARGE, TOO_LARGE_FOR_THE_FRONT_END, WRITTEN, TOO_LARGE, WRITTEN, WRITTEN));

        assertThat(writer.write(rows(4))).containsOnlyKeys(1).hasEntrySatisfying(1, refusal -> assertThat(
                        refusal.permanent())
                .isTrue());

        assertThat(requests.stream().map(BigQueryRowWriterTest::rowsIn)).containsExactly(4, 2, 1, 1, 1, 1);
        assertThat(pauses).isEmpty();
    }

    /** What comes behind is delivered again anyway; what came before is written. */
    @Test
    void stopsAtARequestThatFailsAndSaysWhichRowsAreNotWritten() {
        answers.addAll(List.of(refused(7, "invalid"), UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));

        var refused = writer.write(rows(1_200));

        assertThat(requests).hasSize(4);
        assertThat(refused).hasSize(701);
        assertThat(refused.get(7).permanent()).isTrue();
        assertThat(refused.tailMap(8).keySet())
                .containsExactlyElementsOf(IntStream.range(500, 1_200).boxed().toList());
        assertThat(refused.tailMap(8).values()).noneMatch(Refusal::permanent);
    }

    @Test
    void rowsThatWereStoppedAreNotAtFault() {
        answers.add(refused(1, "stopped"));
        assertThat(writer.write(rows(2)).get(1).permanent()).isFalse();
    }

    @Test
    void asksNothingWhenNoTimeIsLeft() {
        assertThatThrownBy(() -> writer.write(rows(1), Duration.ZERO)).hasMessage("no time is left to write in");
        assertThat(requests).isEmpty();
    }

    @Test
    void doesNotWaitForARetryForWhichThereIsNoTime() {
        Duration lessThanTheFirstPause = Duration.ofMillis(199);
        answers.add(UNAVAILABLE);

        // Slow machines have not even the answer by then.
        assertThatThrownBy(() -> writer.write(rows(1), lessThanTheFirstPause)).isInstanceOf(RuntimeException.class);
        assertThat(pauses).isEmpty();
    }

    @Test
    void waitsForAnAnswerNoLongerThanThereIsTime() {
        unanswered = true;
        assertThatThrownBy(() -> writer.write(rows(1), Duration.ofMillis(300)))
                .hasMessage("BigQuery has not answered in the time that was left");
    }

    @Test
    void tellsPermanentRefusalsFromOthers() {
        answers.add(refused(1, "invalid"));
        assertThat(writer.write(rows(2))).hasSize(1).hasEntrySatisfying(1, refusal -> assertThat(refusal.permanent())
                .isTrue());
        answers.add(refused(1, "backendError"));
        assertThat(writer.write(rows(2))).hasSize(1).hasEntrySatisfying(1, refusal -> assertThat(refusal.permanent())
                .isFalse());
    }

    @Test
    void triesAgainAfterA503AndGivesUpAfterThreeAttempts() {
        answers.add(UNAVAILABLE);
        assertThat(writer.write(rows(1))).isEmpty();
        assertThat(requests).hasSize(2);
        assertThat(pauses).containsExactly(Duration.ofMillis(200));

        requests.clear();
        answers.addAll(List.of(UNAVAILABLE, UNAVAILABLE, UNAVAILABLE));
        assertThatThrownBy(() -> writer.write(rows(1))).isInstanceOf(BigQueryException.class);
        assertThat(requests).hasSize(3);
    }

    @Test
    void doesNotRepeatWhatCannotSucceed() {
        answers.add(json(404, "{\"error\":{\"code\":404,\"message\":\"no table\"}}"));
        assertThatThrownBy(() -> writer.write(rows(1))).hasMessageContaining("no table");
        assertThat(requests).hasSize(1);
    }

    @Test
    void readsItsEnvironment() {
        var environment = Map.of(
                "GCP_PROJECT_ID", "p",
                "BQ_DATASET", "d",
                "BQ_TABLE", "t",
                "BIGQUERY_EMULATOR_HOST", "127.0.0.1:" + server.port());
        assertThat(BigQueryRowWriter.from(environment).write(rows(1))).isEmpty();
        assertThat(requests).hasSize(1);

        assertThatThrownBy(() -> BigQueryRowWriter.from(Map.of("GCP_PROJECT_ID", "p", "BQ_DATASET", " ")))
                .hasMessageContaining("BQ_DATASET");
    }

    private static int rowsIn(HttpRequest request) {
        try {
            return JSON.readTree(request.body()).path("rows").size();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Row> rows(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Row("id-" + i, Map.of("trace_id", "trace-" + i)))
                .toList();
    }

    private static HttpResponse refused(int position, String reason) {
        return json(
                200,
                """
                {"kind":"bigquery#tableDataInsertAllResponse",
                 "insertErrors":[{"index":%d,"errors":[{"reason":"%s","message":"m"}]}]}"""
                        .formatted(position, reason));
    }

    private static HttpResponse json(int status, String body) {
        return HttpResponse.json(status, body.getBytes(UTF_8));
    }
}
