package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.docs.JobShell;
import io.plumbline.docs.PipelineRecorder;
import io.plumbline.docs.PipelineRecorder.Build;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Three nights of the job in one workspace: its scripts by a shell, its loads through the stand-in. */
@DisabledOnOs(OS.WINDOWS)
class NightlyTest {

    private static final Map<String, String> SHORT = Map.of("DURATION", "3 s");

    @TempDir
    Path workspace;

    @Test
    @Tag("conscience")
    void eachVerdictDecidesTheBuildAndOnlyAPassJoinsTheBaseline() throws IOException {
        for (String part : List.of("Jenkinsfile", "pom.xml", ".mvn", "src")) {
            copy(Path.of(part), workspace);
        }

        assertNight(1, "SUCCESS", 0, Map.of("PLUMBLINE_SLO_END_TO_END_P95", "1 minute"), "");
        assertNight(
                2,
                "UNSTABLE",
                2,
                Map.of("PLUMBLINE_ARRIVAL_WITHIN", "8 s", "PLUMBLINE_ARRIVAL_DRAIN", "4 s"),
                "-Dlocal.faults.drop.ordinals=7,20");
        assertNight(3, "FAILURE", 3, Map.of("PLUMBLINE_LOAD_MAX_IN_FLIGHT", "1"), "");

        assertThat(names("baseline")).containsExactly("nightly-1.json");
        assertThat(names("results")).containsExactly("nightly-3");
        assertThat(names("results/nightly-3")).contains("run.json", "junit.xml", "report", "jenkins");
    }

    private void assertNight(int number, String result, int verdict, Map<String, String> settings, String standIn)
            throws IOException {
        JobShell shell = new JobShell(
                workspace, Path.of(Program.property("plumbline.test.maven"), "bin"), environment(settings, standIn));

        Build build = PipelineRecorder.build(workspace.resolve("Jenkinsfile"), number, SHORT, shell);

        assertThat(build.result()).as(shell.console()).isEqualTo(result);
        assertThat(shell.exit("verdict")).as(shell.console()).isEqualTo(verdict);
        assertThat(shell.exit("load") == 0).isEqualTo(verdict == 0);
        assertThat(build.steps()).endsWith("junit", "archiveArtifacts", "gatlingArchive", "publishHTML");
    }

    private static Map<String, String> environment(Map<String, String> settings, String standIn) {
        Map<String, String> all = new HashMap<>(settings);
        all.put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        all.put("MAVEN_OPTS", "-Dmaven.repo.local=" + Program.property("plumbline.test.repository") + " " + standIn);
        // The machine does other work as well; the generator's health has tests of its own.
        all.put("PLUMBLINE_GENERATOR_MAX_LATENESS", "1 minute");
        all.put("PLUMBLINE_GENERATOR_MAX_PAUSE", "1 minute");
        all.put("PLUMBLINE_GENERATOR_MAX_CPU", "100 %");
        all.put("PLUMBLINE_GENERATOR_MIN_RATE", "1 %");
        return all;
    }

    private List<String> names(String folder) throws IOException {
        try (Stream<Path> files = Files.list(workspace.resolve(folder))) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
