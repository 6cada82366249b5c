package io.plumbline.report.live;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LiveMetricsTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private PrometheusOutput output;
    private LiveMetrics metrics;

    @BeforeEach
    void open() throws IOException {
        output = new PrometheusOutput("127.0.0.1", 0);
        metrics = new LiveMetrics(List.of(output), "night-\"7\"\n", "Smoke");
    }

    @AfterEach
    void close() {
        metrics.close();
    }

    @Test
    void everyOutcomeIsThereFromTheStart() throws Exception {
        assertThat(scraped().lines().filter(line -> line.startsWith("pipeline_records_total")))
                .hasSize(7)
                .allMatch(line -> line.endsWith(" 0.0"))
                .allMatch(line -> line.contains("test_run_id=\"night-\\\"7\\\"\\n\""));
    }

    @Test
    void recordsAddUp() throws Exception {
        metrics.inFlight(() -> 3);
        metrics.settled(record(State.ON_TIME, 8.0, 1_500.25, Map.of("Lambda", 40.0, "Lambda to BigQuery", -0.5)));
        metrics.settled(record(State.LATE, 8.0, 9_000.0, Map.of("Lambda", 60.0)));
        metrics.settled(record(State.LOST, 8.0, null, Map.of()));
        metrics.settled(record(State.REJECTED, null, null, Map.of()));
        metrics.settled(record(State.UNTIMED, 8.0, null, Map.of()));
        RunRecord run = Runs.passed();
        metrics.ended(run);

        String text = scraped();

        assertThat(value(text, "pipeline_records_total", "outcome=\"onTime\"")).isEqualTo("1.0");
        assertThat(value(text, "pipeline_records_total", "outcome=\"unsent\""))
                .isEqualTo(run.counts().unsent() + ".0");
        assertThat(value(text, "pipeline_in_flight", "")).isEqualTo("3.0");
        assertThat(value(text, "end_to_end_success_rate", "")).as("of four").isEqualTo("0.25");
        assertThat(value(text, "total_records_processed_total", "")).isEqualTo("2.0");
        assertThat(value(text, "end_to_end_latency_ms_sum", "")).isEqualTo("10500.25");
        assertThat(value(text, "kinesis_write_time_ms_count", "")).isEqualTo("4");
        assertThat(value(text, "lambda_process_time_ms_sum", "")).isEqualTo("100.0");
        assertThat(value(text, "bigquery_write_time_ms_sum", ""))
                .as("never below 0")
                .isEqualTo("0.0");
        assertThat(value(text, "pipeline_end_to_end_duration_seconds_sum", "outcome=\"late\""))
                .isEqualTo("9.0");
        assertThat(value(
                        text,
                        "pipeline_stage_duration_seconds_count",
                        "outcome=\"lost\",simulation=\"Smoke\",stage=\"Kinesis put\""))
                .isEqualTo("1");
        assertThat(text).doesNotContain("trace-1");
    }

    @Test
    void theEndWaitsForOneMoreScrapeWhereThereWasOne() throws Exception {
        scraped();
        CompletableFuture<Void> waiting = CompletableFuture.runAsync(() -> output.last(LONG));

        while (!waiting.isDone()) {
            assertThat(scraped()).contains("pipeline_records_total");
        }

        waiting.get(1, TimeUnit.SECONDS);
    }

    @Test
    void theEndDoesNotWaitWhereNobodyCame() {
        long before = System.nanoTime();

        output.last(LONG);

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(LONG.dividedBy(2));
    }

    @Test
    void theEndWaitsNoLongerThanItIsTold() throws Exception {
        scraped();

        CompletableFuture.runAsync(() -> output.last(Duration.ofMillis(20))).get(30, TimeUnit.SECONDS);
    }

    @Test
    void aPortThatIsTakenIsAProblem() {
        assertThatThrownBy(
                        () -> new PrometheusOutput("127.0.0.1", output.address().getPort()))
                .isInstanceOf(IOException.class);
    }

    @Test
    void anInfluxDbThatDoesNotAnswerIsAProblem() {
        URI nowhere = URI.create("http://127.0.0.1:1/k6");
        URI other = URI.create("http://127.0.0.1:" + output.address().getPort() + "/k6");

        assertThatThrownBy(() -> new InfluxOutput(nowhere, null, null, LONG))
                .hasMessageStartingWith("InfluxDB does not answer at http://127.0.0.1:1: ");
        assertThatThrownBy(() -> new InfluxOutput(other, null, null, LONG))
                .hasMessageContaining("/ping answers with status 404, which InfluxDB does not");
    }

    @Test
    void anInfluxDbThatGoesAwayCostsNothingButItsFigures() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
        server.createContext("/ping", exchange -> {
            exchange.sendResponseHeaders(204, -1);
            exchange.close();
        });
        server.start();
        URI database = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/k6");
        LiveMetrics watched = new LiveMetrics(List.of(new InfluxOutput(database, "me", "word", LONG)), "run", "Smoke");
        server.stop(0);

        watched.settled(record(State.ON_TIME, 8.0, 1_500.25, Map.of("Lambda", 40.0)));
        watched.ended(Runs.passed());

        assertThatCode(() -> watched.close(Duration.ZERO)).doesNotThrowAnyException();
    }

    private static Exemplar record(
            State state, @Nullable Double put, @Nullable Double latency, Map<String, Double> stages) {
        return new Exemplar(
                "trace-1", state, Instant.parse("2026-11-22T22:00:00Z"), put, latency, stages, 1, null, null);
    }

    private String scraped() throws Exception {
        URI uri = URI.create("http://127.0.0.1:" + output.address().getPort() + "/metrics");
        return HttpClient.newHttpClient()
                .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
                .body();
    }

    private static String value(String text, String name, String labels) {
        return text.lines()
                .filter(line -> line.startsWith(name + "{") && line.contains(labels))
                .findFirst()
                .map(line -> line.substring(line.lastIndexOf(' ') + 1))
                .orElse("no " + name + " " + labels + " in\n" + text);
    }
}
