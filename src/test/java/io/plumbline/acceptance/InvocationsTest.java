package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import java.util.regex.Pattern;
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
        assertRows(ended, "Two", "Invoke", 1, 0);
        assertRows(ended, "Two", "Reported duration", 1, 0);
        assertRows(ended, "Two", "Cold start", 1, 0);
        assertRows(ended, "Queued", "Invoke", 1, 0);
        assertRows(ended, "Crash", "Invoke", 0, 1);
        assertRows(ended, "Expected crash", "Invoke", 1, 0);
        assertRows(ended, "Check", "Invoke", 0, 1);
        assertRows(ended, "Check", "Reported duration", 1, 0);
        assertRows(ended, "Body", "Invoke", 0, 1);
        assertRows(ended, "Name #{nothing}", "Invoke", 0, 1);
        assertThat(ended.console()).doesNotContain("> Queued / Reported duration", "> Body / Reported duration");

        assertThat(ended.run().path("verdict").asText()).isEqualTo("PASS");
        assertThat(ended.count("intended")).isZero();
        assertThat(ended.count("foreign")).isZero();
        assertThat(ended.run().path("generator").path("lateness").path("count").asLong())
                .as("looks at the generator's timer")
                .isPositive();
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }

    /** How often Gatling's last summary has the row. */
    private static void assertRows(Ended ended, String group, String row, int ok, int failed) {
        String line =
                "> %s / %s +\\| +%d +\\| +%d +\\| +%d".formatted(Pattern.quote(group), row, ok + failed, ok, failed);
        assertThat(Pattern.compile(line).matcher(ended.console()).find())
                .as("%s in %s", line, ended.console())
                .isTrue();
    }
}
