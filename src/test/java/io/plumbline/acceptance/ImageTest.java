package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.docs.JobShell;
import io.plumbline.infra.Dockerfile;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import local.ChildStandIn;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** The image without Docker: built as the Dockerfile says, laid out in a folder, and its entrypoint run from there. */
@Tag("conscience")
@DisabledOnOs(OS.WINDOWS)
class ImageTest {

    private static final Dockerfile FILE = Dockerfile.ofGenerator();
    private static final Pattern TEST_SCOPE =
            Pattern.compile("<artifactId>([^<]+)</artifactId>\\s*(?:<version>[^<]*</version>\\s*)?<scope>test</scope>");

    /** What the machine that runs the tests may have set for itself. */
    private static final Pattern NOT_THE_CONTAINERS =
            Pattern.compile("(AWS|GCP|BQ|KINESIS|LAMBDA|BIGQUERY|PLUMBLINE|GOOGLE|TEST_RUN_ID|JDK_JAVA|JAVA_TOOL).*");

    private static final Map<String, String> SHORT_LOAD = Map.of(
            "PLUMBLINE_LOAD_RATE", "20",
            "PLUMBLINE_LOAD_DURATION", "5 s",
            // The machine does other work as well; the generator's health has tests of its own.
            "PLUMBLINE_GENERATOR_MAX_LATENESS", "1 minute",
            "PLUMBLINE_GENERATOR_MAX_PAUSE", "1 minute",
            "PLUMBLINE_GENERATOR_MAX_CPU", "100 %",
            "PLUMBLINE_GENERATOR_MIN_RATE", "1 %",
            "PLUMBLINE_SLO_END_TO_END_P95", "1 minute",
            "AWS_ACCESS_KEY_ID", "local",
            "AWS_SECRET_ACCESS_KEY", "local");

    @TempDir
    static Path built;

    private static Path root;

    @TempDir
    Path folder;

    @BeforeAll
    static void build() throws IOException {
        Path project = Files.createDirectory(built.resolve("project"));
        for (String part : List.of("pom.xml", ".mvn", "src", "infra", "target/classes", "target/test-classes")) {
            copy(Path.of(part), project);
        }
        JobShell maven = new JobShell(
                project,
                Path.of(Program.property("plumbline.test.maven"), "bin"),
                Map.of("MAVEN_OPTS", "-Dmaven.repo.local=" + Program.property("plumbline.test.repository")));
        // What this test runs from is compiled.
        int exit =
                maven.run("image", "mvn -B -q -Pimage package -Dmaven.main.skip=true -Dmaven.test.skip=true", Map.of());
        assertThat(exit).as(maven.console()).isZero();
        root = Files.createDirectory(built.resolve("root"));
        FILE.layOut(project.resolve("target/image"), root);
    }

    @Test
    void theContextIsCopiedAsAWhole() throws IOException {
        assertThat(count(root)).isEqualTo(count(built.resolve("project/target/image")));
    }

    @Test
    void whoeverTheContainersUserIsMayReadIt() throws IOException {
        try (Stream<Path> files = Files.walk(built.resolve("project/target/image"))) {
            for (Path file : files.toList()) {
                assertThat(Files.getPosixFilePermissions(file))
                        .as(file.toString())
                        .contains(PosixFilePermission.OTHERS_READ)
                        .doesNotContain(PosixFilePermission.OTHERS_WRITE);
            }
        }
        assertThat(entrypoint()).isExecutable();
    }

    /** Two versions of an artifact have classes of the same names. */
    @Test
    void noClassIsThereTwice() throws IOException {
        Map<String, List<String>> jars = new TreeMap<>();
        for (Path jar : jars()) {
            try (JarFile open = new JarFile(jar.toFile())) {
                open.stream()
                        .filter(entry -> entry.getName().endsWith(".class"))
                        .filter(entry -> !entry.getName().matches("(META-INF/.*)?(module|package)-info\\.class"))
                        .forEach(entry -> jars.computeIfAbsent(entry.getName(), name -> new ArrayList<>())
                                .add(jar.getFileName().toString()));
            }
        }
        assertThat(jars).hasSizeGreaterThan(10_000);
        assertThat(jars.entrySet().stream().filter(name -> name.getValue().size() > 1))
                .isEmpty();
    }

    @Test
    void whatOnlyTestsNeedIsNotThere() throws IOException {
        List<String> ofTests = TEST_SCOPE
                .matcher(Files.readString(Path.of("pom.xml")))
                .results()
                .map(dependency -> dependency.group(1))
                .filter(artifact -> !artifact.equals("gatling-charts-highcharts"))
                .toList();
        List<String> jars =
                jars().stream().map(jar -> jar.getFileName().toString()).toList();
        long bytes = 0;
        for (Path jar : jars()) {
            bytes += Files.size(jar);
        }
        System.out.printf("image: %d jars, %d MB%n", jars.size(), bytes / 1_000_000);

        assertThat(ofTests).contains("duckdb_jdbc", "junit-jupiter", "archunit", "jmh-core");
        assertThat(jars)
                .anyMatch(jar -> jar.startsWith("gatling-charts-highcharts-"))
                .noneMatch(jar -> ofTests.stream().anyMatch(artifact -> jar.startsWith(artifact + "-")))
                .noneMatch(jar -> jar.startsWith("junit-") || jar.startsWith("opentest4j"));
        assertThat(bytes).isLessThan(150_000_000);
        try (Stream<Path> classes = Files.list(root.resolve("opt/plumbline/simulations"))) {
            assertThat(classes.map(file -> file.getFileName().toString())).doesNotContain("local", "io", "walls");
        }
    }

