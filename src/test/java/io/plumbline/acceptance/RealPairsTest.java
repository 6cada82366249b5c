package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** Runs through the stand-in, held against earlier ones as users hold them. */
@Tag("conscience")
class RealPairsTest {

    private static final int EARLIER = 8;

    @TempDir
    Path folder;

    @Test
    void oneThatIsTheSameIsNotCalledSlowerAndOneWithASlowerFunctionIs() throws IOException {
        Path baseline = Files.createDirectory(folder.resolve("baseline"));
        for (int night = 1; night <= EARLIER; night++) {
            Program.Ended ended = night("night-" + night, "40ms", baseline);
            assertThat(ended.exitCode()).as(ended.console()).isZero();
            Files.copy(results("night-" + night).resolve("run.json"), baseline.resolve("night-" + night + ".json"));
        }

        Program.Ended same = night("same", "40ms", baseline);
        JsonNode beside = same.run().get("baseline");
        assertThat(beside.get("runs").asInt()).isEqualTo(EARLIER);
        assertThat(beside.get("differs")).isEmpty();
        assertThat(beside.get("regressions")).as(same.console()).isEmpty();
        assertThat(same.exitCode()).as(same.console()).isZero();

        Program.Ended slower = night("slower", "80ms", baseline);
        JsonNode regressions = slower.run().at("/baseline/regressions");
        assertThat(regressions)
                .as(slower.console())
                .extracting(each -> each.get("where").asText())
                .contains("Lambda");
        assertThat(change(slower.run(), "Lambda p50")).as("twice as long").isBetween(0.7, 1.5);
        assertThat(slower.exitCode()).isNotZero();
        assertThat(slower.run().get("verdict").asText()).isEqualTo("FAIL");
        assertThat(slower.console())
                .contains("▲ Lambda p")
                .contains("thresholds")
                .contains("✗ noRegression");
        assertThat(Files.readString(results("slower").resolve("junit.xml")))
                .contains("no slower than earlier runs: Lambda\"");
        assertThat(Files.readString(results("slower").resolve("report.html"))).contains("▲ Lambda p");
    }

    private static double change(JsonNode run, String figure) {
        for (JsonNode each : run.at("/baseline/figures")) {
            if (each.get("name").asText().equals(figure)) {
                return each.get("change").asDouble();
            }
        }
        throw new AssertionError("no " + figure);
    }

    private Program.Ended night(String name, String function, Path baseline) {
        return Program.gatling(
                        folder,
                        SmokeSimulation.class,
                        Map.of("plumbline.load.rate", "50", "plumbline.load.duration", "5 s"))
                .patient()
                .runId(name)
                .set("local.latency.function", function)
                .set("plumbline.results.baseline", baseline.toString())
                .set("plumbline.slo.noRegression", "true")
                .run();
    }

    private Path results(String name) {
        return folder.resolve("results").resolve(name);
    }
}
