package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.result.Conduct;
import io.plumbline.result.Distribution;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Generators.Part;
import io.plumbline.result.HistogramLog;
import io.plumbline.result.Histograms;
import io.plumbline.result.Merge;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.result.Runs;
import io.plumbline.result.StageRecorder;
import io.plumbline.result.TimedStage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What several generators have measured, written by each and read again, is what one would have measured alone. */
class MergedRunTest {

    private static final long SEED = 4711;

    @TempDir
    Path folder;

    /** One generator's records, or all. */
    private static final class Measured {
        private final EndToEndRecorder endToEnd = new EndToEndRecorder();
        private final EndToEndRecorder fromPlan = new EndToEndRecorder();
        private final StageRecorder put = new StageRecorder();
        private final StageRecorder stage = new StageRecorder();
        private final StageRecorder lag = new StageRecorder();
        private long arrived;
        private long lost;

        void arrived(long micros) {
            endToEnd.arrived(micros - micros / 7, micros, micros + micros / 3);
            fromPlan.arrived(micros, micros + 500, micros + 1_000 + micros / 3);
            put.record(micros / 100);
            stage.record(micros / 3);
            lag.record(micros / 1_000);
            arrived++;
        }

        void lost() {
            endToEnd.lost();
            fromPlan.lost();
            lost++;
        }

        RunRecord run() {
            return Runs.run(
                    Runs.counts(arrived + lost, 0, arrived, 0, lost),
                    endToEnd.latencies("insert stamp"),
                    List.of(stage.stage("Lambda", 3_000)),
                    Conduct.flawless());
        }

        Histograms histograms() {
            List<TimedStage> stages = List.of(stage.timed("Lambda", 3_000));
            Map<String, Distribution> beside =
                    new LinkedHashMap<>(Histograms.named(Histograms.FROM_PLAN, fromPlan.spread()));
            beside.put(Histograms.SCHEDULE_LAG, lag.distribution());
            beside.put(Histograms.TIMER, lag.distribution());
            return new Histograms(endToEnd.spread(), put.distribution(), stages, beside);
        }
    }

    @Test
    void allPercentilesAreThoseOverAllRecords() throws IOException {
        Measured whole = new Measured();
        List<Measured> parts = List.of(new Measured(), new Measured(), new Measured());
        Random random = new Random(SEED);
        for (int i = 0; i < 30_000; i++) {
            // The third generator's are slower, so that no average of percentiles would do.
            Measured part = parts.get(i % 3);
            long micros = (long) (Math.exp(random.nextGaussian()) * (i % 3 == 2 ? 900_000 : 100_000));
            whole.arrived(micros);
            part.arrived(micros);
        }
        for (int i = 0; i < 40; i++) {
            whole.lost();
            parts.get(1).lost();
        }

        Merge.Merged merged = merged(parts);

        Latencies expected = whole.endToEnd.latencies("insert stamp");
        Latencies endToEnd = merged.run().endToEnd();
        assertThat(endToEnd.count()).isEqualTo(30_040);
        assertThat(endToEnd.p50()).isEqualTo(expected.p50());
        assertThat(endToEnd.p95()).isEqualTo(expected.p95());
        assertThat(endToEnd.p99()).isEqualTo(expected.p99());
        assertThat(endToEnd.min()).isEqualTo(expected.min());
        assertThat(endToEnd.max()).isEqualTo(expected.max()).isEqualTo(Bounded.NOTHING);
        close(endToEnd.mean(), expected.mean());
        assertThat(merged.run().kinesisPut().p99())
                .isEqualTo(whole.put.summary().p99());
        RunRecord.Stage stage = merged.run().stages().get(0);
        assertThat(stage.latency().p95()).isEqualTo(whole.stage.summary().p95());
        assertThat(stage.latency().max()).isEqualTo(whole.stage.summary().max());
        assertThat(stage.bound()).isGreaterThanOrEqualTo(3);
        assertThat(merged.run().generator().scheduleLag().p99())
                .isEqualTo(whole.lag.summary().p99());
        assertThat(merged.run().generator().intendedLatency().p95())
                .isEqualTo(whole.fromPlan.latencies("insert stamp").p95());
        assertThat(merged.run().counts()).isEqualTo(whole.run().counts());
        assertThat(merged.run().verdict()).as("40 are lost").isEqualTo(Verdict.FAIL);
        assertThat(merged.run().slo()).isEqualTo(whole.run().slo());
    }

    /** A stage's clock is not known to one of them: then it is not known. */
    @Test
    void whatOneCannotTellAllTogetherCannot() throws IOException {
        Measured good = measured(100);
        Merge.Share other = share(measured(50), 1, 2);
        RunRecord.Stage unknown = new RunRecord.Stage(
                "Lambda", new RunRecord.Summary(50, null, null, null, null, null, null), 0, 0, false);
        Histograms histograms = other.histograms();
        Merge.Share notKnown = new Merge.Share(
                other.run(),
                new Histograms(
                        histograms.endToEnd(),
                        histograms.kinesisPut(),
                        List.of(new TimedStage(unknown, new StageRecorder().distribution())),
                        Map.of()));

        RunRecord run = Merge.of(List.of(share(good, 0, 2), notKnown), Map.of()).run();

        assertThat(run.stages().get(0).valid()).isFalse();
        assertThat(run.stages().get(0).count()).isEqualTo(150);
        assertThat(run.stages().get(0).latency().p95()).isNull();
        assertThat(run.generator().scheduleLag().count()).as("one has no plan").isZero();
        assertThat(run.generator().intendedLatency().estimator()).isEqualTo("none");
        assertThat(run.counts().outOfOrder()).isNull();
        assertThat(run.counts().notKnown()).containsKey("outOfOrder");
    }

