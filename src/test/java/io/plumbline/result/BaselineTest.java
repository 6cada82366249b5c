package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private final RunRecord run = Runs.passed();

    @Test
    void aRunDoesNotDifferFromItself() {
        Baseline itself = Baseline.of(run, run);

        assertThat(itself.runId()).isEqualTo(run.runId());
        assertThat(itself.differs()).isEmpty();
        assertThat(itself.figures())
                .extracting(Figure::name)
                .contains("End to end p50", "End to end p95", "Kinesis put p95", "Lambda p95", "successRate", "lost");
        assertThat(itself.figures()).extracting(Figure::told).containsOnly(Difference.NOT_TOLD_APART);
    }

    @Test
    void whatWasLostAndWhatLiesBeyondIsSaid() {
        Baseline held = Baseline.of(run, Runs.failed());

        assertThat(figure(held, "lost"))
                .isEqualTo(new Figure(
                        "lost",
                        Unit.RECORDS,
                        new Bounded(0.0, 0.0, 0.0),
                        new Bounded(20.0, 20.0, 20.0),
                        null,
                        Difference.HIGHER));
        assertThat(figure(held, "successRate").told()).isEqualTo(Difference.LOWER);
    }

    @Test
    void aFigureIsHigherOnlyWhereTheBoundsDoNotOverlap() {
        Bounded before = new Bounded(90.0, 100.0, 110.0);

        assertThat(Figure.of("p", Unit.MILLISECONDS, before, new Bounded(105.0, 120.0, 130.0)))
                .extracting(Figure::told, Figure::change)
                .containsExactly(Difference.NOT_TOLD_APART, 0.19999999999999996);
        assertThat(Figure.of("p", Unit.MILLISECONDS, before, new Bounded(111.0, 120.0, null))
                        .told())
                .isEqualTo(Difference.HIGHER);
        assertThat(Figure.of("p", Unit.MILLISECONDS, before, new Bounded(10.0, 50.0, 89.0)))
                .extracting(Figure::told, Figure::change)
                .containsExactly(Difference.LOWER, -0.5);
        assertThat(Figure.of("p", Unit.MILLISECONDS, before, new Bounded(200.0, null, null)))
                .extracting(Figure::told, Figure::change)
                .containsExactly(Difference.HIGHER, null);
    }

    @Test
    void aStageThatOnlyOneOfThemMeasuredIsLeftOut() {
        Baseline held = Baseline.of(Runs.nothingSent(), run);

        assertThat(held.figures()).extracting(Figure::name).containsExactly("successRate", "lost");
    }

    @Test
    void aRunHasTheEarlierOneBesideIt() {
        RunRecord explained = run.explained(Optional.of(Runs.failed()));

        assertThat(explained.baseline()).isEqualTo(Baseline.of(Runs.failed(), run));
        assertThat(run.explained(Optional.empty()).baseline()).isNull();
    }

    private static Figure figure(Baseline baseline, String name) {
        return baseline.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
