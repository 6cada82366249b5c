package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.CapacityFigures;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import io.plumbline.result.Searches;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class CapacityTextTest {

    private static String text(RunRecord run) {
        return String.join("\n", CapacityText.of(run)) + "\n";
    }

    @Test
    void standsBeforeTheRecords() {
        String block = ConsoleReport.text(Runs.searched(), List.of(), Colours.OFF);

        assertThat(block).contains("SmokeSimulation\n" + text(Runs.searched()) + "\nrecords\n");
    }

    @Test
    void aLineEachStep() {
        assertThat(text(Runs.searched()))
                .isEqualTo(
                        """
                """);
    }

    @Test
    void whereNothingPassedNothingWasPredicted() {
        assertThat(text(Runs.searched(Searches.nothingPassed())))
                .contains("the pipeline does not sustain 600.0 records/s")
                .doesNotContain("predicted", "✓");
    }

    @Test
    void whatTheGeneratorDidNotMakeIsSaid() {
        assertThat(CapacityText.of(Runs.searched(Searches.limitedByGenerator())))
                .filteredOn(line -> line.contains("✗ fail"))
                .hasSize(3)
                .allMatch(line -> line.endsWith("  generator"));
    }

    @Test
    void ofManyStepsTheFirst() {
        CapacityFigures found = Searches.found();
        CapacityFigures many = new CapacityFigures(
                "why ".repeat(200),
                found.lastPass(),
                found.firstFail(),
                found.confirmed(),
                found.limitedBy(),
                found.growthLimit(),
                found.prediction(),
                Collections.nCopies(42, found.steps().get(3)),
                found.backlog());

        List<String> lines = CapacityText.of(Runs.searched(many));

        assertThat(lines).filteredOn(line -> line.contains("✗ fail")).hasSize(30);
        assertThat(lines).endsWith("  and 12 more, all in run.json").allMatch(line -> line.length() <= 100);
    }

    @Test
    void nothingWhereNothingWasSought() {
        assertThat(CapacityText.of(Runs.passed())).isEmpty();
        assertThat(text(Runs.searched(Searches.cutOff()))).doesNotContain("steps ");
    }
}
