package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Baseline;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.Nights;
import io.plumbline.result.RunRecord;
import io.plumbline.result.Runs;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparisonTextTest {

    private static final int WIDTH = 100;

    private final Nights nights = new Nights(5);
    private final EarlierRuns earlier = new EarlierRuns(Optional.empty(), nights.earlier(12));

    @Test
    void whatIsSlowerIsNamedAndTheRestIsSaidToBeWithinChance() {
        List<String> lines = ComparisonText.conclusion(held(nights.tonight("Lambda", 1.5)), WIDTH);

        String text = String.join("\n", lines);
        assertThat(lines.get(0)).startsWith("  ▲ Lambda p").contains(" % above the ");
        assertThat(text)
                .contains("of the 12 earlier runs")
                .containsPattern("\n  nothing else is slower than in 12 earlier runs beyond what chance explains:"
                        + " \\d+\\.\\d % to \\d+\\.\\d %, by\\s+figure");
        assertThat(lines).allMatch(line -> line.length() <= WIDTH);
    }

    @Test
    void whereNothingIsSlowerItIsSaidFromWhichGrowthOnThatWouldHaveBeenNoticed() {
        List<String> lines = ComparisonText.conclusion(held(nights.tonight("", 1)), WIDTH);

        assertThat(String.join(" ", lines))
                .startsWith("  nothing is slower than in 12 earlier runs beyond what chance explains: ");
    }

    @Test
    void tooFewEarlierRunsTellNothing() {
        RunRecord run = Runs.passed();
        RunRecord other = Runs.earlier(run, 1, Map.of("plumbline.load.rate", "7"));
        Baseline held =
                Baseline.of(new EarlierRuns(Optional.of(other), List.of()), run).orElseThrow();

        assertThat(ComparisonText.conclusion(held, WIDTH))
                .containsExactly(
                        "  ≠ plumbline.kinesis.stream was not set, is logs",
                        "  ≠ plumbline.load.rate was 7, is not set",
                        "  how much such runs differ by chance is not known: 0 earlier runs under the same load passed, and",
                        "  it takes 3");
    }

    @Test
    void theTableHasEveryFigure() {
        Baseline held = held(nights.tonight("Lambda", 1.5));
        List<String> table = ComparisonText.table(held);

        assertThat(table).hasSize(held.figures().size() + 1);
        assertThat(table.get(0)).matches("\\s+earlier\\s+now\\s+change\\s+chance");
        assertThat(table)
                .filteredOn(line -> line.startsWith("  Lambda p95"))
                .singleElement()
                .asString()
                .matches(
                        "  Lambda p95 +\\d+ ms \\(\\d+–\\d+\\) +\\d+ ms \\(\\d+–\\d+\\) +\\+\\d+\\.\\d % +\\+\\d+\\.\\d %  ▲ slower");
        assertThat(table)
                .filteredOn(line -> line.contains("successRate"))
                .singleElement()
                .asString()
                .matches("  successRate +100 % +100 % +\\+0\\.0 %");
    }

    @Test
    void aTrendHasARowARunAndMarksWhatIsToldApart() {
        List<RunRecord> runs = new ArrayList<>(nights.earlier(12));
        runs.add(nights.tonight("Lambda", 1.5));

        List<String> lines = TrendText.of(runs);

        assertThat(lines.get(0)).isEqualTo("SmokeSimulation, local stand-in");
        assertThat(lines.get(1))
                .matches("95th percentile of +run +verdict +End to end +Kinesis put +Send to Kinesis +Kinesis to Lambda"
                        + " +Lambda +Lambda to BigQuery +BigQuery to visible");
        assertThat(lines).hasSize(2 + 13 + 1);
        assertThat(lines.get(2))
                .startsWith("2026-11-10 22:00:00Z")
                .contains("night-12", "PASS")
                .doesNotContain("▲");
        assertThat(lines.get(14)).startsWith("2026-11-22 22:00:00Z").containsPattern("\\d+ ms▲");
        assertThat(lines.subList(2, 14)).noneMatch(line -> line.contains("▲") || line.contains("▼"));
    }

    private Baseline held(RunRecord run) {
        return Baseline.of(earlier, run).orElseThrow();
    }
}