    @Test
    void oneThatLeftNothingIsNamedAndTheOthersStand() throws IOException {
        RunRecord run = Merge.of(
                        List.of(share(measured(100), 3, 4), share(measured(200), 0, 4), share(measured(300), 1, 4)),
                        Map.of(2, "it was killed or still runs, for there is no run.json in /results/nightly-2"))
                .run();

        assertThat(run.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(run.reasons())
                .containsExactly(
                        "generator 2 of 4 left no results: it was killed or still runs, for there is no run.json in"
                                + " /results/nightly-2; its share of the load is in none of these figures");
        assertThat(run.counts().intended()).isEqualTo(600);
        assertThat(run.counts().onTime()).isEqualTo(600);
        assertThat(run.generators().parts()).extracting(Part::index).containsExactly(0, 1, 2, 3);
        assertThat(run.generators().parts()).extracting(Part::onTime).containsExactly(200L, 300L, null, 100L);
        assertThat(run.generators().parts())
                .extracting(Part::verdict)
                .containsExactly(Verdict.PASS, Verdict.PASS, null, Verdict.PASS);
    }

    @Test
    void theFiguresOfOneThatIsInvalidAreLeftOut() throws IOException {
        Merge.Share good = share(measured(100), 0, 2);
        Merge.Share bad = share(measured(50), 1, 2);
        Merge.Share invalid = new Merge.Share(bad.run().invalid("the run was interrupted: SIGTERM"), bad.histograms());

        RunRecord run = Merge.of(List.of(good, invalid), Map.of()).run();

        assertThat(run.verdict()).isEqualTo(Verdict.INVALID);
        assertThat(run.reasons())
                .containsExactly(
                        "generator 1 of 2 is INVALID: the run was interrupted: SIGTERM; its share of the load is in"
                                + " none of these figures");
        assertThat(run.counts().intended()).isEqualTo(100);
        assertThat(run.endToEnd().count()).isEqualTo(100);
        assertThat(run.generators().parts()).extracting(Part::intended).containsExactly(100L, 50L);
    }

    @Test
    void whereNoneCanBeTrustedTheFiguresAreOfAll() throws IOException {
        Merge.Share one = share(measured(100), 0, 2);
        Merge.Share other = share(measured(50), 1, 2);

        RunRecord run = Merge.of(
                        List.of(
                                new Merge.Share(one.run().invalid("late"), one.histograms()),
                                new Merge.Share(other.run().invalid("later"), other.histograms())),
                        Map.of())
                .run();

        assertThat(run.reasons())
                .containsExactly("generator 0 of 2 is INVALID: late", "generator 1 of 2 is INVALID: later");
        assertThat(run.counts().intended()).isEqualTo(150);
    }

    /** One is too slow for the objective, all together are not. */
    @Test
    void theObjectivesAreJudgedOverAllRecords() throws IOException {
        Measured slow = new Measured();
        for (int i = 0; i < 10; i++) {
            slow.arrived(9_000_000);
        }

        RunRecord run = Merge.of(List.of(share(slow, 0, 2), share(measured(990), 1, 2)), Map.of())
                .run();

        assertThat(slow.run().verdict()).isEqualTo(Verdict.FAIL);
        assertThat(run.verdict()).isEqualTo(Verdict.PASS);
        assertThat(run.generators().parts()).extracting(Part::verdict).containsExactly(Verdict.FAIL, Verdict.PASS);
    }

    @Test
    void whatIsNoLogOfHistogramsIsTold() throws IOException {
        Path file = Files.writeString(folder.resolve("latencies.hlog"), "Tag=End_to_end,0,1,2,no histogram");

        assertThatThrownBy(() -> HistogramLog.read(file, Runs.passed()))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + " is no log of histograms: ");
        assertThatThrownBy(() -> HistogramLog.read(folder.resolve("none.hlog"), Runs.passed()))
                .hasMessage("there is no " + folder.resolve("none.hlog"));
    }

    private static Measured measured(int records) {
        Measured measured = new Measured();
        for (int i = 1; i <= records; i++) {
            measured.arrived(1_000L * i);
        }
        return measured;
    }

    private Merge.Merged merged(List<Measured> parts) throws IOException {
        List<Merge.Share> shares = new ArrayList<>();
        for (Measured part : parts) {
            shares.add(share(part, shares.size(), parts.size()));
        }
        return Merge.of(shares, Map.of());
    }

    /** By way of the file. */
    private Merge.Share share(Measured part, int index, int count) throws IOException {
        RunRecord run = Runs.by(part.run(), index, count);
        Path file = folder.resolve("part-" + index + ".hlog");
        try (OutputStream out = Files.newOutputStream(file)) {
            new LatencyLog(run.times(), part.histograms()).write(out);
        }
        return new Merge.Share(run, HistogramLog.read(file, run));
    }

    private static void close(Bounded some, Bounded expected) {
        assertThat(some.lower()).isCloseTo(expected.lower(), within(0.005));
        assertThat(some.point()).isCloseTo(expected.point(), within(0.005));
        assertThat(some.upper()).isCloseTo(expected.upper(), within(0.005));
    }
}
