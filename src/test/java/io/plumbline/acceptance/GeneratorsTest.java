package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.SharedStandIn;
import io.plumbline.acceptance.Program.Ended;
import io.plumbline.docs.RunSchema;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Four generators, each a process of its own, share a load of 1,000 records a second through one pipeline. */
@Tag("conscience")
class GeneratorsTest {

    private static final int GENERATORS = 4;
    private static final int RATE = 1_000;
    private static final int RECORDS = SharedLoadSimulation.RECORDS;
    private static final JsonMapper JSON = new JsonMapper();

    /** Four processes begin on few cores; whoever is not ready by then does not start. */
    private static final int SECONDS_TO_GET_READY = 45;

    private static final Map<String, String> PIPELINE = Map.of(
            "local.shards", "4",
            "local.faults.drop.ordinals", "4000,9000,9001",
            "local.faults.duplicate.count", "40");

    @TempDir
    Path folder;

    @Test
    void whatTheyFindTogetherIsTheTruthOverAllRecords() throws Exception {
        try (SharedStandIn shared = SharedStandIn.start(folder, PIPELINE)) {
            List<Ended> ended = ended(start(shared, 60));

            Ended merged = merge();
            JsonNode truth = shared.stop();

            for (Ended one : ended) {
                assertThat(one.count("intended"))
                        .as("a share is not larger than another by more than a user: %s", one.console())
                        .isBetween(
                                merged.count("intended") / GENERATORS - RECORDS,
                                merged.count("intended") / GENERATORS + RECORDS);
                TruthTest.assertCounts(one);
            }
            JsonNode run = merged.run();
            assertThat(merged.exitCode()).as(merged.console()).isEqualTo(2);
            assertThat(run.path("verdict").asText()).isEqualTo("FAIL");
            assertThat(run.path("reasons"))
                    .singleElement()
                    .extracting(JsonNode::asText)
                    .isEqualTo("lost 3 records, limit 0");
            truth.path("counts").properties().forEach(count -> assertThat(merged.count(count.getKey()))
                    .as(count.getKey())
                    .isEqualTo(count.getValue().asLong()));
            assertThat(merged.count("intended")).as("and the ramp").isGreaterThan(60L * RATE);
            assertThat(merged.count("lost")).isEqualTo(3);
            assertThat(truth.path("notHandedOver")).isEmpty();
            assertThat(run.at("/generators/apart").asDouble())
                    .as("they began together")
                    .isLessThan(1_000);
            percentilesAreThoseOver(ended, run);
            TruthTest.assertPercentiles(run, truth);
        }
    }

    @Test
    void oneThatIsKilledIsNamedAndTheOthersStand() throws Exception {
        try (SharedStandIn shared = SharedStandIn.start(folder, PIPELINE)) {
            List<Program> programs = programs(shared, 30);
            List<Process> running = programs.stream().map(Program::start).toList();
            programs.get(2).awaitConsole(running.get(2), " arrived, ");
            running.get(2).destroyForcibly();

            List<Ended> ended = new ArrayList<>();
            for (int i : new int[] {0, 1, 3}) {
                ended.add(programs.get(i).ended(running.get(i)));
            }
            Ended merged = merge();

            assertThat(merged.exitCode()).as(merged.console()).isEqualTo(3);
            JsonNode run = merged.run();
            assertThat(run.path("verdict").asText()).isEqualTo("INVALID");
            assertThat(run.path("reasons").get(0).asText())
                    .startsWith(
                            "generator 2 of 4 left no results: it was killed or still runs, for there is no run.json in")
                    .endsWith("; its share of the load is in none of these figures");
            for (Ended one : ended) {
                assertThat(one.run().path("verdict").asText()).as(one.console()).isIn("PASS", "FAIL");
                TruthTest.assertCounts(one);
            }
            JsonNode truth = shared.stop();
            assertThat(truth.path("notHandedOver"))
                    .as("the records of the killed one")
                    .hasSize(1);
            truth.path("counts").properties().forEach(count -> assertThat(merged.count(count.getKey()))
                    .as(count.getKey())
                    .isEqualTo(count.getValue().asLong()));
            assertThat(merged.count("intended"))
                    .as("without the killed one's share")
                    .isGreaterThan(30L * RATE * 3 / GENERATORS);
            percentilesAreThoseOver(ended, run);
        }
    }

