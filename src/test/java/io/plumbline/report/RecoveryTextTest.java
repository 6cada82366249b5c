package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Recoveries;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecoveryTextTest {

    private static String text(RunRecord run) {
        return String.join("\n", RecoveryText.of(run)) + "\n";
    }

    @Test
    void aSentenceAndTheBacklog() {
        assertThat(text(Runs.recovered()))
                .isEqualTo(
                        """

                        recovery
                          after a pause of 30.0 s the backlog was back within 20.0 to 20.5 s; it drained by 299.5 records/s
                          backlog: before 180, back at 246, peak 6,183, drained by 299.5 (288.2–310.8) records/s
                        """);
        assertThat(ConsoleReport.text(Runs.recovered(), List.of(), Colours.OFF))
                .contains("SmokeSimulation\n" + text(Runs.recovered()) + "\nrecords\n");
    }

    @Test
    void anUpperBoundMayBeMissing() {
        assertThat(text(Runs.recovered(Recoveries.notRecovered())))
                .contains("2,610 records were left", "drained by 299.5 (288.2–∞) records/s");
    }

    @Test
    void whatIsNotKnownIsNotThere() {
        assertThat(RecoveryText.of(Runs.recovered(Recoveries.cutOff())))
                .containsExactly("", "recovery", "  the run ended before the burst");
        assertThat(RecoveryText.of(Runs.passed())).isEmpty();
    }
}
