package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.acceptance.Program.Ended;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Projects that depend on the packed jars, built and run as their owners do. */
@Execution(ExecutionMode.CONCURRENT)
class OwnProjectIT {

    private static final Path EXAMPLES = Path.of("examples");
    private static final Path GROUP = Path.of("io", "plumbline");

    private static final Path REPOSITORY =
            Path.of("target", "own-projects-repository").toAbsolutePath();

    @TempDir
    Path folder;

    /** A local repository that has our jars beside all that is in the user's, which stays without them. */
    @BeforeAll
    static void installInARepositoryOfItsOwn() throws IOException {
        Path users = Path.of(Program.property("plumbline.test.repository"));
        deleteLastRuns();
        link(users, Files.createDirectories(REPOSITORY), GROUP.getName(0));
        link(users.resolve("io"), Files.createDirectory(REPOSITORY.resolve("io")), GROUP.getName(1));

        String packed = Program.property("plumbline.test.jar");
        String name = Path.of(packed).getFileName().toString();
        String version = name.substring("plumbline-".length());
        Path ours = Files.createDirectories(
                REPOSITORY.resolve(GROUP).resolve("plumbline").resolve(version));
        Files.copy(Path.of(packed + ".jar"), ours.resolve(name + ".jar"));
        Files.copy(Path.of(packed + "-tests.jar"), ours.resolve(name + "-tests.jar"));
        Files.copy(Path.of("pom.xml"), ours.resolve(name + ".pom"));
    }

    /** The links, and nothing behind them. */
    private static void deleteLastRuns() throws IOException {
        if (Files.exists(REPOSITORY)) {
            try (Stream<Path> last = Files.walk(REPOSITORY)) {
                for (Path file : last.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    private static void link(Path from, Path into, Path allBut) throws IOException {
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(one -> !one.endsWith(allBut)).toList()) {
                Files.createSymbolicLink(into.resolve(file.getFileName()), file);
            }
        } catch (UnsupportedOperationException | IOException e) {
            abort("the user's local repository cannot be shared here by symbolic links: " + e);
        }
    }

    @Test
    void aProjectOfOnesOwnRunsThroughTheStandIn() throws IOException {
        Ended ended = maven("own-project", "gatling:test")
                .patient()
                .set("plumbline.load.duration", "3 s")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        JsonNode run;
        try (Stream<Path> results = Files.list(folder.resolve("own-project/target/plumbline"))) {
            run = new JsonMapper()
                    .readTree(results.findFirst()
                            .orElseThrow()
                            .resolve("run.json")
                            .toFile());
        }
        assertThat(run.path("verdict").asText()).isEqualTo("PASS");
        assertThat(run.path("target").asText()).isEqualTo("local stand-in");
        assertThat(run.at("/counts/onTime").asInt()).isEqualTo(60);
        assertThat(run.at("/counts/corrupted").asInt(-1)).isZero();
        assertThat(ended.console()).doesNotContain("[DEBUG]", "SLF4J");
    }

    @Test
    void aSimulationInKotlinCompiles() throws IOException {
        // A daemon would be left behind.
        Ended ended = maven("kotlin-project", "test-compile")
                .set("kotlin.compiler.daemon", "false")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(folder.resolve("kotlin-project/target/test-classes/shop/OrdersSimulation.class"))
                .exists();
    }

    @Test
    void theExamplesHaveOurVersions() throws IOException {
        String packed =
                Path.of(Program.property("plumbline.test.jar")).getFileName().toString();
        String plugin = between(
                Files.readString(Path.of("pom.xml")),
                "<gatling-maven-plugin.version>",
                "</gatling-maven-plugin.version>");
        for (String example : List.of("own-project", "kotlin-project")) {
            String pom = Files.readString(EXAMPLES.resolve(example).resolve("pom.xml"));
            assertThat(packed).isEqualTo("plumbline-" + versionOf("plumbline", pom));
            assertThat(versionOf("gatling-maven-plugin", pom)).isEqualTo(plugin);
        }
    }

    private static String versionOf(String artifact, String pom) {
        return between(pom, "<artifactId>" + artifact + "</artifactId>", "</version>")
                .replaceFirst("\\s*<version>", "");
    }

    private static String between(String text, String start, String end) {
        int after = text.indexOf(start) + start.length();
        return text.substring(after, text.indexOf(end, after));
    }

    @Test
    void theStandInsJarHasNoTestInIt() throws IOException {
        try (JarFile jar = new JarFile(Program.property("plumbline.test.jar") + "-tests.jar")) {
            List<JarEntry> classes = jar.stream()
                    .filter(entry -> entry.getName().endsWith(".class"))
                    .toList();
            assertThat(classes).extracting(JarEntry::getName).contains("local/LocalPipeline.class");
            for (JarEntry entry : classes) {
                String constants = new String(jar.getInputStream(entry).readAllBytes(), StandardCharsets.ISO_8859_1);
                assertThat(constants)
                        .as(entry.getName())
                        .doesNotContain("org/junit", "org/assertj", "net/jqwik", "org/openjdk/jmh");
            }
        }
    }

    private Program maven(String example, String goal) throws IOException {
        Path project = folder.resolve(example);
        copy(EXAMPLES.resolve(example), project);
        return Program.maven(folder, project, REPOSITORY, goal);
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(from.relativize(file).toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
