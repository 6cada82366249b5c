package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import simulations.SmokeSimulation;

/** What a run reports is what the stand-in knows to be true: counts exactly, percentiles within the printed bounds. */
class TruthTest {

    @TempDir
    Path folder;

    @Test
    void ofAPipelineThatLosesDelaysAndDoubles() {
        Ended ended = run(Map.of(
                "local.shards", "3",
                "local.faults.drop.ordinals", "3,9,14,21,33,44,55",
                "local.faults.duplicate.ordinals", "1,2,4,5,6,7,8,10,11,12",
                "local.faults.late.ordinals", "15,16,17,18,19",
                "local.faults.late.delay", "10 s",
                "local.faults.reorder.ordinals", "30,31,40"));

        assertThat(ended.count("lost")).isEqualTo(7);
        assertThat(ended.count("late")).isEqualTo(5);
        assertThat(ended.count("duplicatesByProducer") + ended.count("duplicatesByConsumer"))
                .isEqualTo(10);
        assertTruth(ended);
    }

    @Test
    void ofAPipelineWhosePartsFail() {
        Ended ended = run(Map.of(
                "plumbline.kinesis.attemptTimeout", "1 s",
                "local.faults.putTimeout.count", "5",
                "local.faults.throttle.count", "9",
                "local.faults.insertError.count", "5",
                "local.faults.queryError.probability", "0.2"));

        assertThat(ended.count("rejected")).isEqualTo(9);
        assertThat(ended.run().path("polling").path("failed").asLong()).isPositive();
        assertTruth(ended);
    }

    private Ended run(Map<String, String> faults) {
        Program program = Program.gatling(folder, SmokeSimulation.class, faults);
        Ended ended = program.run();
        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isNotEqualTo("INVALID");
        return ended;
    }

    private static void assertTruth(Ended ended) {
        ExitCodeTest.assertCountsEqualTheTruth(ended);
        for (String percentile : List.of("p50", "p95", "p99")) {
            JsonNode truth = ended.truth().path("endToEnd").path(percentile);
            JsonNode reported = ended.run().path("endToEnd").path(percentile);
            assertThat(orInfinite(truth))
                    .as(percentile)
                    .isBetween(orInfinite(reported.path("lower")), orInfinite(reported.path("upper")));
        }
    }

    /** Null: it falls among the lost, beyond every value. */
    private static double orInfinite(JsonNode figure) {
        return figure.isNull() ? Double.POSITIVE_INFINITY : figure.asDouble();
    }
}
