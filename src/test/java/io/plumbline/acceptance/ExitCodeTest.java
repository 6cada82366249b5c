package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import io.plumbline.run.StandIn;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import local.ChildStandIn;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** {@code mvn gatling:test} exits with 0 exactly for PASS. */
class ExitCodeTest {

    @TempDir
    Path folder;

    @Test
    void pass() {
        Ended ended = Program.maven(folder, SmokeSimulation.class).run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.count("intended")).isEqualTo(60);
        assertCountsEqualTheTruth(ended);
        assertStagesEqualTheTruth(ended);
        assertThat(ended.records()).isEmpty();
        GatlingReport.namedIn(ended.console()).assertRows("Log record", 60);
    }

    @Test
    void failWithExactlyTheNamedRecordsLost() {
        String ordinals =
                IntStream.range(0, 20).mapToObj(i -> String.valueOf(2 + 3 * i)).collect(Collectors.joining(","));

        Ended ended = Program.maven(folder, SmokeSimulation.class)
                .set("local.faults.drop.ordinals", ordinals)
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("FAIL");
        assertThat(ended.count("lost")).isEqualTo(20);
        assertCountsEqualTheTruth(ended);
        assertThat(ended.records())
                .filteredOn(record -> record.path("state").asText().equals("lost"))
                .extracting(record -> record.path("traceId").asText())
                .containsExactlyInAnyOrderElementsOf(texts(ended.truth().path("dropped")));
    }

    @Test
    void invalidWhenTheTableGoesAwayInMidRun() throws IOException {
        StandIn standIn = new ChildStandIn(Map.of());
        try (StandIn.Running running = standIn.start(folder.resolve("truth.json"));
                Forwarder bigquery = Forwarder.to(running.environment().get("BIGQUERY_EMULATOR_HOST"))) {
            Map<String, String> environment = new HashMap<>(running.environment());
            environment.put("BIGQUERY_EMULATOR_HOST", bigquery.endpoint());
            Program program = Program.maven(folder, SmokeSimulation.class)
                    .set("plumbline.load.duration", "8 s")
                    .set("gatling.data.console.writePeriod", "1")
                    .environment(environment);
            Process process = program.start();
            program.awaitConsole(process, "> Log record / End to end");
            bigquery.close();

            Ended ended = program.ended(process);

            assertThat(ended.exitCode()).as(ended.console()).isNotZero();
            assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
            assertThat(ended.count("lost")).isZero();
            assertThat(ended.count("unresolved")).isPositive();
            assertThat(ended.run().path("target").asText()).isEqualTo("real pipeline");
        }
    }

    @Test
    @Tag("conscience")
    void invalidWhenMaxDurationCutsItOff() {
        Ended ended = Program.maven(folder, MaxDurationSimulation.class).run();

        assertInterrupted(ended);
    }

    @Test
    @Tag("conscience")
    void invalidWhenAThrottlesEndCutsItOff() {
        Ended ended = Program.maven(folder, ThrottleSimulation.class).run();

        assertInterrupted(ended);
    }

    private static void assertInterrupted(Ended ended) {
        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
        assertThat(ended.run().path("reasons").toString()).contains("interrupted");
        assertThat(ended.count("intended")).isPositive();
        assertThat(ended.count("lost")).isZero();
    }

    static void assertCountsEqualTheTruth(Ended ended) {
        JsonNode counts = ended.run().path("counts");
        ended.truth().path("counts").properties().forEach(truth -> {
            JsonNode count = counts.path(truth.getKey());
            if (count.isNull()) {
                assertThat(counts.path("notKnown").has(truth.getKey()))
                        .as(truth.getKey())
                        .isTrue();
            } else {
                assertThat(count.asLong(-1))
                        .as(truth.getKey())
                        .isEqualTo(truth.getValue().asLong());
            }
        });
    }

    private static void assertStagesEqualTheTruth(Ended ended) {
        JsonNode truth = ended.truth().path("stages");
        assertThat(truth).hasSize(4);
        for (JsonNode stage : truth) {
            JsonNode measured = StreamSupport.stream(ended.run().path("stages").spliterator(), false)
                    .filter(one -> one.path("name").equals(stage.path("name")))
                    .findFirst()
                    .orElseThrow();
            assertThat(measured.path("p50").asDouble())
                    .as(stage.path("name").asText())
                    .isCloseTo(stage.path("p50").asDouble(), within(5.0));
        }
    }

    private static Iterable<String> texts(JsonNode array) {
        return Stream.iterate(0, i -> i < array.size(), i -> i + 1)
                .map(i -> array.get(i).asText())
                .toList();
    }
}
