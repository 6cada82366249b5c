package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import simulations.BatchSimulation;

/** Batches of 500 records; of the first the stream refuses 37. */
@Execution(ExecutionMode.CONCURRENT)
class BatchTest {

    private static final List<Integer> REFUSED =
            IntStream.range(0, 37).map(i -> 3 + 13 * i).boxed().toList();

    @TempDir
    Path folder;

    @Test
    @Tag("conscience")
    void exactlyTheRefusedOnesAreRejectedAndAnUnansweredBatchIsLookedForAsAWhole() {
        Ended ended = run(Map.of(
                "plumbline.load.duration", "2 s",
                "plumbline.kinesis.attemptTimeout", "3 s",
                "plumbline.arrival.within", "15 s",
                "plumbline.arrival.drain", "8 s",
                // Of the 500 that are accepted after the first batch's 463.
                "local.faults.putTimeout.ordinals", "500",
                "local.faults.drop.ordinals", "510"));

        assertThat(ended.count("rejected")).as(ended.console()).isEqualTo(37);
        // A busy machine may make some late: what matters is which were followed.
        assertThat(ended.count("onTime") + ended.count("late")).isEqualTo(463 + 499);
        assertThat(ended.count("ambiguous")).isEqualTo(1);
        TruthTest.assertCounts(ended);
        assertThat(numbers(ended, record -> record.path("state").asText().equals("rejected")))
                .containsExactlyInAnyOrderElementsOf(REFUSED);
        assertThat(ended.run().path("causes").path("rejected").toString())
                .isEqualTo("{\"ProvisionedThroughputExceededException\":37}");
        assertThat(ended.console())
                .contains("37 of 500 refused: ProvisionedThroughputExceededException", "500 of 500 unanswered: ");
    }

    @Test
    void whereRetriesAreWantedExactlyTheRefusedOnesTakeASecondAttempt() {
        Ended ended = run(Map.of(
                "plumbline.kinesis.retries", "1",
                "plumbline.arrival.within", "30 s",
                "plumbline.slo.endToEnd.p95", "30 s"));

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.count("onTime")).isEqualTo(500);
        TruthTest.assertCounts(ended);
        assertThat(numbers(ended, record -> record.path("attempts").asInt() == 2))
                .containsExactlyInAnyOrderElementsOf(REFUSED);
        assertThat(numbers(ended, record -> record.path("attempts").asInt() == 1))
                .hasSize(463);
    }

    private Ended run(Map<String, String> more) {
        // The stream counts from 1.
        String ordinals =
                REFUSED.stream().map(number -> String.valueOf(number + 1)).collect(Collectors.joining(","));
        Program program = Program.gatling(folder, BatchSimulation.class, Map.of())
                .patient()
                .set("plumbline.load.rate", "1")
                .set("plumbline.load.duration", "1 s")
                .set("plumbline.results.records", "all")
                .set("local.faults.throttle.ordinals", ordinals);
        more.forEach(program::set);
        return program.run();
    }

    /** The sequence numbers in the ids of such records. */
    private static List<Integer> numbers(Ended ended, Predicate<JsonNode> which) {
        return ended.records().stream()
                .filter(which)
                .map(record -> record.path("traceId").asText())
                .map(id -> Integer.valueOf(id.substring(id.length() - 10)))
                .toList();
    }
}
