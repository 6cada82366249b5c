package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A function that expands records, filters some and fans others out, and a simulation that says so. */
@Execution(ExecutionMode.CONCURRENT)
class ExpectationsTest {

    @TempDir
    Path folder;

    @Test
    void recordsHaveTheRowsThatTheyAreToHave() {
        Ended ended = Program.gatling(
                        folder, ExpectationsSimulation.class, Map.of("local.lambda.rows", "DEBUG=0, ERROR=3"))
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.console())
                .contains("Filtered went well", "Fanned out went well")
                .doesNotContain("out failed");
        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
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
