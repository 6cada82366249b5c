package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.plumbline.acceptance.Program.Ended;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import simulations.SmokeSimulation;

/** The whole pipeline stands still while the load goes on. */
@Tag("conscience")
class StoppedStandInTest {

    private static final int STOPPED_SECONDS = 20;

    @TempDir
    Path folder;

    @ParameterizedTest(name = "p95 within {0}: {1}")
    @CsvSource({"5 s,FAIL", "50 s,PASS"})
    void nothingIsLostAndTheObjectivesDecide(String p95, String verdict) throws Exception {
        assumeThat(System.getProperty("os.name"))
                .as("a process is stopped by POSIX signals")
                .doesNotStartWith("Windows");
        Map<String, String> settings = Map.of(
                "plumbline.load.rate", "50",
                "plumbline.load.duration", "30 s",
                "plumbline.kinesis.attemptTimeout", "30 s",
                "plumbline.kinesis.maxConcurrency", "2000",
                "plumbline.arrival.within", "1 minute",
                "plumbline.arrival.drain", "1 minute",
                "plumbline.slo.endToEnd.p95", p95,
                "gatling.data.console.writePeriod", "1");
        Program program = Program.gatling(folder, SmokeSimulation.class, settings);
        Process process = program.start();
        program.awaitConsole(process, "> Log record / End to end");
        ProcessHandle standIn = standInOf(process);
        signal("STOP", standIn);
        try {
            assertThat(process.waitFor(STOPPED_SECONDS, TimeUnit.SECONDS)).isFalse();
        } finally {
            signal("CONT", standIn);
        }

        Ended ended = program.ended(process);

        System.out.printf(
                "%s, p95 within %s: %s%n",
                verdict, p95, ended.run().path("endToEnd").path("p95"));
        assertThat(ended.run().path("verdict").asText()).as(ended.console()).isEqualTo(verdict);
        TruthTest.assertCounts(ended);
        TruthTest.assertPercentiles(ended);
        assertThat(ended.count("intended")).isEqualTo(1_500);
        assertThat(ended.count("lost")).isZero();
        assertThat(ended.count("onTime")).as(ended.console()).isEqualTo(1_500);
        assertThat(ended.truth().path("endToEnd").path("p95").asDouble()).isGreaterThan(10_000);
    }

    /** The only child; what a process was called with, the system tells of short commands only. */
    private static ProcessHandle standInOf(Process process) {
        List<ProcessHandle> children = process.children().toList();
        assertThat(children).hasSize(1);
        return children.get(0);
    }

    private static void signal(String name, ProcessHandle process) throws IOException, InterruptedException {
        int exit = new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(exit).as("kill -%s", name).isZero();
    }
}