    @Test
    void aLoadPassesAndItsVerdictCanBeAskedFor() throws Exception {
        Path results = folder.resolve("results");
        try (StandIn.Running standIn = new ChildStandIn(Map.of()).start(folder.resolve("truth.json"))) {
            Process load = start("pass", standIn.environment(), FILE.command());

            assertThat(ended(load)).as(console()).isZero();
        }
        assertThat(run("pass").path("verdict").asText()).isEqualTo("PASS");
        assertThat(run("pass").at("/counts/onTime").asInt()).isEqualTo(100);
        assertThat(results.resolve("gatling")).isDirectoryContaining(Files::isDirectory);

        Process verdict = start(
                "pass", Map.of(), List.of("verdict", results.resolve("pass").toString()));

        assertThat(ended(verdict)).as(console()).isZero();
        assertThat(console()).startsWith("PASS: pass, simulations.SmokeSimulation");
    }

    @Test
    void aLoadThatFailsEndsWithAnotherCode() throws Exception {
        Map<String, String> drops = Map.of("local.faults.drop.ordinals", "7,20");
        try (StandIn.Running standIn = new ChildStandIn(drops).start(folder.resolve("truth.json"))) {
            Map<String, String> environment = new HashMap<>(standIn.environment());
            environment.put("PLUMBLINE_ARRIVAL_WITHIN", "8 s");
            environment.put("PLUMBLINE_ARRIVAL_DRAIN", "4 s");

            Process load = start("fail", environment, List.of("load", "simulations.SmokeSimulation"));

            assertThat(ended(load)).as(console()).isEqualTo(2);
        }
        assertThat(run("fail").path("verdict").asText()).isEqualTo("FAIL");
        assertThat(run("fail").at("/counts/lost").asInt()).isEqualTo(2);
    }

    @Test
    void aSignalToEndLeavesResultsThatAreInvalid() throws Exception {
        try (StandIn.Running standIn = new ChildStandIn(Map.of()).start(folder.resolve("truth.json"))) {
            Map<String, String> environment = new HashMap<>(standIn.environment());
            environment.put("PLUMBLINE_LOAD_DURATION", "10 minutes");
            Process load = start("cut", environment, List.of("load"));
            await(load, " arrived");

            // SIGTERM, as Kubernetes and ECS send it to the first process.
            load.destroy();

            assertThat(ended(load)).as(console()).isEqualTo(2);
        }
        assertThat(run("cut").path("verdict").asText()).isEqualTo("INVALID");
        assertThat(folder.resolve("results/cut/report/index.html")).exists();
    }

    @Test
    void withoutAPipelineItSaysWhatToSet() throws Exception {
        Process load = start("none", Map.of(), List.of("load"));

        assertThat(ended(load)).as(console()).isEqualTo(1);
        assertThat(console()).contains("no pipeline is named").doesNotContain("\tat ");
    }

    private static Path entrypoint() {
        return root.resolve(FILE.entrypoint().get(0).substring(1));
    }

    /** With the variables that a container would have, and no others of ours. */
    private Process start(String runId, Map<String, String> more, List<String> arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(entrypoint().toString()));
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment()
                .keySet()
                .removeIf(name -> NOT_THE_CONTAINERS.matcher(name).matches());
        builder.environment().putAll(SHORT_LOAD);
        builder.environment().put("TEST_RUN_ID", runId);
        builder.environment()
                .put("PLUMBLINE_RESULTS_DIR", folder.resolve("results").toString());
        builder.environment()
                .put("PATH", Path.of(System.getProperty("java.home"), "bin") + ":" + System.getenv("PATH"));
        builder.environment().putAll(more);
        return builder.start();
    }

    private int ended(Process process) throws InterruptedException, IOException {
        if (!process.waitFor(3, TimeUnit.MINUTES)) {
            process.destroyForcibly();
            throw new AssertionError("did not end within 3 minutes:\n" + console());
        }
        return process.exitValue();
    }

    private void await(Process process, String text) throws InterruptedException, IOException {
        while (!console().contains(text)) {
            if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                throw new AssertionError("ended without printing '" + text + "':\n" + console());
            }
        }
    }

    private String console() throws IOException {
        return Files.readString(folder.resolve("console.txt"));
    }

    private JsonNode run(String id) throws IOException {
        return new JsonMapper()
                .readTree(folder.resolve("results")
                        .resolve(id)
                        .resolve("run.json")
                        .toFile());
    }

    private static List<Path> jars() throws IOException {
        try (Stream<Path> files = Files.list(root.resolve("opt/plumbline/lib"))) {
            return files.sorted().toList();
        }
    }

    private static long count(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile).count();
        }
    }

    /** With its path below the project's. */
    static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path copy = to.resolve(file.toString());
                Files.createDirectories(copy.getParent());
                Files.copy(file, copy);
            }
        }
    }
}
