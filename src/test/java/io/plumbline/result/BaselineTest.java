package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.Baseline.Regression;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BaselineTest {

    private final RunRecord run = Runs.passed();
    private final RunRecord lastNight = Runs.earlier(run, 1, run.settings());

    @Test
    void oneEarlierRunTellsNothingOfChance() {
        Baseline held = held(named(lastNight));

        assertThat(held.runId()).isEqualTo("night-1");
        assertThat(held.runs()).isZero();
        assertThat(held.differs()).isEmpty();
        assertThat(held.figures())
                .extracting(Figure::name)
                .containsExactly(
                        "End to end p50",
                        "End to end p95",
                        "End to end p99",
                        "Kinesis put p50",
                        "Kinesis put p95",
                        "Send to Kinesis p50",
                        "Send to Kinesis p95",
                        "Kinesis to Lambda p50",
                        "Kinesis to Lambda p95",
                        "Lambda p50",
                        "Lambda p95",
                        "Lambda to BigQuery p50",
                        "Lambda to BigQuery p95",
                        "BigQuery to visible p50",
                        "BigQuery to visible p95",
                        "successRate",
                        "lost");
        assertThat(held.figures()).extracting(Figure::told).containsOnly(Difference.NOT_KNOWN);
        assertThat(held.tells()).isFalse();
    }

    @Test
    void ofSeveralTheMeanIsHeldAgainst() {
        Nights nights = new Nights(7);
        List<RunRecord> earlier = nights.earlier(3);
        RunRecord tonight = nights.tonight("", 1);

        Figure lambda = figure(Baseline.of(history(earlier), tonight).orElseThrow(), "Lambda p95");

        List<Double> each = earlier.stream()
                .map(night -> night.stages().get(2).latency().p95())
                .sorted()
                .toList();
        assertThat(lambda.before().lower()).isEqualTo(each.get(0));
        assertThat(lambda.before().upper()).isEqualTo(each.get(2));
        assertThat(lambda.before().point()).isBetween(each.get(0), each.get(2)).isNotEqualTo(each.get(1));
        assertThat(lambda.change())
                .isEqualTo(lambda.now().point() / lambda.before().point() - 1);
        assertThat(lambda.chance()).as("three runs tell little").isGreaterThan(0.5);
    }

    @Test
    void whatIsSlowerBeyondChanceIsSaidWithItsSizeAndItsStage() {
        Nights nights = new Nights(1);
        List<RunRecord> earlier = nights.earlier(12);
        Baseline held = Baseline.of(history(earlier), nights.tonight("Lambda to BigQuery", 1.5))
                .orElseThrow();

        assertThat(held.regressions()).hasSize(2);
        assertThat(held.regressions())
                .extracting(Regression::where)
                .containsExactly("End to end", "Lambda to BigQuery");
        assertThat(held.regressions().get(1).sentence())
                .matches(
                        "Lambda to BigQuery p\\d\\d is \\d+ ms, (4\\d|5\\d)\\.\\d % above the \\d+ ms of the 12 earlier runs;"
                                + " chance explains up to \\d\\d\\.\\d %");
    }

    @Test
    void whatIsFasterIsNoRegression() {
        Nights nights = new Nights(1);
        List<RunRecord> earlier = nights.earlier(12);
        Baseline held =
                Baseline.of(history(earlier), nights.tonight("Lambda", 0.5)).orElseThrow();

        assertThat(figure(held, "Lambda p95").told()).isEqualTo(Difference.LOWER);
        assertThat(held.regressions()).isEmpty();
    }

    @Test
    void aFigureAmongTheLostIsBeyondEveryOther() {
        List<Measure> measured = Measure.of(run);
        RunRecord lost = Runs.run(
                Runs.counts(1_500, 0, 1_300, 0, 200),
                new RunRecord.Latencies(
                        1_500,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        run.endToEnd().p50(),
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        Bounded.NOTHING,
                        ""),
                List.of(),
                Conduct.flawless());
        Baseline held = Baseline.of(history(nights(run, 5)), Runs.judged(lost, Verdict.FAIL, List.of(), run.settings()))
                .orElseThrow();

        assertThat(measured).isNotEmpty();
        assertThat(figure(held, "End to end p95"))
                .extracting(Figure::told, Figure::change)
                .containsExactly(Difference.HIGHER, null);
        assertThat(held.regressions())
                .extracting(Regression::sentence)
                .containsExactly("End to end p95 falls among the lost records, above the 1.84 s of the 5 earlier runs");
        assertThat(figure(held, "lost"))
                .extracting(Figure::unit, figure -> figure.now().point(), Figure::told)
                .containsExactly(Unit.RECORDS, 200.0, Difference.NOT_KNOWN);
    }

    /** Rounding alone makes such figures differ. */
    @Test
    void figuresThatNeverDifferedAreNotToldApartBelowTheStampsResolution() {
        EarlierRuns same = history(nights(run, 20));

        Chance chance = Chance.of(IntStream.range(0, 20).mapToObj(night -> 10.0).toList())
                .orElseThrow();

        assertThat(chance.largest(10, 20, 15)).isBetween(11.0, 12.5);
        assertThat(chance.smallest(10, 20, 15)).isBetween(7.5, 9.0);
        assertThat(Baseline.of(same, run).orElseThrow().figures())
                .filteredOn(figure -> figure.unit() == Unit.MILLISECONDS)
                .extracting(Figure::told)
                .containsOnly(Difference.NOT_TOLD_APART);
    }

    @Test
    void aStageThatOnlyOneOfThemMeasuredIsLeftOut() {
        RunRecord nothing = Runs.earlier(Runs.nothingSent(), 1, run.settings());

        assertThat(held(named(nothing)).figures()).extracting(Figure::name).containsExactly("successRate", "lost");
    }

    @Test
    void onlyRunsUnderTheSameLoadThatPassedBeforeTellOfChance() {
        Map<String, String> slower = Map.of("plumbline.kinesis.stream", "logs", "plumbline.load.rate", "10");
        Map<String, String> elsewhere = Map.of("plumbline.kinesis.stream", "others");
        List<RunRecord> all = new ArrayList<>(nights(run, 4));
        all.add(Runs.earlier(run, 5, slower));
        all.add(Runs.earlier(run, 6, elsewhere));
        all.add(Runs.earlier(Runs.failed(), 7, run.settings()));
        all.add(Runs.earlier(run, 0, run.settings()));
        all.add(Runs.earlier(run, -1, run.settings()));

        assertThat(held(history(all)).runs()).isEqualTo(4);
        assertThat(held(history(nights(run, 30))).runs()).as("the newest").isEqualTo(20);
    }

    @Test
    void whereNoneIsLikeItTheNewestIsHeldBesideItAndSaidToDiffer() {
        Map<String, String> slower = Map.of("plumbline.kinesis.stream", "logs", "plumbline.load.rate", "10");

        Baseline held = held(history(List.of(
                Runs.earlier(run, 3, slower), Runs.earlier(run, 2, slower), Runs.earlier(Runs.failed(), 1, slower))));

        assertThat(held.runId()).isEqualTo("night-2");
        assertThat(held.differs()).containsExactly("plumbline.load.rate was 10, is not set");
        assertThat(held.tells()).isFalse();
        assertThat(Baseline.of(EarlierRuns.NONE, run)).isEmpty();
    }

    @Test
    void theSimulationsOwnDefaultsAreOfTheLoadAndThoseOfOthersAreNot() {
        Map<String, String> now =
                Map.of("plumbline.kinesis.stream", "logs", "plumbline.simulations.Smoke.load.rate", "50");
        RunRecord tonight = Runs.judged(run, Verdict.PASS, List.of(), now);

        assertThat(EarlierRuns.differences(run, tonight))
                .containsExactly("plumbline.simulations.Smoke.load.rate was not set, is 50");
        assertThat(EarlierRuns.differences(
                        Runs.judged(run, Verdict.PASS, List.of(), Map.of("plumbline.simulations.Soak.load.rate", "9")),
                        Runs.judged(run, Verdict.PASS, List.of(), Map.of())))
                .isEmpty();
    }

    @Test
    void aNamedRunIsTheMarkAndTheHistoryTellsOfChance() {
        Nights nights = new Nights(3);
        List<RunRecord> earlier = nights.earlier(12);
        RunRecord tonight = nights.tonight("Lambda", 1.4);

        Baseline pair = Baseline.of(new EarlierRuns(Optional.of(earlier.get(4)), earlier), tonight)
                .orElseThrow();
        Baseline all = Baseline.of(history(earlier), tonight).orElseThrow();

        assertThat(pair.runId()).isEqualTo("night-8");
        assertThat(figure(pair, "Lambda p95").before().point())
                .isEqualTo(earlier.get(4).stages().get(2).latency().p95());
        assertThat(figure(pair, "Lambda p95").told()).isEqualTo(Difference.HIGHER);
        assertThat(figure(pair, "Lambda p95").chance())
                .as("two single runs differ more than one and a mean")
                .isGreaterThan(1.3 * figure(all, "Lambda p95").chance());
    }

    @Test
    void whereItIsDemandedARegressionFailsTheRun() {
        Nights nights = new Nights(3);
        EarlierRuns earlier = history(nights.earlier(12));
        RunRecord slow = nights.tonight("Lambda", 1.5);

        RunRecord failed = slow.explained(earlier, true);

        assertThat(failed.verdict()).isEqualTo(Verdict.FAIL);
        assertThat(failed.reasons())
                .isNotEmpty()
                .isEqualTo(failed.baseline().regressions().stream()
                        .map(Regression::sentence)
                        .toList());
        assertThat(failed.slo())
                .containsExactly(new SloResult(
                        "noRegression",
                        Unit.STAGES,
                        0,
                        (double) failed.reasons().size(),
                        Outcome.MISSED,
                        true));
        assertThat(slow.explained(earlier, false))
                .extracting(RunRecord::verdict, RunRecord::slo)
                .containsExactly(Verdict.PASS, List.of());
        assertThat(slow.invalid("the stand-in died").explained(earlier, true))
                .extracting(RunRecord::verdict, RunRecord::reasons)
                .containsExactly(Verdict.INVALID, List.of("the stand-in died"));
    }

    @Test
    void whereItCannotBeToldItIsNotJudged() {
        assertThat(run.explained(named(lastNight), true).slo())
                .endsWith(new SloResult("noRegression", Unit.STAGES, 0, null, Outcome.NOT_JUDGED, false));
        assertThat(run.explained(EarlierRuns.NONE, true).verdict()).isEqualTo(Verdict.PASS);
        assertThat(run.explained(Nights.before(run), true).slo())
                .endsWith(new SloResult("noRegression", Unit.STAGES, 0, 0.0, Outcome.MET, true));
    }

    private Baseline held(EarlierRuns earlier) {
        return Baseline.of(earlier, run).orElseThrow();
    }

    private static EarlierRuns named(RunRecord earlier) {
        return new EarlierRuns(Optional.of(earlier), List.of());
    }

    private static EarlierRuns history(List<RunRecord> runs) {
        return new EarlierRuns(Optional.empty(), runs);
    }

    private static List<RunRecord> nights(RunRecord run, int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(day -> Runs.earlier(run, day, run.settings()))
                .toList();
    }

    private static Figure figure(Baseline baseline, String name) {
        return baseline.figures().stream()
                .filter(figure -> figure.name().equals(name))
                .findFirst()
                .orElseThrow();
    }
}
