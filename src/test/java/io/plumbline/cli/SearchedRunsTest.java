package io.plumbline.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** The programs for runs that are over, of those that searched for a capacity or were disturbed. */
class SearchedRunsTest {

    @TempDir
    Path folder;

    static Stream<Arguments> runs() {
        return Stream.of(
                Arguments.of(Runs.searched(), "id=\"capacity\""),
                Arguments.of(Runs.searched(Searches.cutOff()), "id=\"capacity\""),
                Arguments.of(Runs.recovered(), "id=\"recovery\""));
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theirPageIsWrittenOnceMore(RunRecord run, String section) throws IOException {
        Path results = written(run, "run");
        Files.delete(results.resolve("report.html"));

        assertThat(ended("verdict", results)).isZero();
        assertThat(ended("report", results)).isZero();
        assertThat(Files.readString(results.resolve("report.html"))).contains(section);
    }

    @ParameterizedTest
    @MethodSource("runs")
    void theyAreComparedAndListed(RunRecord run, String section) throws IOException {
        Path history = folder.resolve("history");
        written(Runs.earlier(run, 1, Map.of()), "history/earlier");

        // Of one earlier run nobody can tell what chance explains.
        assertThat(ended("compare", history, written(run, "run"))).isEqualTo(3);
        assertThat(ended("trend", history)).isZero();
    }

    /** Each generator would find a capacity of its share, and of these there is none in all. */
    @ParameterizedTest
    @MethodSource("runs")
    void theyAreMerged(RunRecord run, String section) throws IOException {
        Path one = written(Runs.by(run, 0, 2), "one");
        Path other = written(Runs.by(run, 1, 2), "other");
        Path all = folder.resolve("all");

        assertThat(ended("merge", one, other, "--to", all)).isZero();
        assertThat(Files.readString(all.resolve(run.runId()).resolve("report.html")))
                .doesNotContain(section);
    }

    private Path written(RunRecord run, String name) throws IOException {
        Path results = Files.createDirectories(folder.resolve(name));
        RunFolder to =
                RunFolder.create(results.getParent(), results.getFileName().toString());
        Reports.write(to, run, Runs.histograms(), Optional.empty());
        return to.path();
    }

    private static int ended(Object... arguments) {
        CommandLine command = Main.commandLine();
        command.setOut(new PrintWriter(new StringWriter()));
        command.setErr(new PrintWriter(new StringWriter()));
        return command.execute(Stream.of(arguments).map(Object::toString).toArray(String[]::new));
    }
}
