package io.plumbline.infra;

import static java.nio.file.attribute.PosixFilePermissions.asFileAttribute;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The task definition, and the script that runs it, by an {@code aws} that notes what it is asked and by the real one. */
@DisabledOnOs(OS.WINDOWS)
class EcsTest {

    private static final Path DEFINITION = Path.of("infra/ecs/task-definition.json");
    private static final Path SCRIPT = Path.of("infra/ecs/run-generators.sh").toAbsolutePath();
    private static final JsonMapper JSON = new JsonMapper();

    /** Tasks are still running when first asked for; of several starts one can be refused. */
    private static final String AWS =
            """
            #!/bin/sh
            echo "$2" >> calls.txt
            case "$2" in
            run-task)
                n=$(($(grep -c run-task calls.txt)))
                previous=
                for one; do
                    if [ "$previous" = --overrides ]; then printf '%s' "$one" > "overrides-$n.json"; fi
                    previous=$one
                done
                if [ "$n" = "$REFUSED" ]; then echo None; else echo "arn:task/$n"; fi ;;
            describe-tasks)
                case "$*" in
                *exitCode*) echo "$EXIT" ;;
                *) if [ -e asked ]; then echo 0; else touch asked; echo 1; fi ;;
                esac ;;
            stop-task)
                printf '%s\\n' "$@" | tail -1 >> stopped.txt ;;
            esac
            """;

    @TempDir
    Path folder;

    @BeforeEach
    void makeAws() throws IOException {
        Path aws = Files.createFile(folder.resolve("aws"), asFileAttribute(fromString("rwx------")));
        Files.writeString(aws, AWS);
    }

    @Test
    void eachGeneratorHasItsIndexAndAllElseIsTheSame() throws Exception {
        assertThat(run("3", "0", "0").exitValue()).isZero();

        assertThat(Files.readAllLines(folder.resolve("calls.txt")))
                .containsExactly(
                        "run-task",
                        "run-task",
                        "run-task",
                        "describe-tasks",
                        "describe-tasks", // running, then not
                        "run-task",
                        "describe-tasks",
                        "describe-tasks");
        for (int task = 1; task <= 3; task++) {
            Map<String, String> environment = environment(overrides(task));
            assertThat(environment)
                    .containsEntry("PLUMBLINE_GENERATOR_INDEX", Integer.toString(task - 1))
                    .containsEntry("PLUMBLINE_GENERATOR_COUNT", "3")
                    .containsEntry("PLUMBLINE_GENERATOR_START_AT", "2026-11-30T02:00:00Z")
                    .containsEntry("TEST_RUN_ID", "load-1")
                    .containsEntry("PLUMBLINE_RESULTS_DIR", "/results/load-1");
            assertThat(environment.keySet()).allSatisfy(KnownVariables::assertKnown);
        }
        assertThat(overrides(4).path("command"))
                .extracting(JsonNode::asText)
                .containsExactly("merge", "/results/load-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "2", "3"})
    void theScriptEndsAsTheMergeDoes(String exit) throws Exception {
        assertThat(run("2", exit, "0").exitValue()).isEqualTo(Integer.parseInt(exit));
    }

    @Test
    void aMergeThatNeverRanIsNoPass() throws Exception {
        assertThat(run("2", "None", "0").exitValue()).isEqualTo(1);
    }

    @Test
    void whereOneIsNotStartedTheOthersAreStopped() throws Exception {
        assertThat(run("3", "0", "3").exitValue()).isEqualTo(1);

        assertThat(Files.readAllLines(folder.resolve("stopped.txt"))).containsExactly("arn:task/1", "arn:task/2");
        assertThat(Files.readString(folder.resolve("console.txt"))).contains("generator 2 was not started");
    }

    @Test
    void everyVariableOfTheDefinitionIsASettingsAndNoSecret() throws IOException {
        JsonNode container = JSON.readTree(DEFINITION.toFile()).at("/containerDefinitions/0");

        assertThat(environment(container)).hasSizeGreaterThan(5);
        assertThat(environment(container).keySet())
                .allSatisfy(KnownVariables::assertKnown)
                .noneMatch(KnownVariables::isSecret);
        assertThat(container.at("/mountPoints/0/containerPath").asText())
                .isEqualTo(Dockerfile.ofGenerator().environment().get("PLUMBLINE_RESULTS_DIR"));
    }

    @Test
    void theAwsCommandLineTakesTheDefinitionAndTheOverrides() throws Exception {
        assertThat(asked("register-task-definition", "--cli-input-json", "file://" + DEFINITION.toAbsolutePath()))
                .isEmpty();

        run("1", "0", "0");
        for (int task = 1; task <= 2; task++) {
            String overrides = Files.readString(folder.resolve("overrides-" + task + ".json"));
            assertThat(asked("run-task", "--task-definition", "plumbline", "--overrides", overrides))
                    .isEmpty();
        }
    }

    @Test
    void itRefusesAMisspeltField() throws Exception {
        Path misspelt = Files.writeString(
                folder.resolve("misspelt.json"), Files.readString(DEFINITION).replace("stopTimeout", "stopTimeOut"));

        assertThat(asked("register-task-definition", "--cli-input-json", "file://" + misspelt))
                .contains("Unknown parameter", "stopTimeOut");
    }

    /** What the real {@code aws} has against it; it checks against its model of the service, and sends nothing. */
    private String asked(String... command) throws IOException, InterruptedException {
        assumeTrue(
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(entry -> Files.isExecutable(Path.of(entry, "aws"))),
                "NOT TESTED with the aws command line: there is no aws on the PATH");
        List<String> all = new ArrayList<>(List.of("aws", "ecs"));
        all.addAll(List.of(command));
        all.addAll(List.of("--generate-cli-skeleton", "output"));
        ProcessBuilder builder = new ProcessBuilder(all);
        builder.environment()
                .putAll(Map.of(
                        "AWS_DEFAULT_REGION",
                        "eu-west-1",
                        "AWS_ACCESS_KEY_ID",
                        "none",
                        "AWS_SECRET_ACCESS_KEY",
                        "none"));
        Path errors = folder.resolve("errors.txt");
        Process process = builder.redirectError(errors.toFile())
                .redirectOutput(folder.resolve("skeleton.txt").toFile())
                .start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String found = Files.readString(errors);
        assertThat(process.exitValue() == 0).as(found).isEqualTo(found.isEmpty());
        return found;
    }

    private Process run(String count, String exit, String refused) throws IOException, InterruptedException {
        ProcessBuilder builder = new ProcessBuilder(SCRIPT.toString(), count)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment()
                .putAll(Map.of(
                        "CLUSTER", "load",
                        "NETWORK", "awsvpcConfiguration={subnets=[subnet-1]}",
                        "TEST_RUN_ID", "load-1",
                        "PLUMBLINE_GENERATOR_START_AT", "2026-11-30T02:00:00Z",
                        "PAUSE", "0",
                        "EXIT", exit,
                        "REFUSED", refused,
                        "PATH", folder + ":" + System.getenv("PATH")));
        Process process = builder.start();
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return process;
    }

    private JsonNode overrides(int task) throws IOException {
        return JSON.readTree(folder.resolve("overrides-" + task + ".json").toFile())
                .at("/containerOverrides/0");
    }

    private static Map<String, String> environment(JsonNode container) {
        Map<String, String> environment = new HashMap<>();
        container
                .path("environment")
                .forEach(named -> environment.put(
                        named.path("name").asText(), named.path("value").asText()));
        return environment;
    }
}
