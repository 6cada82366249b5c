package io.plumbline.docs;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.docs.PipelineRecorder.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The job of several generators: its steps, its scripts with an {@code mvn} that notes what it is given, its result. */
@DisabledOnOs(OS.WINDOWS)
class GeneratorsJobTest {

    private static final Path JENKINSFILE = Path.of("infra/jenkins/Jenkinsfile.generators");
    private static final String INDEX = "PLUMBLINE_GENERATOR_INDEX";

    private static final String MAVEN =
            """
            #!/bin/sh
            printf '%s\\n' "$@" > "arguments-$PLUMBLINE_GENERATOR_INDEX.txt"
            env > "variables-$PLUMBLINE_GENERATOR_INDEX.txt"
            case "$*" in
            *gatling:test*) exit 1 ;;
            esac
            """;

    /** The indexes that loads were started with. */
    private final List<String> loads = new ArrayList<>();

    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "PASS,       0, SUCCESS,",
        "FAIL,       2, UNSTABLE, unstable",
        "INVALID,    3, FAILURE,  error",
        "no verdict, 1, FAILURE,  error"
    })
    void theMergesVerdictIsTheBuildsWhateverTheGeneratorsSay(String outcome, int merge, String result, String then) {
        Build build = build(Map.of("load", 1, "merge", merge));

        assertThat(build.result()).isEqualTo(result);
        List<String> steps = new ArrayList<>(List.of("sh plan", "stash"));
        for (int generator = 0; generator < 3; generator++) {
            steps.addAll(List.of("unstash", "withCredentials", "sh load", "stash"));
        }
        steps.addAll(List.of("sh prepare", "unstash", "unstash", "unstash", "sh merge"));
        Stream.ofNullable(then).forEach(steps::add);
        steps.add("archiveArtifacts");
        assertThat(build.steps()).containsExactlyElementsOf(steps);
    }

    @Test
    void asManyCellsRunAsGeneratorsAreCountedAndEachIsMerged() {
        Build build = build(Map.of());

        assertThat(loads).containsExactly("0", "1", "2");
        assertThat(build.calls("stash"))
                .extracting(stash -> stash.argument("name").toString())
                .containsExactly("start", "generator-0", "generator-1", "generator-2");
        assertThat(build.calls("unstash"))
                .extracting(unstash -> unstash.arguments().get(0).toString())
                .containsExactly("start", "start", "start", "generator-0", "generator-1", "generator-2");
    }

    @Test
    void withoutACommonStartNoGeneratorRuns() {
        Build build = build(Map.of("plan", 1));

        assertThat(build.result()).isEqualTo("FAILURE");
        assertThat(loads).isEmpty();
        assertThat(build.steps()).containsExactly("sh plan");
    }

    @Test
    void allGeneratorsHaveOneStartOneRunAndAnIndexEach(@TempDir Path job, @TempDir Path bin) throws IOException {
        Path mvn = Files.createFile(bin.resolve("mvn"), asFileAttribute(fromString("rwx------")));
        Files.writeString(mvn, MAVEN);
        JobShell shell = new JobShell(job, bin, Map.of());

        Build build = PipelineRecorder.build(JENKINSFILE, 7, Map.of("BQ_TABLE", "events"), shell);

        assertThat(build.result()).as(shell.console()).isEqualTo("SUCCESS");
        String start = Files.readString(job.resolve("start-at")).strip();
        assertThat(Duration.between(Instant.now(), Instant.parse(start)))
                .isBetween(Duration.ofMinutes(5), Duration.ofMinutes(10));
        for (String index : List.of("0", "1", "2")) {
            assertThat(Files.readAllLines(job.resolve("variables-" + index + ".txt")))
                    .contains(
                            INDEX + "=" + index,
                            "PLUMBLINE_GENERATOR_COUNT=3",
                            "PLUMBLINE_GENERATOR_START_AT=" + start,
                            "TEST_RUN_ID=generators-7",
                            "BQ_TABLE=events",
                            "AWS_ACCESS_KEY_ID=plumbline-aws");
            assertThat(Files.readAllLines(job.resolve("arguments-" + index + ".txt")))
                    .containsExactly(
                            "-B",
                            "gatling:test",
                            "-Dgatling.simulationClass=simulations.ConstantRateSimulation",
                            "-Dplumbline.results.dir=results");
        }
        assertThat(Files.readAllLines(job.resolve("arguments-.txt"))).endsWith("-Dexec.args=merge results");
        assertThat(Files.readAllLines(job.resolve("variables-.txt")))
                .noneMatch(line -> line.startsWith("AWS_ACCESS_KEY_ID="));
    }

    /** With the exit codes of its scripts by their labels, 0 where none is given. */
    private Build build(Map<String, Integer> exits) {
        return PipelineRecorder.build(JENKINSFILE, 7, Map.of(), (label, script, all) -> {
            assertThat(script).doesNotContain("${");
            if (label.equals("load")) {
                assertThat(all).containsEntry("PLUMBLINE_GENERATOR_COUNT", "3");
                loads.add(all.get(INDEX));
            } else {
                assertThat(all).doesNotContainKey(INDEX);
            }
            return exits.getOrDefault(label, 0);
        });
    }
}
