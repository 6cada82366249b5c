package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.CapacitySimulation;

/** A search as its user makes it, over the stand-in, against what the stand-in's rows say that it sustained. */
@Tag("conscience")
class CapacityTest {

    private static final double PRECISION = 0.05;

    /** Batches of a fifth of a second: the machine's own work is a small part of that. */
    private static final Map<String, String> PIPELINE = Map.of(
            "local.shards", "4",
            "local.lambda.batchSize", "20",
            "local.latency.function", "200 ms");

    @TempDir
    Path folder;

    private Program search(Class<? extends Simulation> simulation) {
        Program program = Program.gatling(folder, simulation, PIPELINE)
                .within(Duration.ofMinutes(8))
                .set("plumbline.capacity.search", "quick")
                .set("plumbline.capacity.drain", "30 s")
                .set("plumbline.arrival.within", "1 minute")
                .set("plumbline.arrival.drain", "1 minute")
                .set("plumbline.results.records", "all");
        // Each step is held against these.
        program.unset("plumbline.generator.maxLateness").unset("plumbline.generator.maxPause");
        return program;
    }

    @Test
    void theBracketHasWhatTheRowsSayThatThePipelineSustained() {
        Ended ended = search(EvenCapacitySimulation.class)
                .set("plumbline.bigquery.pollInterval", "500 ms")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        JsonNode found = ended.run().path("capacity");
        Duration took = Duration.between(
                Instant.parse(ended.run().at("/times/start").asText()),
                Instant.parse(ended.run().at("/times/loadEnd").asText()));
        double truth = sustained(ended, found);
        String seen = "%s; the rows say %.1f records/s; %s%n%s"
                .formatted(found.path("sentence").asText(), truth, took, ended.console());
        System.out.println(seen.lines().findFirst().orElseThrow());
        assertThat(found.path("lastPass").asDouble()).as(seen).isLessThanOrEqualTo(truth * (1 + PRECISION));
        assertThat(found.path("firstFail").asDouble())
                .as(seen)
                .isGreaterThanOrEqualTo(truth / (1 + PRECISION))
                .isLessThanOrEqualTo(found.path("lastPass").asDouble() * (1 + PRECISION));
        assertThat(found.path("limitedBy").asText()).as(seen).isIn("function", "not told");
        assertThat(found.at("/prediction/ceilings/0/limit").asText()).isEqualTo("function");
        assertThat(found.at("/prediction/ceilings/0/rate").asDouble()).as(seen).isBetween(truth * 0.8, truth * 1.2);
        assertThat(took).as(seen).isLessThan(Duration.ofMinutes(5));
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }

    /** Rows a second by their insert stamps, over the steps in which the backlog surely grew. */
    private static double sustained(Ended ended, JsonNode found) {
        List<Instant> inserted = new ArrayList<>();
        for (JsonNode record : ended.records()) {
            long micros = record.at("/stamps/inserted").asLong();
            inserted.add(Instant.EPOCH.plus(micros, ChronoUnit.MICROS));
        }
        double rows = 0;
        double seconds = 0;
        for (JsonNode step : found.path("steps")) {
            double growth = step.at("/growth/lower").asDouble();
            if (step.path("result").asText().equals("fail")
                    && growth > 0.03 * step.path("rate").asDouble()) {
                Instant from = Instant.parse(step.path("from").asText());
                Instant to = Instant.parse(step.path("to").asText());
                rows += inserted.stream()
                        .filter(at -> !at.isBefore(from) && at.isBefore(to))
                        .count();
                seconds += Duration.between(from, to).toMillis() / 1e3;
            }
        }
        assertThat(seconds).as("some step surely failed").isPositive();
        return rows / seconds;
    }

    @Test
    void aGeneratorThatCanDoNoMoreIsSaidToBeTheLimit() {
        // Records are on their way for about a second: no more than so many can be sent in one.
        Ended ended = search(CapacitySimulation.class)
                .set("plumbline.load.maxInFlight", "150")
                .set("plumbline.capacity.start", "60")
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isEqualTo(2);
        JsonNode run = ended.run();
        assertThat(run.path("verdict").asText()).isEqualTo("INVALID");
        assertThat(run.at("/capacity/limitedBy").asText()).as(ended.console()).isEqualTo("generator");
        assertThat(run.at("/capacity/firstFail").isNull()).isTrue();
        assertThat(run.at("/capacity/sentence").asText()).endsWith("the generator cannot do more");
        assertThat(run.path("reasons"))
                .extracting(JsonNode::asText)
                .contains(run.at("/capacity/sentence").asText());
    }
}
