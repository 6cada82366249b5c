package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Nights;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import io.plumbline.result.Runs;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** {@code compare} and {@code trend}. */
class ComparedRunsTest {

    @TempDir
    Path folder;

    private final Nights nights = new Nights(11);
    private Path history;

    private record Ended(int exitCode, String out, String err) {}

    @BeforeEach
    void nights() throws IOException {
        history = folder.resolve("history");
        List<RunRecord> earlier = nights.earlier(10);
        // As a job keeps them, and as runs leave them.
        for (RunRecord run : earlier.subList(0, 5)) {
            written(run, history.resolve(run.runId() + ".json"));
        }
        for (RunRecord run : earlier.subList(5, 10)) {
            written(run, history.resolve(run.runId()).resolve("run.json"));
        }
        Files.createDirectories(history.resolve("no-run"));
    }

    @Test
    void nothingSlowerEndsWith0() throws IOException {
        Ended ended = ended("compare", history, written(nights.tonight("", 1), folder.resolve("run.json")));

        assertThat(ended.err).isEmpty();
        assertThat(ended.exitCode).isZero();
        assertThat(ended.out)
                .startsWith("test-20261122-220000 (PASS) against night-1 (PASS)")
                .contains("  End to end p95", "nothing is slower than in 10 earlier runs");
    }

    @Test
    void somethingSlowerEndsWith2AndItsName() throws IOException {
        Path run = written(nights.tonight("Lambda to BigQuery", 1.6), folder.resolve("run.json"));

        Ended ended = ended("compare", history, run);

        assertThat(ended.exitCode).isEqualTo(2);
        assertThat(ended.out).contains("▲ Lambda to BigQuery p").contains("▲ slower");
    }

    @Test
    void aSingleRunNeedsAHistoryToTell() throws IOException {
        Path run = written(nights.tonight("Lambda to BigQuery", 2), folder.resolve("run.json"));
        Path night = history.resolve("night-3");

        assertThat(ended("compare", night, run))
                .extracting(Ended::exitCode, Ended::err)
                .containsExactly(3, "");
        Ended told = ended("compare", night, run, "--history", history);
        assertThat(told.exitCode).isEqualTo(2);
        assertThat(told.out).contains("against night-3 (PASS)", "▲ Lambda to BigQuery p", "of the earlier run;");
    }

    @Test
    void anInvalidRunIsNotCompared() throws IOException {
        RunRecord invalid = nights.tonight("", 1).invalid("the stand-in died");

        assertThat(ended("compare", history, written(invalid, folder.resolve("run.json"))).exitCode)
                .isEqualTo(3);
    }

    @Test
    void aTrendIsARowARun() {
        Ended ended = ended("trend", history);

        assertThat(ended.exitCode).isZero();
        assertThat(ended.out.lines().filter(line -> line.contains("night-"))).hasSize(10);
    }

    @Test
    void whatIsWrongIsASentence() throws IOException {
        Path run = written(nights.tonight("", 1), folder.resolve("run.json"));
        Path empty = Files.createDirectories(folder.resolve("empty"));
        Path later = written(Runs.earlier(Runs.passed(), -1, Map.of()), folder.resolve("later/later.json"));
        Files.writeString(Files.createDirectories(folder.resolve("other")).resolve("other.json"), "[1]");

        assertThat(ended("compare", empty, run).err).contains("no run in " + empty + " passed before");
        assertThat(ended("compare", later.getParent(), run).err).contains("passed before test-20261122-220000 began");
        assertThat(ended("compare", folder.resolve("absent"), run).err).startsWith("there is no ");
        assertThat(ended("compare", folder.resolve("other"), run).err).contains("other.json");
        assertThat(ended("trend", empty).err).startsWith("there is no run in ");
        assertThat(ended("trend", folder.resolve("absent")).err).startsWith("there is no folder ");
        assertThat(ended("trend", folder.resolve("run.json")).err).startsWith("there is no folder ");
        for (Object[] arguments : new Object[][] {{"compare", empty, run}, {"trend", empty}, {"compare"}}) {
            Ended ended = ended(arguments);
            assertThat(ended.exitCode).isEqualTo(1);
            assertThat(ended.err).doesNotContain("Exception", "\tat ");
        }
    }

    private static Path written(RunRecord run, Path file) throws IOException {
        Files.createDirectories(file.getParent());
        try (OutputStream out = Files.newOutputStream(file)) {
            RunRecordJson.write(run, out);
        }
        return file;
    }

    private static Ended ended(Object... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = Arrays.stream(arguments).map(Object::toString).toArray(String[]::new);
        return new Ended(commandLine.execute(words), out.toString(), err.toString());
    }
}
