package io.plumbline.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.Figures;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code e2e-summary.json}: the summary that a k6 script of this pipeline writes, and {@code metrics} as k6 itself shapes
 * them. Times are in milliseconds. What was not measured is null or not there, never 0.
 */
final class SummaryJson {

    private static final ObjectMapper MAPPER =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    private final RunRecord run;
    private final Counts counts;
    private final double seconds;
    private final @Nullable Summary endToEnd;
    private final @Nullable Summary kinesis;
    private final @Nullable Summary lambda;
    private final @Nullable Summary bigquery;

    private SummaryJson(RunRecord run) {
        this.run = run;
        counts = run.counts();
        seconds = run.times().seconds();
        endToEnd = measured(points(run.endToEnd()));
        kinesis = measured(run.kinesisPut());
        lambda = stage("Lambda");
        bigquery = stage("Lambda to BigQuery");
    }

    static void write(RunRecord run, OutputStream out) throws IOException {
        out.write(MAPPER.writeValueAsBytes(new SummaryJson(run).json()));
        out.write('\n');
    }

    private ObjectNode json() {
        ObjectNode json = MAPPER.createObjectNode();
        json.putObject("test_info")
                .put("test_run_id", run.runId())
                .put("target", run.target())
                .put("verdict", run.verdict().name())
                .put("duration_seconds", seconds);

        Double rate = counts.successRate().point();
        ObjectNode metrics = json.putObject("end_to_end_metrics");
        metrics.put("total_attempts", Math.max(0, counts.expected()))
                .put("success_rate", rate == null ? null : Figures.percentOfTwoDecimals(rate))
                .put("records_processed", processed());
        ObjectNode latency = metrics.putObject("e2e_latency");
        latency.put("avg", text(endToEnd, Summary::mean))
                .put("min", text(endToEnd, Summary::min))
                .put("max", text(endToEnd, Summary::max))
                .put("p95", text(endToEnd, Summary::p95))
                .put("p99", text(endToEnd, Summary::p99));

        ObjectNode breakdown = json.putObject("component_breakdown");
        component(breakdown.putObject("kinesis_write"), kinesis);
        component(breakdown.putObject("lambda_process"), lambda);
        component(breakdown.putObject("bigquery_write"), bigquery);

        json.set("metrics", k6());
        return json;
    }

    private static void component(ObjectNode json, @Nullable Summary summary) {
        json.put("avg", text(summary, Summary::mean)).put("p95", text(summary, Summary::p95));
    }

    private ObjectNode k6() {
        ObjectNode metrics = MAPPER.createObjectNode();
        trend(metrics, endToEnd, "end_to_end_latency_ms", "e2e_total_ms");
        trend(metrics, kinesis, "kinesis_write_time_ms", "kinesis_write_ms", "component_kinesis_latency");
        trend(metrics, lambda, "lambda_process_time_ms", "lambda_invoke_ms");
        trend(metrics, bigquery, "bigquery_write_time_ms", "bigquery_insert_ms");
        trend(metrics, call("Invoke"), "component_lambda_latency");
        trend(metrics, call("Insert"), "component_bigquery_latency");

        Double rate = counts.successRate().point();
        if (rate != null) {
            metric(metrics, "end_to_end_success_rate", "rate", "default")
                    .put("rate", rate)
                    .put("passes", counts.onTime())
                    .put("fails", counts.expected() - counts.onTime());
        }
        ObjectNode processed =
                metric(metrics, "total_records_processed", "counter", "default").put("count", processed());
        if (seconds > 0) {
            processed.put("rate", processed() / seconds);
        }
        return metrics;
    }

    private static void trend(ObjectNode metrics, @Nullable Summary summary, String... names) {
        if (summary == null) {
            return;
        }
        for (String name : names) {
            metric(metrics, name, "trend", "time")
                    .put("avg", summary.mean())
                    .put("min", summary.min())
                    .put("med", summary.p50())
                    .put("max", summary.max())
                    .put("p(95)", summary.p95())
                    .put("p(99)", summary.p99());
        }
    }

    private static ObjectNode metric(ObjectNode metrics, String name, String type, String contains) {
        return metrics.putObject(name)
                .put("type", type)
                .put("contains", contains)
                .putObject("values");
    }

    private long processed() {
        return counts.onTime() + counts.late();
    }

    private @Nullable Summary stage(String name) {
        return run.stages().stream()
                .filter(stage -> stage.name().equals(name) && stage.valid())
                .map(Stage::latency)
                .findFirst()
                .map(SummaryJson::measured)
                .orElse(null);
    }

    private @Nullable Summary call(String name) {
        return run.calls().stream()
                .filter(call -> call.name().equals(name))
                .map(Call::latency)
                .findFirst()
                .map(SummaryJson::measured)
                .orElse(null);
    }

    private static Summary points(Latencies all) {
        return new Summary(
                all.count(),
                all.min().point(),
                all.mean().point(),
                all.p50().point(),
                all.p95().point(),
                all.p99().point(),
                all.max().point());
    }

    private static @Nullable Summary measured(Summary summary) {
        return summary.count() == 0 ? null : summary;
    }

    private static @Nullable String text(@Nullable Summary summary, Function<Summary, @Nullable Double> figure) {
        Double value = summary == null ? null : figure.apply(summary);
        return value == null ? null : String.format(Locale.ROOT, "%.2f", value);
    }
}
