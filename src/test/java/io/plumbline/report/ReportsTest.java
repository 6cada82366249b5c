package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RecordOutcome.State;
import io.plumbline.result.RunRecordJson;
import io.plumbline.result.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ReportsTest {

    private static final List<String> ALL = List.of(
            "run.json",
            "e2e-summary.json",
            "report/index.html",
            "report/report.css",
            "report.html",
            "junit.xml",
            "latencies.hlog",
            "jenkins/smokesimulation-20261122220000/js/global_stats.json",
            "jenkins/smokesimulation-20261122220000/index.html",
            "jenkins/smokesimulation-20261122220000/report.css",
            "records.ndjson.gz");

    private final RunFolder folder;

    ReportsTest(@TempDir Path results) throws IOException {
        folder = RunFolder.create(results, "run");
    }

    private Optional<RecordsFile> records(RecordOutcome... outcomes) throws IOException {
        RecordsFile file = RecordsFile.in(folder);
        List.of(outcomes).forEach(file::write);
        return Optional.of(file);
    }

    private List<String> lines() throws IOException {
        try (InputStream file = Files.newInputStream(folder.file("records.ndjson.gz"));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(file), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        }
    }

    @Test
    void writesTheRunRecordTheSummaryAndTheRecords() throws IOException {
        Reports.Written written = Reports.write(folder, Runs.failed(), Runs.histograms(), records());

        assertThat(written.failures()).isEmpty();
        assertThat(written.files())
                .containsExactlyInAnyOrderElementsOf(
                        ALL.stream().map(folder::file).toList())
                .endsWith(folder.file("run.json"))
                .allSatisfy(file -> assertThat(file).isNotEmptyFile());
        assertThat(written.toOpen())
                .containsExactly(
                        folder.file("report/index.html"), folder.file("run.json"), folder.file("records.ndjson.gz"));
        try (InputStream in = Files.newInputStream(folder.file("run.json"))) {
            assertThat(RunRecordJson.read(in)).isEqualTo(Runs.failed());
        }
        assertThat(lines()).isEmpty();
    }

    /** What only says in another form what the run record has. */
    static Stream<String> lesser() {
        return ALL.stream().filter(name -> !name.equals("run.json") && !name.equals("records.ndjson.gz"));
    }

    @ParameterizedTest
    @MethodSource("lesser")
    void aLesserFileThatFailsCostsTheRunNothingElse(String name) throws IOException {
        Files.createDirectories(folder.file(name).resolve("in the way"));

        Reports.Written written = Reports.write(folder, Runs.failed(), Runs.histograms(), records());

        assertThat(written.failures())
                .singleElement()
                .asString()
                .startsWith(folder.file(name) + " could not be written: java.nio.file.");
        assertThat(written.files()).hasSize(ALL.size() - 1);
        assertThat(folder.file("run.json")).isNotEmptyFile();
        assertThat(drafts()).isEmpty();
    }

    @Test
    void withoutTheRunRecordThereAreNoResults() throws IOException {
        Files.createDirectories(folder.file("run.json").resolve("in the way"));

        assertThatThrownBy(() -> Reports.write(folder, Runs.failed(), Runs.histograms(), Optional.empty()))
                .isInstanceOf(IOException.class);
        assertThat(drafts()).isEmpty();
    }

    private List<Path> drafts() throws IOException {
        try (Stream<Path> all = Files.walk(folder.path())) {
            return all.filter(file -> file.toString().endsWith(".part")).toList();
        }
    }

    @Test
    void withoutRecordsThereIsNoFileOfThem() throws IOException {
        Reports.write(folder, Runs.passed(), Runs.histograms(), Optional.empty());
        assertThat(folder.file("records.ndjson.gz")).doesNotExist();
    }

    @Test
    void aFileThatWasNeverCompletedIsNotThere() throws IOException {
        try (RecordsFile file = RecordsFile.in(folder)) {
            file.write(new RecordOutcome("id", State.LATE, Map.of(), null, null, null, null));
        }
        assertThat(folder.path()).isEmptyDirectory();
    }

    @Test
    void whereTheRecordsFailThereIsNoRunRecord() throws IOException {
        RecordsFile broken = RecordsFile.in(folder);
        Files.delete(folder.file("records.ndjson.gz.part"));
        assertThatThrownBy(() -> Reports.write(folder, Runs.passed(), Runs.histograms(), Optional.of(broken)))
                .isInstanceOf(IOException.class);
        assertThat(folder.file("run.json")).doesNotExist();
    }

    @Test
    void aRecordIsALineWithWhatIsKnownOfIt() throws IOException {
        Map<String, Long> stamps = new LinkedHashMap<>();
        stamps.put("sent", 1_795_384_800_000_001L);
        stamps.put("kinesisArrival", 1_795_384_800_012_000L);
        RecordOutcome lost = new RecordOutcome(
                "run-x7k2-0-l0000000042",
                State.LOST,
                stamps,
                "49590338271490256608559692538361571095921575989136588898",
                1,
                0,
                null);
        RecordOutcome rejected = new RecordOutcome(
                "run-x7k2-0-l0000000043", State.REJECTED, Map.of(), null, 3, null, "too big\nby <far> é\u001b[31m");
        Reports.write(folder, Runs.failed(), Runs.histograms(), records(lost, rejected));
        assertThat(lines())
                .containsExactly(
                        "{\"traceId\":\"run-x7k2-0-l0000000042\",\"state\":\"lost\","
                                + "\"stamps\":{\"sent\":1795384800000001,\"kinesisArrival\":1795384800012000},"
                                + "\"sequenceNumber\":\"49590338271490256608559692538361571095921575989136588898\","
                                + "\"attempts\":1,\"rows\":0}",
                        "{\"traceId\":\"run-x7k2-0-l0000000043\",\"state\":\"rejected\",\"stamps\":{},"
                                + "\"attempts\":3,\"reason\":\"too big\\nby <far> é\\u001B[31m\"}");
    }

    @Test
    void manyRecordsAreStreamed() throws IOException {
        RecordsFile file = RecordsFile.in(folder);
        for (long i = 0; i < 100_000; i++) {
            file.write(new RecordOutcome("id-" + i, State.LATE, Map.of("sent", i), null, null, null, null));
        }
        Reports.write(folder, Runs.failed(), Runs.histograms(), Optional.of(file));
        List<String> lines = lines();
        assertThat(lines).hasSize(100_000);
        JsonNode last = new ObjectMapper().readTree(lines.get(99_999));
        assertThat(last.at("/traceId").asText()).isEqualTo("id-99999");
        assertThat(last.at("/state").asText()).isEqualTo("late");
    }
}
