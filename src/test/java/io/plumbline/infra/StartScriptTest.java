package io.plumbline.infra;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The start script of the image, with a {@code java} that only notes what it is given. */
@DisabledOnOs(OS.WINDOWS)
class StartScriptTest {

    private static final String JAVA =
            """
            #!/bin/sh
            echo $$ > process.txt
            printf '%s\\n' "$@" > arguments.txt
            env > variables.txt
            exit 7
            """;

    private static final Pattern JVM_ARGUMENT = Pattern.compile("<jvmArg>([^<]+)</jvmArg>");
    private static final Pattern SIMULATION =
            Pattern.compile("<gatling.simulationClass>([^<]+)</gatling.simulationClass>");

    @TempDir
    Path folder;

    @BeforeEach
    void layOut() throws IOException {
        Path bin = Files.createDirectories(folder.resolve("image/bin"));
        Files.copy(Path.of("infra/container/plumbline"), bin.resolve("plumbline"));
        Path programs = Files.createDirectory(folder.resolve("programs"));
        Path java = Files.createFile(programs.resolve("java"), asFileAttribute(fromString("rwx------")));
        Files.writeString(java, JAVA);
    }

    @Test
    void aLoadIsGatlingsWithTheJvmThatMavenGivesIt() throws Exception {
        start("load", "simulations.SpikeSimulation", "-rd", "two words");

        String pom = Files.readString(Path.of("pom.xml"));
        List<String> ofMaven =
                matches(JVM_ARGUMENT, pom).filter(one -> !one.startsWith("-Xm")).toList();
        assertThat(ofMaven).hasSizeGreaterThan(4);
        assertThat(arguments())
                .containsAll(ofMaven)
                .contains("--add-opens=java.base/java.lang=ALL-UNNAMED")
                .noneMatch(one -> one.startsWith("-Xm"))
                .anyMatch(one -> one.startsWith("-XX:MaxRAMPercentage="))
                .containsSubsequence(
                        "io.gatling.app.Gatling", "-s", "simulations.SpikeSimulation", "-rf", "-rd", "two words");
    }

    @Test
    void theSimulationWithoutANameIsMavens() throws Exception {
        start("load");

        String ofMaven = matches(SIMULATION, Files.readString(Path.of("pom.xml")))
                .findFirst()
                .orElseThrow();
        assertThat(arguments()).containsSubsequence("-s", ofMaven);

        start("load", "-nr");

        assertThat(arguments()).containsSubsequence("-s", ofMaven, "-rf", "-nr");
    }

    @Test
    void allElseIsAProgramOfOurs() throws Exception {
        start("merge", "/results/a b");

        assertThat(arguments()).endsWith("io.plumbline.cli.Main", "merge", "/results/a b");

        start();

        assertThat(arguments()).endsWith("io.plumbline.cli.Main");
    }

    @Test
    void theClassesAreThoseOfTheImageWhereverItIs() throws Exception {
        start("doctor");

        String image = folder.toRealPath().resolve("image").toString();
        assertThat(arguments())
                .containsSubsequence("-cp", image + "/simulations:" + image + "/plumbline.jar:" + image + "/lib/*");
    }

    @Test
    void resultsGoToTheVolumeAndGatlingsBesideThem() throws Exception {
        start("load");

        assertThat(lines("variables.txt")).contains("PLUMBLINE_RESULTS_DIR=/results");
        assertThat(after("-rf")).matches("/results/gatling/[^/]+");
    }

    @Test
    void theJvmTakesTheScriptsPlaceAndItsExitCode() throws Exception {
        Process script = start("load");

        assertThat(lines("process.txt")).containsExactly(Long.toString(script.pid()));
        assertThat(script.exitValue()).isEqualTo(7);
    }

    private Process start(String... arguments) throws IOException, InterruptedException {
        List<String> command = Stream.concat(Stream.of("../image/bin/plumbline"), Stream.of(arguments))
                .toList();
        Path here = Files.createDirectories(folder.resolve("here"));
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(here.toFile()).inheritIO();
        builder.environment().keySet().removeIf(name -> name.startsWith("PLUMBLINE_"));
        builder.environment().put("PATH", folder.resolve("programs") + ":" + System.getenv("PATH"));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process;
    }

    private String after(String argument) throws IOException {
        List<String> arguments = arguments();
        return arguments.get(arguments.indexOf(argument) + 1);
    }

    private List<String> arguments() throws IOException {
        return lines("arguments.txt");
    }

    private List<String> lines(String file) throws IOException {
        return Files.readAllLines(folder.resolve("here").resolve(file));
    }

    private static Stream<String> matches(Pattern pattern, String text) {
        return pattern.matcher(text).results().map((MatchResult found) -> found.group(1));
    }
}
