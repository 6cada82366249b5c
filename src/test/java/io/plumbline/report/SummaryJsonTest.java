package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.acceptance.Tool;
import io.plumbline.result.Conduct;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.Runs;
import io.plumbline.result.StageRecorder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SummaryJsonTest {

    private static JsonNode summary(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        SummaryJson.write(run, out);
        return new ObjectMapper().readTree(out.toByteArray());
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text.replace('\'', '"'));
    }

    private static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        node.fieldNames().forEachRemaining(names::add);
        return names;
    }

    @Test
    void hasTheShapeOfTheK6ScriptsSummary() throws IOException {
        JsonNode summary = summary(Runs.failed());
        assertThat(summary.get("test_info"))
                .isEqualTo(
                        json(
                                """
                {'test_run_id': 'test-20261122-220000', 'target': 'local stand-in', 'verdict': 'FAIL',
                 'duration_seconds': 40.0}"""));
        assertThat(summary.get("end_to_end_metrics"))
                .isEqualTo(
                        json(
                                """
                {'total_attempts': 1500, 'success_rate': '98.33%', 'records_processed': 1480,
                 'e2e_latency': {'avg': '1200.00', 'min': '310.50', 'max': '3000.00',
                                 'p95': '1840.00', 'p99': '2100.00'}}"""));
        assertThat(summary.get("component_breakdown"))
                .isEqualTo(
                        json(
                                """
                {'kinesis_write': {'avg': '8.00', 'p95': '16.00'},
                 'lambda_process': {'avg': '0.40', 'p95': '0.80'},
                 'bigquery_write': {'avg': '640.00', 'p95': '1280.00'}}"""));
    }

    @Test
    void hasMetricsInK6sShape() throws IOException {
        JsonNode metrics = summary(Runs.failed()).get("metrics");
        assertThat(names(metrics))
                .containsExactlyInAnyOrder(
                        "end_to_end_latency_ms",
                        "e2e_total_ms",
                        "kinesis_write_time_ms",
                        "kinesis_write_ms",
                        "component_kinesis_latency",
                        "lambda_process_time_ms",
                        "lambda_invoke_ms",
                        "bigquery_write_time_ms",
                        "bigquery_insert_ms",
                        "end_to_end_success_rate",
                        "total_records_processed");
        assertThat(metrics.at("/end_to_end_latency_ms"))
                .isEqualTo(
                        json(
                                """
                {'type': 'trend', 'contains': 'time',
                 'values': {'avg': 1200.0, 'min': 310.5, 'med': 1210.0, 'max': 3000.0,
                            'p(95)': 1840.0, 'p(99)': 2100.0}}"""));
        assertThat(metrics.at("/end_to_end_success_rate/values/rate").asDouble())
                .isEqualTo(1475 / 1500.0);
        assertThat(metrics.at("/end_to_end_success_rate/values/passes").asLong())
                .isEqualTo(1475);
        assertThat(metrics.at("/end_to_end_success_rate/values/fails").asLong()).isEqualTo(25);
        assertThat(metrics.at("/total_records_processed"))
                .isEqualTo(
                        json(
                                """
                {'type': 'counter', 'contains': 'default', 'values': {'count': 1480, 'rate': 37.0}}"""));
        assertThat(metrics.get("kinesis_write_ms")).isEqualTo(metrics.get("kinesis_write_time_ms"));
        assertThat(metrics.at("/bigquery_write_time_ms/values/med").asDouble()).isEqualTo(640.0);
    }

    @Test
    void theComponentsHaveTheTimesOfTheSimulationsOwnCalls() throws IOException {
        JsonNode metrics = summary(Runs.calling(
                        new RunRecord.Call("Insert", Runs.summary(60, 20), 0),
                        new RunRecord.Call("Invoke", Runs.summary(58, 30), 2),
                        new RunRecord.Call("Query", Runs.summary(0, 0), 3)))
                .get("metrics");

        assertThat(metrics.get("component_kinesis_latency")).isEqualTo(metrics.get("kinesis_write_time_ms"));
        assertThat(metrics.at("/component_lambda_latency/values/med").asDouble())
                .isEqualTo(30);
        assertThat(metrics.at("/component_bigquery_latency/values/med").asDouble())
                .isEqualTo(20);
    }

    @Test
    void aPercentileAmongTheLostIsNull() throws IOException {
        EndToEndRecorder recorder = new EndToEndRecorder();
        recorder.arrived(1000, 2000, 3000);
        recorder.lost();
        JsonNode summary =
                summary(Runs.run(Runs.counts(2, 0, 1, 0, 1), recorder.latencies(""), List.of(), Conduct.flawless()));
        assertThat(summary.at("/end_to_end_metrics/e2e_latency/min").asText()).isEqualTo("2.00");
        assertThat(summary.at("/end_to_end_metrics/e2e_latency/p95").isNull()).isTrue();
        assertThat(summary.at("/metrics/end_to_end_latency_ms/values/med").asDouble())
                .isEqualTo(2.0);
        assertThat(summary.at("/metrics/end_to_end_latency_ms/values/p(95)").isNull())
                .isTrue();
        assertThat(summary.at("/metrics/end_to_end_latency_ms/values/max").isNull())
                .isTrue();
    }

    @Test
    void whatWasNotMeasuredIsNotThereAndNever0() throws IOException {
        JsonNode summary = summary(Runs.nothingSent());
        assertThat(names(summary.get("metrics"))).containsExactly("total_records_processed");
        assertThat(summary.at("/end_to_end_metrics/success_rate").isNull()).isTrue();
        assertThat(summary.at("/end_to_end_metrics/e2e_latency/avg").isNull()).isTrue();
        assertThat(summary.at("/component_breakdown/kinesis_write/avg").isNull())
                .isTrue();
        assertThat(summary.at("/component_breakdown/lambda_process/p95").isNull())
                .isTrue();
    }

    @Test
    void aStageThatIsMergedOrNotValidIsNotAComponent() throws IOException {
        StageRecorder negative = new StageRecorder();
        negative.record(-1);
        Stage notValid = negative.stage("Lambda", 0);
        StageRecorder recorder = new StageRecorder();
        recorder.record(640_000);
        Stage merged = recorder.stage("Kinesis to BigQuery", 0);
        JsonNode summary = summary(
                Runs.run(Runs.counts(1, 0, 1, 0, 0), Runs.latencies(1), List.of(notValid, merged), Conduct.flawless()));
        assertThat(names(summary.get("metrics"))).doesNotContain("lambda_process_time_ms", "bigquery_write_time_ms");
        assertThat(summary.at("/component_breakdown/lambda_process/avg").isNull())
                .isTrue();
        assertThat(summary.at("/component_breakdown/bigquery_write/avg").isNull())
                .isTrue();
    }

    @Test
    void isTheSameInEveryLocale() throws IOException {
        JsonNode here = summary(Runs.failed());
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.GERMANY);
            assertThat(summary(Runs.failed())).isEqualTo(here);
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void jqReadsItAsK6ScriptsSummariesAreRead(@TempDir Path folder) throws Exception {
        Path jq = Tool.JQ.required();
        Path file = folder.resolve("e2e-summary.json");
        try (OutputStream out = Files.newOutputStream(file)) {
            SummaryJson.write(Runs.failed(), out);
        }

        assertThat(said(jq, ".metrics.end_to_end_success_rate.values.rate", file))
                .isEqualTo(Double.toString(1_475 / 1_500.0));
        assertThat(json(said(jq, ".metrics.end_to_end_success_rate", file))
                        .path("values")
                        .path("passes")
                        .asInt())
                .isEqualTo(1_475);
        assertThat(said(jq, "-r .end_to_end_metrics.success_rate", file)).isEqualTo("98.33%");
        assertThat(said(jq, ".metrics.end_to_end_latency_ms.values[\"p(95)\"]", file))
                .isEqualTo("1840");
    }

    private static String said(Path jq, String filter, Path file) throws Exception {
        List<String> command = new ArrayList<>(List.of(jq.toString()));
        command.addAll(List.of(filter.split(" ")));
        command.add(file.toString());
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    }
}
