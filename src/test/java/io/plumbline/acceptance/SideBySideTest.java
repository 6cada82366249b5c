package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.SharedStandIn;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** Two runs at once, each in a process of its own, through one pipeline. */
@Tag("conscience")
class SideBySideTest {

    private static final Map<String, String> LOAD =
            Map.of("plumbline.load.rate", "20", "plumbline.load.duration", "5 s");

    @TempDir
    Path folder;

    @Test
    void eachCountsItsOwnRecordsAndNobodyElses() throws Exception {
        assumeThat(System.getProperty("os.name"))
                .as("a process is asked to end by a POSIX signal")
                .doesNotStartWith("Windows");
        try (SharedStandIn shared = SharedStandIn.start(
                folder,
                Map.of(
                        "local.faults.drop.ordinals",
                        "10,80,150",
                        "local.faults.duplicate.ordinals",
                        "20-29,120-129"))) {
            Program one = program("one", shared);
            Program two = program("two", shared);
            Process running = one.start();
            Ended endedTwo = two.run();
            Ended endedOne = one.ended(running);

            for (Ended ended : List.of(endedOne, endedTwo)) {
                assertThat(ended.run().path("verdict").asText())
                        .as(ended.console())
                        .isEqualTo(ended.count("lost") > 0 ? "FAIL" : "PASS");
                assertThat(ended.count("intended")).isEqualTo(100);
                assertThat(ended.count("foreign")).isZero();
                TruthTest.assertCounts(ended);
                TruthTest.assertPercentiles(ended);
            }
            assertThat(time(endedOne, "start")).as("side by side").isBefore(time(endedTwo, "loadEnd"));
            assertThat(time(endedTwo, "start")).as("side by side").isBefore(time(endedOne, "loadEnd"));

            JsonNode all = shared.stop();
            all.path("counts").properties().forEach(count -> assertThat(
                            count.getValue().asLong())
                    .as(count.getKey())
                    .isEqualTo(endedOne.count(count.getKey()) + endedTwo.count(count.getKey())));
            assertThat(all.at("/counts/intended").asInt()).isEqualTo(200);
            assertThat(all.at("/counts/lost").asInt()).isEqualTo(3);
            assertThat(all.at("/counts/duplicatesByProducer").asInt()
                            + all.at("/counts/duplicatesByConsumer").asInt())
                    .isPositive();
            assertThat(all.path("notHandedOver")).isEmpty();
        }
    }

    private static Instant time(Ended ended, String name) {
        return Instant.parse(ended.run().path("times").path(name).asText());
    }

    private Program program(String name, SharedStandIn shared) throws Exception {
        return Program.gatling(Files.createDirectory(folder.resolve(name)), SmokeSimulation.class, LOAD)
                .patient()
                .runId(name)
                // Beside other work an answer may come late; a put that nobody waited for is ambiguous.
                .set("plumbline.kinesis.attemptTimeout", "30 s")
                .set("local.join", shared.address());
    }
}
