package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import simulations.SmokeSimulation;

/** Several pipeline actions of one user: each has rows of its own, and what fails is named and strands nobody. */
@Execution(ExecutionMode.CONCURRENT)
class MishapsTest {

    @TempDir
    Path folder;

    @Test
    void whatFailsIsNamedAndTheUserGoesOn() {
        Ended ended = Program.gatling(
                        folder,
                        MishapsSimulation.class,
                        Map.of(
                                "local.shards",
                                "4",
                                "plumbline.kinesis.maxRecordBytes",
                                "1000",
                                "plumbline.results.records",
                                "all"))
                .patient()
                .run();

        assertThat(ended.console())
                .contains("One went well", "Ordered went well", "Spread went well", "Unwatched went well")
                .contains(
                        "Some failed",
                        "No records failed",
                        "Crash failed",
                        "Name failed",
                        "Check failed",
                        "No number failed",
                        "No JSON failed")
                .contains(
                        "record 1 not sent: body: No attribute named 'nothing' is defined",
                        "not sent: the records could not be made: java.lang.IllegalStateException: no records today",
                        "not sent: there are no records in the batch",
                        "2 records, the first of them 0, not sent: name: No attribute named 'nothing' is defined",
                        "not sent: sequence number for ordering: No attribute named 'nothing'",
                        "shardId.find.is(shardId-7), found shardId-");
        ExitCodeTest.assertCountsEqualTheTruth(ended);
        // One, Ordered, four of Spread, the first of Some, Check.
        assertThat(ended.count("onTime")).isEqualTo(8);
        assertThat(ended.count("untimed")).isEqualTo(3);
        // Four of Some, two of Name, No number, No JSON.
        assertThat(ended.count("rejected")).isEqualTo(8);
        assertThat(ended.run().path("causes").path("rejected").toString()).isEqualTo("{\"not sent\":8}");
        assertThat(ended.records())
                .filteredOn(record -> record.path("state").asText().equals("rejected"))
                .extracting(MishapsTest::numberAndReason)
                .containsExactlyInAnyOrder(
                        "10 body: No attribute named 'nothing' is defined",
                        "11 the partition key has 257 characters, Kinesis takes 1 to 256",
                        "12 the explicit hash key is -1, Kinesis takes 0 to 2^128 - 1",
                        "13 the record has 2008 bytes with its key, plumbline.kinesis.maxRecordBytes is 1000",
                        "14 name: No attribute named 'nothing' is defined",
                        "15 name: No attribute named 'nothing' is defined",
                        "17 sequence number for ordering: No attribute named 'nothing' is defined",
                        "18 body: #{trace.digest} needs a JSON object with traceId");
        ended.assertRows("No JSON", "Kinesis put", 0, 1);
        ended.assertRows("One", "Kinesis put", 1, 0);
        ended.assertRows("One", "End to end", 1, 0);
        ended.assertRows("Ordered", "End to end", 1, 0);
        ended.assertRows("Spread", "Kinesis put", 1, 0);
        ended.assertRows("Spread", "Lambda", 4, 0);
        ended.assertRows("Spread", "End to end", 4, 0);
        ended.assertRows("Unwatched", "Kinesis put", 1, 0);
        ended.assertRows("Some", "Kinesis put", 1, 1);
        ended.assertRows("Some", "End to end", 1, 0);
        ended.assertRows("No records", "Kinesis put", 0, 1);
        ended.assertRows("Name #{nothing}", "Kinesis put", 0, 1);
        ended.assertRows("Check", "Kinesis put", 0, 1);
        ended.assertRows("Check", "End to end", 1, 0);
        assertThat(ended.console()).doesNotContain("> Unwatched / End to end", "> Name #{nothing} / End to end");
    }

    @Test
    @Tag("conscience")
    void whatFoundNoFreeConnectionIsRejectedToTheTruthAsWell() {
        Ended ended = Program.gatling(
                        folder,
                        SmokeSimulation.class,
                        Map.of(
                                "local.latency.put", "500ms",
                                "plumbline.kinesis.maxConcurrency", "1",
                                "plumbline.kinesis.acquireTimeout", "100 ms"))
                .run();

        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isEqualTo("INVALID");
        assertThat(ended.count("rejected"))
                .isPositive()
                .isEqualTo(ended.run().path("generator").path("acquireFailures").asLong());
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }

    private static String numberAndReason(JsonNode record) {
        String id = record.path("traceId").asText();
        String reason = record.path("reason").asText();
        return Integer.valueOf(id.substring(id.length() - 10)) + " " + reason.substring("not sent: ".length());
    }
}
