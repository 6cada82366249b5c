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

                capacity
                  the pipeline sustains between 490.5 and 514.0 records/s; it is limited by the function
                  predicted are 512.0 records/s, by the function's parallel batches; as predicted
                  steps          records/s     for       backlog grows by                    p95  limited by
                  ✓ pass             200.0  12.0 s       0.2 % (-1.9–2.2)      900 ms (810–1080)
                  ✓ pass             300.0  12.0 s       0.1 % (-1.9–2.1)      900 ms (810–1080)
                  ✓ pass             450.0  12.0 s       0.1 % (-2.0–2.1)      900 ms (810–1080)
                  ✗ fail             675.0  12.0 s     26.0 % (23.9–28.0)     5.10 s (4.59–6.12)  function
                  ✗ fail             562.5  12.0 s      11.2 % (9.1–13.2)     2.40 s (2.16–2.88)  function
                  ? undecided        514.0  36.0 s        2.8 % (2.3–3.2)        1.95 s (1.90–∞)
                  ✓ pass             490.5  12.0 s       0.1 % (-2.0–2.1)      900 ms (810–1080)
                  ✓ pass             490.5  12.0 s       0.1 % (-2.0–2.1)      900 ms (810–1080)
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
