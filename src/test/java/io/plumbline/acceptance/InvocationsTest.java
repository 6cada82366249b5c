package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** A run that only invokes the function: rows of its own, no record, and a verdict all the same. */
@Execution(ExecutionMode.CONCURRENT)
class InvocationsTest {

    @TempDir
    Path folder;

    @Test
    void invocationsHaveRowsAndStandOutsideOfTheAccount() {
        Ended ended =
                Program.gatling(folder, InvocationsSimulation.class, Map.of()).run();

        assertThat(ended.exitCode()).as(ended.console()).isZero();
        assertThat(ended.console())
                .contains("Two went well", "Queued went well", "Expected crash went well")
                .contains("Crash failed", "Check failed", "Body failed", "Record failed", "Name failed")
                .contains(
                        "function error Unhandled: {\"errorMessage\":",
                        "statusCode.find.is(201), found 200",
                        "not sent: payload: No attribute named 'nothing' is defined",
                        "record 0: body: ",
                        "not sent: name: No attribute named 'nothing' is defined");
        ended.assertRows("Two", "Invoke", 1, 0);
        ended.assertRows("Two", "Reported duration", 1, 0);
        ended.assertRows("Two", "Cold start", 1, 0);
        ended.assertRows("Queued", "Invoke", 1, 0);
        ended.assertRows("Crash", "Invoke", 0, 1);
        ended.assertRows("Expected crash", "Invoke", 1, 0);
        ended.assertRows("Check", "Invoke", 0, 1);
        ended.assertRows("Check", "Reported duration", 1, 0);
        ended.assertRows("Body", "Invoke", 0, 1);
        ended.assertRows("Name #{nothing}", "Invoke", 0, 1);
        assertThat(ended.console()).doesNotContain("> Queued / Reported duration", "> Body / Reported duration");

        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.count("intended")).isZero();
        assertThat(ended.run().at("/counts/notKnown/foreign").asText()).isEqualTo("no table was looked at");
        assertThat(ended.run().path("generator").path("lateness").path("count").asLong())
                .as("looks at the generator's timer")
                .isPositive();
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }
}
