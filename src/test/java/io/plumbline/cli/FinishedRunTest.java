package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

class FinishedRunTest {

    @TempDir
    Path folder;

    private record Ended(int exitCode, String out, String err) {}

    static Stream<Arguments> verdicts() {
        return Stream.of(
                Arguments.of(Runs.passed(), 0, "PASS: test-20261122-220000, SmokeSimulation\n"),
                Arguments.of(
                        Runs.failed(),
                        2,
                        "FAIL: test-20261122-220000, SmokeSimulation\n  - lost 20 records, limit 0\n"),
                Arguments.of(
                        Runs.unresolved(), 3, "INVALID: test-20261122-220000, SmokeSimulation\n  - BigQuery did not"));
    }

    @ParameterizedTest
    @MethodSource("verdicts")
    void theVerdictIsTheExitCode(RunRecord run, int exitCode, String said) throws IOException {
        RunFolder results = written(run);

        Ended byFolder = ended("verdict", results.path().toString());

        assertThat(byFolder.exitCode).isEqualTo(exitCode);
        assertThat(byFolder.out).startsWith(said);
        assertThat(ended("verdict", results.file("run.json").toString())).isEqualTo(byFolder);
    }

    @Test
    void whatIsNoRunRecordEndsWith1AndASentence() throws IOException {
        Path half = Files.writeString(folder.resolve("half.json"), "{\"schemaVersion\": 1, \"runId\": \"a");
        Path newer = Files.writeString(folder.resolve("newer.json"), "{\"schemaVersion\": 99}");
        Path other = Files.writeString(folder.resolve("other.json"), "[1]");

        for (String command : new String[] {"verdict", "report", "share"}) {
            Ended absent = ended(command, folder.toString());
            assertThat(absent.exitCode).isEqualTo(1);
            assertThat(absent.err).isEqualTo("there is no " + folder.resolve("run.json") + System.lineSeparator());
            for (Path file : new Path[] {half, newer, other}) {
                Ended ended = ended(command, file.toString());
                assertThat(ended.exitCode).isEqualTo(1);
                assertThat(ended.err).startsWith(file.toString()).doesNotContain("\tat ", "Exception");
                assertThat(ended.err.lines()).hasSize(1);
            }
        }
    }

    @Test
    void nothingNamedEndsWith1AndTheUsage() {
        assertThat(ended("verdict").exitCode).isEqualTo(1);
        assertThat(ended("verdict").err).contains("Missing required parameter: 'RUN'", "Usage: plumbline verdict");
    }

    @Test
    void theReportIsWrittenAgainAndNothingElse() throws IOException {
        RunFolder results = written(Runs.failed());
        TreeMap<String, String> before = files(results.path());
        Files.delete(results.file("report.html"));
        Files.writeString(results.file("report/index.html"), "stale");

        Ended ended = ended("report", results.path().toString());

        assertThat(ended.exitCode).isZero();
        assertThat(ended.out).contains(results.file("report.html").toString());
        assertThat(files(results.path())).isEqualTo(before);
    }

    @Test
    void theReportFollowsTheRunRecord() throws IOException {
        RunFolder results = written(Runs.failed());
        Path file = results.file("run.json");
        Files.writeString(file, Files.readString(file).replace("\"lost\" : 20,", "\"lost\" : 21,"));
        Path elsewhere = folder.resolve("elsewhere");

        Ended ended = ended("report", file.toString(), "--to", elsewhere.toString());

        assertThat(ended.exitCode).as(ended.err).isZero();
        assertThat(elsewhere.resolve("report.html"))
                .content()
                .contains("<data value=\"21\">21</data>", "These do not add up.");
        assertThat(elsewhere.resolve("run.json")).doesNotExist();
    }

    @Test
    void allIsPackedTogether() throws IOException {
        RunFolder results = written(Runs.passed());
        Path gatling = Files.createDirectories(folder.resolve("gatling/smokesimulation-1/js"));
        Files.writeString(gatling.resolve("all.js"), "1");
        Files.writeString(gatling.resolveSibling("index.html"), "<html></html>");

        Ended ended = ended(
                "share",
                results.path().toString(),
                "--gatling",
                gatling.getParent().toString());

        assertThat(ended.exitCode).as(ended.err).isZero();
        Path zip = folder.resolve("run.zip");
        assertThat(ended.out.strip()).isEqualTo(zip.toString());
        TreeMap<String, String> packed = unpacked(zip);
        assertThat(packed)
                .containsKeys(
                        "run/run.json", "run/report/index.html", "run/gatling/index.html", "run/gatling/js/all.js")
                .containsEntry("run/report.html", Files.readString(results.file("report.html")));
        byte[] first = Files.readAllBytes(zip);
        ended(
                "share",
                results.path().toString(),
                "--gatling",
                gatling.getParent().toString());
        assertThat(zip).hasBinaryContent(first);
    }

    @Test
    void aReportOfGatlingsThatIsNotThereIsAskedFor() throws IOException {
        RunFolder results = written(Runs.passed());

        Ended ended = ended("share", results.path().toString(), "--gatling", folder.toString());

        assertThat(ended.exitCode).isEqualTo(1);
        assertThat(ended.err).startsWith("--gatling: there is no index.html in " + folder);
        assertThat(folder.resolve("run.zip")).doesNotExist();
    }

    private RunFolder written(RunRecord run) throws IOException {
        RunFolder results = RunFolder.create(folder, "run");
        Reports.write(results, run, Runs.histograms(), Optional.empty());
        return results;
    }

    private static Ended ended(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine main = Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        int exitCode = main.execute(arguments);
        return new Ended(exitCode, out.toString().replace("\r\n", "\n"), err.toString());
    }

    private static TreeMap<String, String> files(Path folder) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path file : all.filter(Files::isRegularFile).toList()) {
                files.put(folder.relativize(file).toString(), Files.readString(file));
            }
        }
        return files;
    }

    private static TreeMap<String, String> unpacked(Path zip) throws IOException {
        TreeMap<String, String> files = new TreeMap<>();
        try (InputStream in = Files.newInputStream(zip);
                ZipInputStream packed = new ZipInputStream(in)) {
            for (ZipEntry entry = packed.getNextEntry(); entry != null; entry = packed.getNextEntry()) {
                files.put(entry.getName(), new String(packed.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8));
            }
        }
        return files;
    }
}
