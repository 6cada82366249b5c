package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.typesafe.config.ConfigFactory;
import io.plumbline.acceptance.Program.Ended;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** The doctor as a program of its own: what it prints, and how it ends. */
@Execution(ExecutionMode.CONCURRENT)
class DoctorTest {

    @TempDir
    Path folder;

    @Test
    void aReadyPipelineEndsWith0AndCanBeReadAsJson() throws IOException {
        Ended ended = Program.doctor(folder, "--json").set("local.shards", "2").run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        JsonNode report = new JsonMapper()
                .readTree(ended.console().substring(ended.console().indexOf('{')));
        assertThat(report.path("ready").asBoolean()).isTrue();
        assertThat(report.path("problems").asInt()).isZero();
        assertThat(report.path("checks")).anySatisfy(check -> {
            assertThat(check.path("subject").asText()).isEqualTo("canaries");
            assertThat(check.path("mark").asText()).isEqualTo("ok");
            assertThat(check.path("found").asText()).startsWith("2 of 2 arrived");
        });
    }

    @Test
    void aProblemEndsWith2AndKeepsItsCanariesBack() {
        Ended ended = Program.doctor(folder, "--simulation", "Heavy")
                .unset("plumbline.load.rate")
                .set("plumbline.simulations.Heavy.load.rate", "5000")
                .run();
        assertThat(ended.exitCode()).as(ended.console()).isEqualTo(2);
        assertThat(ended.console())
                .contains("✗ shards", "→ give the stream 7 shards", "not ready: 1 problem", "- canaries");
    }

    @Test
    void aWrongSettingEndsWith1AndASentence() {
        Ended ended = Program.doctor(folder).set("plumbline.load.rat", "5").run();

        assertThat(ended.exitCode()).as(ended.console()).isEqualTo(1);
        assertThat(ended.console())
                .contains("The doctor cannot look, nothing was sent:", "plumbline.load.rat", "did you mean")
                .doesNotContain("\tat ");
    }

    @Test
    void itDraftsSettingsThatASimulationCanUse() throws IOException {
        Path file = folder.resolve("drafted.conf");

        Ended ended = Program.doctor(folder, "init", "--out", file.toString())
                .set("local.shape", "partitioned")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        Settings settings = new SettingsLoader(
                        new Sources(
                                Map.of(),
                                Map.of(),
                                () -> ConfigFactory.parseFile(file.toFile()),
                                () -> ConfigFactory.parseResources("reference.conf")),
                        Clock.systemUTC())
                .settings(Set.of(Need.PUT, Need.ARRIVAL));
        assertThat(settings.kinesis().stream()).hasValue("local-stream");
        assertThat(settings.bigquery().table().orElseThrow().dotted()).isEqualTo("local-project.local_dataset.events");
        assertThat(settings.bigquery().requiredFilter().orElseThrow()).startsWith("event_time >= ");
        assertThat(settings.columns().traceId()).isEqualTo("id");
        assertThat(settings.columns().lambdaReceived()).hasValue("received");
        assertThat(settings.columns().inserted()).hasValue("loaded_at");
        assertThat(settings.columns().key()).isEqualTo(Optional.empty());
        assertThat(Files.readString(file)).contains("# guessed", "# Partitioned by event_time");
    }
}
