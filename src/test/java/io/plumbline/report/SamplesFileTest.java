package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.acceptance.Tool;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SamplesFileTest {

    private static final Instant SENT = Instant.parse("2026-11-22T22:00:00Z");
    private static final String HOSTILE = "\"}]\n<b>\u001b[2J";

    @TempDir
    Path folder;

    private long nowMicros;

    @Test
    void everyMetricIsIntroducedAndHasAPointARecord() throws IOException {
        Path file = folder.resolve("below/samples.json");
        try (SamplesFile samples = samples(file)) {
            samples.write(arrived(1_500.25));
            samples.write(arrived(2_000));
            samples.write(lost());
        }

        List<JsonNode> lines = lines(file);

        assertThat(lines.stream().filter(line -> line.path("type").asText().equals("Metric")))
                .extracting(line -> line.path("metric").asText() + " "
                        + line.at("/data/type").asText())
                .containsExactlyInAnyOrder(
                        "end_to_end_latency_ms trend",
                        "total_records_processed counter",
                        "end_to_end_success_rate rate",
                        "kinesis_write_time_ms trend",
                        "lambda_process_time_ms trend",
                        "bigquery_write_time_ms trend");
        assertThat(values(lines, "end_to_end_latency_ms")).containsExactly(1_500.25, 2_000.0);
        assertThat(values(lines, "end_to_end_success_rate")).containsExactly(1.0, 1.0, 0.0);
        assertThat(values(lines, "total_records_processed")).containsExactly(1.0, 1.0);
        assertThat(values(lines, "kinesis_write_time_ms")).containsExactly(8.5, 8.5, 8.5);
        assertThat(values(lines, "lambda_process_time_ms")).containsExactly(0.5, 0.5);
        assertThat(values(lines, "bigquery_write_time_ms")).containsExactly(0.0, 0.0);
    }

    @Test
    void aPointSaysWhenItEndedAndWhoseItIs() throws IOException {
        Path file = folder.resolve("samples.json");
        try (SamplesFile samples = samples(file)) {
            samples.write(arrived(1_500.25));
            samples.write(lost());
        }

        List<JsonNode> points = lines(file).stream()
                .filter(line -> line.path("type").asText().equals("Point"))
                .toList();

        assertThat(points.get(0).at("/data/time").asText()).isEqualTo("2026-11-22T22:00:01.500250Z");
        assertThat(points.get(0).at("/data/tags").toString())
                .isEqualTo(new JsonMapper()
                        .createObjectNode()
                        .put("test_run_id", HOSTILE)
                        .put("simulation", "Smoke")
                        .put("outcome", "onTime")
                        .toString());
        assertThat(points.get(points.size() - 1).at("/data/tags/outcome").asText())
                .isEqualTo("lost");
        assertThat(Files.readString(file)).doesNotContain("run-x7k2-0-l0000000042");
    }

    @Test
    void canBeReadAlongAndEndsWithAWholeLine() throws IOException {
        Path file = folder.resolve("samples.json");
        try (SamplesFile samples = samples(file)) {
            samples.write(arrived(1));
            assertThat(file).isEmptyFile();
            nowMicros += 1_000_001;
            samples.write(arrived(2));
            assertThat(values(lines(file), "end_to_end_latency_ms")).containsExactly(1.0, 2.0);
            for (int i = 0; i < 10_000; i++) {
                samples.write(arrived(3));
            }
            String soFar = Files.readString(file);
            assertThat(soFar.length()).isGreaterThan(1_000_000);
            assertThat(soFar).endsWith("}\n");
        }
        assertThat(values(lines(file), "end_to_end_latency_ms")).hasSize(10_002);
    }

    @Test
    void twoRunsDoNotWriteIntoOneFile() throws IOException {
        Path file = folder.resolve("samples.json");
        try (SamplesFile samples = samples(file)) {
            samples.write(arrived(1));
            assertThatThrownBy(() -> samples(file))
                    .isInstanceOf(IOException.class)
                    .hasMessage("another run is writing it, and each needs a file of its own");
        }
        assertThat(values(lines(file), "end_to_end_latency_ms")).containsExactly(1.0);

        samples(file).close();
        assertThat(file).as("a run overwrites what an earlier one left").isEmptyFile();
    }

    @Test
    void jqReadsIt() throws Exception {
        Path jq = Tool.JQ.required();
        Path file = folder.resolve("samples.json");
        try (SamplesFile samples = samples(file)) {
            samples.write(arrived(1_500.25));
            samples.write(arrived(2_000));
            samples.write(lost());
        }

        Process process = new ProcessBuilder(
                        jq.toString(),
                        "-s",
                        "map(select(.type==\"Point\" and .metric==\"end_to_end_latency_ms\") | .data.value) | add",
                        file.toString())
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(said.strip()).isEqualTo("3500.25");
    }

    private SamplesFile samples(Path file) throws IOException {
        return new SamplesFile(file, HOSTILE, "Smoke", () -> nowMicros);
    }

    private static Exemplar arrived(double latency) {
        return record(State.ON_TIME, latency, Map.of("Lambda", 0.5, "Lambda to BigQuery", -0.1));
    }

    private static Exemplar lost() {
        return record(State.LOST, null, Map.of());
    }

    private static Exemplar record(State state, Double latency, Map<String, Double> stages) {
        return new Exemplar("run-x7k2-0-l0000000042", state, SENT, 8.5, latency, stages, 1, null, null);
    }

    private static List<Double> values(List<JsonNode> lines, String metric) {
        return lines.stream()
                .filter(line -> line.path("type").asText().equals("Point"))
                .filter(line -> line.path("metric").asText().equals(metric))
                .map(line -> line.at("/data/value").asDouble())
                .toList();
    }

    private static List<JsonNode> lines(Path file) throws IOException {
        List<JsonNode> lines = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            lines.add(new JsonMapper().readTree(line));
        }
        return lines;
    }
}
