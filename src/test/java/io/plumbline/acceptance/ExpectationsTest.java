package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/**
 * A function that expands records, filters some and makes several rows of others in another table, and a simulation that
 * says so and looks at a view of both tables.
 */
@Execution(ExecutionMode.CONCURRENT)
class ExpectationsTest {

    @TempDir
    Path folder;

    @Test
    void recordsHaveTheRowsThatTheyAreToHave() {
        Ended ended = Program.gatling(
                        folder,
                        ExpectationsSimulation.class,
                        Map.of("local.lambda.rows", "DEBUG=0, ERROR=3", "local.lambda.tables", "ERROR=error_events"))
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.console())
                .contains("Filtered went well", "Fanned out went well")
                .doesNotContain("out failed");
        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.run().path("settings").path("plumbline.bigquery.table").asText())
                .contains("all_events");
        JsonNode polling = ended.run().path("polling");
        assertThat(polling.path("bytesBilled").asLong())
                .as("the least, for both tables of the view")
                .isEqualTo(polling.path("queries").asLong() * 2 * (10 << 20));
        assertThat(ended.count("onTime")).isEqualTo(40);
        assertThat(ended.count("untimed")).isEqualTo(20);
        assertThat(ended.count("unexpected")).isZero();
        assertThat(ended.count("duplicatesByConsumer")).isZero();
        assertThat(ended.count("corrupted")).isZero();
        assertThat(ended.run().path("controls")).hasSize(3).allSatisfy(control -> assertThat(
                        control.path("conclusive").asInt())
                .isEqualTo(2));
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }
}