    private List<Program> programs(SharedStandIn shared, int seconds) throws IOException {
        String startAt = Instant.now()
                .plusSeconds(SECONDS_TO_GET_READY)
                .truncatedTo(ChronoUnit.SECONDS)
                .toString();
        List<Program> programs = new ArrayList<>();
        for (int i = 0; i < GENERATORS; i++) {
            programs.add(Program.gatling(
                            Files.createDirectory(folder.resolve("generator-" + i)),
                            SharedLoadSimulation.class,
                            Map.of())
                    .patient()
                    .runId("nightly")
                    .generator(i, GENERATORS, folder.resolve("results"))
                    .set("plumbline.generator.startAt", startAt)
                    .set("plumbline.load.rate", Integer.toString(RATE / RECORDS))
                    .set("plumbline.load.ramp", "20 s")
                    .set("plumbline.arrival.drain", "15 s")
                    .set("plumbline.load.duration", seconds + " s")
                    .set("plumbline.results.records", "all")
                    .set("plumbline.arrival.rows", "endToEnd")
                    // Beside other work an answer may come late; a put that nobody waited for is ambiguous.
                    .set("plumbline.kinesis.attemptTimeout", "30 s")
                    .set("plumbline.kinesis.acquireTimeout", "30 s")
                    .set("local.join", shared.address()));
        }
        return programs;
    }

    private List<Running> start(SharedStandIn shared, int seconds) throws IOException {
        return programs(shared, seconds).stream()
                .map(program -> new Running(program, program.start()))
                .toList();
    }

    private record Running(Program program, Process process) {}

    private static List<Ended> ended(List<Running> all) {
        return all.stream().map(one -> one.program.ended(one.process)).toList();
    }

    /** As its user calls it. */
    private Ended merge() throws Exception {
        File console = folder.resolve("merge.txt").toFile();
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.plumbline.cli.Main",
                        "merge",
                        folder.resolve("results").toString())
                .redirectErrorStream(true)
                .redirectOutput(console)
                .start();
        int exitCode = process.waitFor();
        Ended merged = new Ended(exitCode, Files.readString(console.toPath()), folder.resolve("results/nightly"));
        assertThat(RunSchema.ofTheRunRecord()
                        .problems(JSON.readTree(
                                merged.results().resolve("run.json").toFile())))
                .isEmpty();
        return merged;
    }

    /** By nearest rank over what each record took, as the generators list them one by one; lost ones are beyond. */
    private static void percentilesAreThoseOver(List<Ended> ended, JsonNode run) {
        assertThat(run.at("/endToEnd/estimator").asText()).isEqualTo("insert stamp");
        // By record: one of which the audit found more rows has a second line, without stamps.
        Map<String, Double> took = new HashMap<>();
        for (Ended one : ended) {
            for (JsonNode record : one.records()) {
                double millis = (record.at("/stamps/visible").asLong(Long.MAX_VALUE)
                                - record.at("/stamps/sent").asLong())
                        / 1e3;
                took.merge(record.path("traceId").asText(), millis, Math::min);
            }
        }
        List<Double> millis = new ArrayList<>(took.values());
        millis.sort(null);
        assertThat(run.at("/endToEnd/count").asLong()).isEqualTo(millis.size());
        for (int percent : new int[] {50, 95, 99}) {
            int rank = (int) Math.ceil(millis.size() * percent / 100.0);
            assertThat(run.at("/endToEnd/p" + percent + "/point").asDouble())
                    .as("p%d, by a histogram of four digits", percent)
                    .isCloseTo(millis.get(rank - 1), withPercentage(0.01));
        }
        assertThat(run.at("/endToEnd/min/point").asDouble()).isEqualTo(millis.get(0));
    }
}
