package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.acceptance.Program.Ended;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A load that fares badly is stopped long before its end; what was sent is accounted for. */
class KillSwitchTest {

    @TempDir
    Path folder;

    @Test
    void stopsDrainsAndReports() {
        Ended ended = Program.gatling(
                        folder,
                        OpenUsersSimulation.class,
                        Map.of(
                                "local.faults.throttle.ordinals", "41-1200",
                                "plumbline.load.duration", "60 s",
                                "plumbline.guard.kill.throttleRatio", "30 %",
                                "plumbline.guard.kill.calls", "20",
                                "plumbline.guard.kill.window", "30 s"))
                .patient()
                .run();

        assertThat(ended.exitCode()).as(ended.console()).isNotZero();
        assertThat(ended.run().path("verdict").asText()).isEqualTo("INVALID");
        assertThat(ended.run().path("reasons").toString())
                .contains(
                        "the load was stopped: ",
                        "calls were throttled within 30 s, more than" + " plumbline.guard.kill.throttleRatio")
                .doesNotContain("interrupted");
        assertThat(ended.count("onTime")).isEqualTo(40);
        assertThat(ended.count("rejected")).isBetween(18L, 100L);
        assertThat(ended.count("unsent")).isGreaterThan(1_000);
        assertThat(ended.count("intended")).isEqualTo(1_200);
        ExitCodeTest.assertCountsEqualTheTruth(ended);
    }
}
