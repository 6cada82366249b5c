package io.plumbline.docs;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.docs.PipelineRecorder.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The scripts of the nightly job, run as they are written, with an {@code mvn} that only notes what it is given. */
@DisabledOnOs(OS.WINDOWS)
class JobScriptsTest {

    private static final String MAVEN =
            """
            #!/bin/sh
            case "$*" in
            *gatling:test*)
                printf '%s\\n' "$@" > arguments.txt
                env > variables.txt
                mkdir -p "results/$TEST_RUN_ID"
                echo "{}" > "results/$TEST_RUN_ID/run.json" ;;
            esac
            """;

    private static final List<String> ALWAYS = List.of(
            "-Dplumbline.results.dir=results",
            "-Dplumbline.results.baseline=baseline",
            "-Dplumbline.slo.noRegression=true");

    @TempDir
    Path job;

    @TempDir
    Path bin;

    private JobShell shell;

    @BeforeEach
    void makeMaven() throws IOException {
        Path mvn = Files.createFile(bin.resolve("mvn"), asFileAttribute(fromString("rwx------")));
        Files.writeString(mvn, MAVEN);
        shell = new JobShell(job, bin, Map.of());
    }

    @Test
    void withoutParametersTheSimulationsOwnLoadRuns() throws IOException {
        assertThat(build(1, Map.of()).result()).isEqualTo("SUCCESS");

        assertThat(lines("arguments.txt"))
                .startsWith("-B", "gatling:test", "-Dgatling.simulationClass=simulations.SmokeSimulation")
                .hasSize(3 + ALWAYS.size())
                .containsAll(ALWAYS);
        assertThat(lines("variables.txt")).contains("TEST_RUN_ID=nightly-1");
    }

    @Test
    void whatIsEmptyIsLeftOut() throws IOException {
        build(1, Map.of("SIMULATION", ""));

        assertThat(lines("arguments.txt")).hasSize(2 + ALWAYS.size()).containsAll(ALWAYS);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"10 minutes", "1; touch harm", "$(touch harm)", "`touch harm`", "' && touch harm '", "\" *"})
    void whatSomebodyFillsInStaysOneArgument(String value) throws IOException {
        build(1, Map.of("SIMULATION", value, "RATE", value, "DURATION", value));

        assertThat(lines("arguments.txt"))
                .contains(
                        "-Dgatling.simulationClass=" + value,
                        "-Dplumbline.load.rate=" + value,
                        "-Dplumbline.load.duration=" + value)
                .hasSize(5 + ALWAYS.size());
        assertThat(job.resolve("harm")).doesNotExist();
    }

    @Test
    void thePipelinesNamesReachOnlyALoadThatIsMeantForIt() throws IOException {
        build(1, Map.of("KINESIS_STREAM_NAME", "orders", "BQ_TABLE", "events"));
        assertThat(lines("variables.txt")).noneMatch(line -> line.matches("(AWS|KINESIS|GCP|BQ|GOOGLE)_.*"));

        build(2, Map.of("KINESIS_STREAM_NAME", "orders", "BQ_TABLE", "events", "TARGET", "real pipeline"));
        assertThat(lines("variables.txt"))
                .contains(
                        "KINESIS_STREAM_NAME=orders",
                        "BQ_TABLE=events",
                        "AWS_ACCESS_KEY_ID=plumbline-aws",
                        "GOOGLE_APPLICATION_CREDENTIALS=plumbline-google");
    }

    @Test
    void resultsOfTheBuildBeforeAreGone() throws IOException {
        build(1, Map.of());
        build(2, Map.of());

        assertThat(names("results")).containsExactly("nightly-2");
    }

    @Test
    void theBaselineHasTheTwentyNewestRuns() throws IOException {
        Path baseline = Files.createDirectory(job.resolve("baseline"));
        Files.writeString(baseline.resolve("why.md"), "New stream since March.");
        for (int number = 1; number <= 24; number++) {
            Path run = Files.writeString(baseline.resolve("nightly-" + number + ".json"), "{}");
            Files.setLastModifiedTime(run, FileTime.fromMillis(1_700_000_000_000L + 1_000L * number));
        }

        build(25, Map.of());

        assertThat(names("baseline"))
                .containsExactlyInAnyOrderElementsOf(Stream.concat(
                                Stream.of("why.md"),
                                IntStream.rangeClosed(6, 25).mapToObj(number -> "nightly-" + number + ".json"))
                        .toList());
        assertThat(baseline.resolve("nightly-25.json"))
                .hasSameTextualContentAs(job.resolve("results/nightly-25/run.json"));
    }

    private Build build(int number, Map<String, String> parameters) {
        return PipelineRecorder.build(Path.of("Jenkinsfile"), number, parameters, shell);
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(job.resolve(file));
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(job.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }
}
