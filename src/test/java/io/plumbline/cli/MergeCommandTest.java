package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class MergeCommandTest {

    private static final String RUN_ID = Runs.passed().runId();
    private static final JsonMapper JSON = new JsonMapper();

    @TempDir
    Path folder;

    private record Ended(int exitCode, String out, String err) {}

    @Test
    void allThatPassedHavePassedTogether() throws IOException {
        written(Runs.by(Runs.passed(), 0, 2));
        written(Runs.by(Runs.passed(), 1, 2));

        Ended ended = ended("merge", folder.toString());

        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out)
                .startsWith("PASS: 60,000 sent, 0 lost")
                .contains("\ngenerators: 2, those with results began within 0.0 ms of each other\n")
                .contains("\n    1  PASS, 30,000 of 30,000 on time, 49.9 records/s\n");
        JsonNode run = JSON.readTree(folder.resolve(RUN_ID).resolve("run.json").toFile());
        assertThat(run.at("/runId").asText()).isEqualTo(RUN_ID);
        assertThat(run.at("/counts/onTime").asLong()).isEqualTo(60_000);
        assertThat(run.at("/generators/count").asInt()).isEqualTo(2);
        assertThat(run.at("/generators/parts/1/runToken").asText()).isEqualTo(RUN_ID + "-1-k3f9");
        for (String file :
                List.of("report/index.html", "report.html", "junit.xml", "e2e-summary.json", "latencies.hlog")) {
            assertThat(folder.resolve(RUN_ID).resolve(file)).exists();
        }
        assertThat(ended("verdict", folder.resolve(RUN_ID).toString()).exitCode).isZero();
    }

    @Test
    void mergedOnceMoreItIsTheSame() throws IOException {
        written(Runs.by(Runs.passed(), 0, 2));
        written(Runs.by(Runs.failed(), 1, 2));

        Ended first = ended("merge", folder.toString());
        String run = Files.readString(folder.resolve(RUN_ID).resolve("run.json"));
        Ended again = ended("merge", folder.toString());

        assertThat(first.exitCode).isEqualTo(2);
        assertThat(again).isEqualTo(first);
        assertThat(Files.readString(folder.resolve(RUN_ID).resolve("run.json"))).isEqualTo(run);
    }

    @Test
    void oneThatIsMissingIsNamed() throws IOException {
        RunFolder first = written(Runs.by(Runs.passed(), 0, 3));
        RunFolder last = written(Runs.by(Runs.passed(), 2, 3));

        Ended ended =
                ended("merge", first.path().toString(), last.file("run.json").toString());

        assertThat(ended.exitCode).isEqualTo(3);
        assertThat(ended.out)
                .startsWith(
                        "INVALID: generator 1 of 3 left no results: it never ran, was killed, or its folder is not here;")
                .contains("\n    1  no results\n")
                .contains("60,000 sent");
    }

    @Test
    void oneThatWasKilledLeavesAFolderWithoutARunRecord() throws IOException {
        written(Runs.by(Runs.passed(), 0, 2));
        Path killed = RunFolder.create(folder, RUN_ID + "-1").path();
        Files.writeString(killed.resolve("records.ndjson.gz.part"), "half");
        RunFolder.create(folder, "another-run-0");

        for (List<String> named : List.of(
                List.of("merge", folder.toString()),
                List.of("merge", folder.resolve(RUN_ID + "-0").toString(), killed.toString()))) {
            Ended ended = ended(named.toArray(String[]::new));

            assertThat(ended.exitCode).isEqualTo(3);
            assertThat(ended.out.replaceAll("\\s+", " "))
                    .contains(
                            "generator 1 of 2 left no results: it was killed or still runs, for there is no run.json in");
            assertThat(Files.readString(folder.resolve(RUN_ID).resolve("run.json")))
                    .contains("no run.json in " + killed);
        }
    }

    @Test
    void recordsAreListedOneAfterTheOther() throws IOException {
        written(Runs.by(Runs.failed(), 0, 3), record("a"), record("b"));
        written(Runs.by(Runs.failed(), 1, 3));
        written(Runs.by(Runs.failed(), 2, 3), record("c"));

        ended("merge", folder.toString());

        try (BufferedReader lines = new BufferedReader(new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(folder.resolve(RUN_ID).resolve("records.ndjson.gz"))),
                StandardCharsets.UTF_8))) {
            assertThat(lines.lines().map(MergeCommandTest::traceId)).containsExactly("a", "b", "c");
        }
    }

    @Test
    void itGoesWhereItIsToGo() throws IOException {
        RunFolder first = written(Runs.by(Runs.passed(), 0, 2));
        RunFolder other = written(Runs.by(Runs.passed(), 1, 2));
        Path elsewhere = folder.resolve("else/where");

        Ended ended = ended(
                "merge",
                "--to",
                elsewhere.toString(),
                first.path().toString(),
                other.path().toString());

        assertThat(ended.exitCode).isZero();
        assertThat(elsewhere.resolve(RUN_ID).resolve("run.json")).exists();
        assertThat(folder.resolve(RUN_ID)).doesNotExist();
    }

    @Test
    void earlierRunsStandBesideIt() throws IOException {
        written(Runs.by(Runs.passed(), 0, 2));
        written(Runs.by(Runs.passed(), 1, 2));
        Path earlier = folder.resolve("earlier.json");
        Files.writeString(
                earlier,
                Runs.json(Runs.earlier(Runs.passed(), 1, Runs.passed().settings()))
                        .toString());

        Ended ended = ended("merge", "--baseline", earlier.toString(), folder.toString());

        assertThat(ended.out).contains("against night-1, PASS");
    }

    @Test
    void whatCannotBeMergedIsToldAndNothingIsWritten() throws IOException {
        RunFolder alone = written(Runs.passed());
        RunFolder share = written(Runs.by(Runs.passed(), 0, 2));
        Path empty = Files.createDirectories(folder.resolve("empty"));

        refused("there is no " + folder.resolve("nowhere"), folder.resolve("nowhere"));
        refused("no generator left a run.json in " + empty, empty);
        refused(alone.path() + " had one generator only: there is nothing to merge it with", alone.path());
        Files.delete(share.file("latencies.hlog"));
        refused("there is no " + share.file("latencies.hlog"), share.path());
    }

    @Test
    void nothingNamedEndsWith1AndTheUsage() {
        Ended ended = ended("merge");

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err).contains("Missing required parameter: 'RUN'", "Usage: plumbline merge");
    }

    private void refused(String sentence, Path... named) {
        Ended ended = ended(Stream.concat(Stream.of("merge"), Stream.of(named).map(Path::toString))
                .toArray(String[]::new));

        assertThat(ended.err).isEqualTo(sentence + System.lineSeparator());
        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.out).isEmpty();
    }

    private RunFolder written(RunRecord run, RecordOutcome... records) throws IOException {
        String name = run.generators() == null
                ? run.runId()
                : run.runId() + "-" + run.generators().index();
        RunFolder results = RunFolder.create(folder, name);
        RecordsFile file = RecordsFile.in(results);
        for (RecordOutcome record : records) {
            file.write(record);
        }
        Reports.write(results, run, Runs.histograms(), Optional.of(file));
        return results;
    }

    private static RecordOutcome record(String traceId) {
        return new RecordOutcome(traceId, RecordOutcome.State.LOST, Map.of(), null, 1, null, "never seen in the table");
    }

    private static String traceId(String line) {
        try {
            return JSON.readTree(line).get("traceId").asText();
        } catch (IOException e) {
            throw new IllegalStateException(line, e);
        }
    }

    private static Ended ended(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = commandLine.execute(arguments);
        return new Ended(exitCode, out.toString(), err.toString());
    }
}
