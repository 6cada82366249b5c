package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import io.plumbline.docs.JobShell;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.jar.Attributes;
import java.util.jar.JarFile;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** The jar for Gatling Enterprise, without Gatling Enterprise: what is in it, and that a simulation runs from it. */
@Tag("conscience")
@DisabledOnOs(OS.WINDOWS)
class EnterprisePackageTest {

    @TempDir
    static Path project;

    private static Path jar;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws IOException {
        for (String part : List.of("pom.xml", ".mvn", "src", "target/classes", "target/test-classes")) {
            ImageTest.copy(Path.of(part), project);
        }
        JobShell maven = new JobShell(
                project,
                Path.of(Program.property("plumbline.test.maven"), "bin"),
                Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + Program.property("plumbline.test.repository")));
        // What this test runs from is compiled.
        int exit = maven.run(
                "package",
                "mvn -B -q -Dmaven.main.skip=true -Dmaven.test.skip=true gatling:enterprisePackage",
                Map.of());
        assertThat(exit).as(maven.console()).isZero();
        try (Stream<Path> files = Files.list(project.resolve("target"))) {
            jar = files.filter(file -> file.toString().endsWith("-shaded.jar"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void itNamesTheSimulationsAndHoldsThemWithTheirResources() throws IOException {
        try (JarFile open = new JarFile(jar.toFile())) {
            Attributes manifest = open.getManifest().getMainAttributes();
            System.out.printf("enterprise package: %d MB, %d entries%n", Files.size(jar) / 1_000_000, open.size());

            assertThat(manifest.getValue("Gatling-Version")).isEqualTo(gatlingVersion());
            assertThat(manifest.getValue("Gatling-Simulations").split(","))
                    .contains("simulations.SmokeSimulation", "simulations.ConstantRateSimulation");
            assertThat(List.of(
                            "simulations/SmokeSimulation.class",
                            "gatling.conf",
                            "logback-test.xml",
                            "reference.conf",
                            "bodies/direct-row.json",
                            "io/plumbline/PipelineDsl.class"))
                    .allSatisfy(name -> assertThat(open.getEntry(name)).as(name).isNotNull());
        }
    }

    /** From the jar and the libraries alone: Gatling's are not in it, its runtime brings them. */
    @Test
    void aSimulationRunsFromIt() {
        String libraries = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> entry.endsWith(".jar"))
                .collect(Collectors.joining(File.pathSeparator));

        Ended ended = Program.gatling(folder, SmokeSimulation.class, Map.of())
                .classPath(jar + File.pathSeparator + libraries)
                .patient()
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
    }

    private static String gatlingVersion() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        return pom.replaceAll("(?s).*<gatling.version>([^<]+)</gatling.version>.*", "$1");
    }
}
