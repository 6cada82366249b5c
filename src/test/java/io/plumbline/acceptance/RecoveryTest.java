package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.RecoverySimulation;

/** Recoveries as their users make them, over the stand-in, against what its rows and its truth say. */
@Tag("conscience")
class RecoveryTest {

    private static final double WITHIN = 0.1;
    private static final double RATE = 100;

    /** Two and a half times what is sent. */
    private static final Map<String, String> PIPELINE = Map.of(
            "local.lambda.batchSize", "50",
            "local.latency.function", "200 ms",
            "plumbline.results.records", "all",
            "plumbline.recovery.baseline", "15 s");

    @TempDir
    Path folder;

    private Ended run(Map<String, String> settings) {
        Program program = Program.gatling(folder, RecoverySimulation.class, PIPELINE)
                .patient()
                .set("plumbline.load.rate", "100")
                .within(Duration.ofMinutes(5));
        settings.forEach(program::set);
        Ended ended = program.run();
        assertThat(ended.exitCode()).as(ended.console()).isZero();
        return ended;
    }

    @Test
    void aBurst() {
        Ended ended = run(Map.of("plumbline.load.peakRate", "500", "plumbline.recovery.disturbed", "10 s"));

        JsonNode found = ended.run().path("recovery");
        assertThat(found.path("disturbance").asText()).isEqualTo("burst");
        assertTheTimeIsWhatTheRowsSay(ended, moment(found, "from"), moment(found, "to"), 500);
    }

    @Test
    void aPausedMapping() {
        Ended ended = run(Map.of("plumbline.recovery.disturbance", "pause", "plumbline.recovery.disturbed", "25 s"));

        assertThat(ended.run().at("/recovery/disturbance").asText()).isEqualTo("pause");
        JsonNode pauses = ended.truth().path("pauses");
        assertThat(pauses).as("the mapping is enabled again").hasSize(1);
        assertTheTimeIsWhatTheRowsSay(ended, moment(pauses.get(0), "stopped"), moment(pauses.get(0), "resumed"), RATE);
    }

    private static Instant moment(JsonNode of, String name) {
        return Instant.parse(of.path(name).asText());
    }

    /**
     * What came in during the disturbance and was not done is done by what the pipeline can do beyond the steady rate.
     *
     * @param rate while it was disturbed
     */
    private static void assertTheTimeIsWhatTheRowsSay(Ended ended, Instant from, Instant to, double rate) {
        JsonNode found = ended.run().path("recovery");
        List<Instant> inserted = ended.records().stream()
                .map(record -> record.at("/stamps/inserted").asLong())
                .map(micros -> Instant.EPOCH.plus(micros, ChronoUnit.MICROS))
                .toList();
        double disturbed = Duration.between(from, to).toMillis() / 1e3;
        double left = rate * disturbed - count(inserted, from, to);
        // Well before it was over, so that there was always something to do.
        Duration busy = Duration.ofMillis((long) (700 * found.path("atLeast").asDouble()));
        double capacity = count(inserted, to, to.plus(busy)) / (busy.toMillis() / 1e3);
        double truth = left / (capacity - RATE);
        String seen = "%s; the rows say %.1f s: %.0f records were left, %.1f/s were done%n%s"
                .formatted(found.path("sentence").asText(), truth, left, capacity, ended.console());
        System.out.println(seen.lines().findFirst().orElseThrow());
        assertThat(found.path("atMost").asDouble()).as(seen).isBetween((1 - WITHIN) * truth, (1 + WITHIN) * truth);
        assertThat(found.path("atLeast").asDouble()).as(seen).isBetween((1 - WITHIN) * truth, (1 + WITHIN) * truth);
        assertThat(found.at("/drainRate/point").asDouble())
                .as(seen)
                .isBetween(0.8 * (capacity - RATE), 1.2 * (capacity - RATE));
    }

    private static double count(List<Instant> moments, Instant from, Instant to) {
        return moments.stream()
                .filter(at -> !at.isBefore(from) && at.isBefore(to))
                .count();
    }
}
