package io.plumbline.result;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Polling;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.RunRecord.Times;
import io.plumbline.settings.Settings;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finished runs to report on. */
public final class Runs {

    private static final Instant START = Instant.parse("2026-11-22T22:00:00Z");

    /** The defaults. */
    public static final Settings.Slo LIMITS = new Settings.Slo(
            OptionalDouble.empty(),
            OptionalDouble.of(5000),
            OptionalDouble.empty(),
            OptionalDouble.of(0.99),
            OptionalLong.of(0),
            OptionalDouble.empty(),
            OptionalDouble.empty(),
            false,
            false,
            Set.of());

    private Runs() {}

    public static RunRecord passed() {
        return run(counts(30_000, 0, 30_000, 0, 0), latencies(30_000), stages(30_000), Conduct.flawless());
    }

    /** Of 1,500 records 20 were lost and 5 late. */
    public static RunRecord failed() {
        return run(counts(1_500, 0, 1_475, 5, 20), latencies(1_500), stages(1_480), Conduct.flawless());
    }

    /** BigQuery went away: 400 of 1,500 could not be looked for. */
    public static RunRecord unresolved() {
        Counts counts = new Counts(1_500, 0, 0, 0, 1_100, 0, 0, 400, 0, 3, 0L, null, null, null, null, null, Map.of());
        Bounded unknown = new Bounded(900.0, null, null);
        Latencies latencies = new Latencies(
                1_500,
                new Bounded(0.0, 310.5, 400.0),
                new Bounded(700.0, 800.0, 1500.0),
                new Bounded(0.0, 810.0, 1510.0),
                unknown,
                unknown,
                unknown,
                "polls (Turnbull)");
        Conduct conduct =
                new Conduct(false, false, Optional.empty(), List.of("BigQuery did not answer the last 12 polls"));
        return run(counts, latencies, stages(1_100), conduct);
    }

    public static RunRecord nothingSent() {
        return run(
                counts(0, 0, 0, 0, 0),
                new EndToEndRecorder().latencies("insert stamp"),
                List.of(new StageRecorder().stage("Send to Kinesis", 0)),
                Conduct.flawless());
    }

    /** A thousand records that took 1 ms to 1 s each, and no stage of theirs was measured. */
    public static Histograms histograms() {
        EndToEndRecorder endToEnd = new EndToEndRecorder();
        StageRecorder put = new StageRecorder();
        for (int millis = 1; millis <= 1_000; millis++) {
            endToEnd.arrived(900L * millis, 1_000L * millis, 1_100L * millis);
            put.record(10L * millis);
        }
        return new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of());
    }

    /** As it is written. */
    public static JsonNode json(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        RunRecordJson.write(run, out);
        return new JsonMapper().readTree(out.toByteArray());
    }

    /** The same run, but for how it went. */
    public static RunRecord went(RunRecord run, Course course) {
        return like(run, run.runId(), run.times(), run.verdict(), run.slo(), course, run.settings());
    }

    /** The same run, but for how it was judged. */
    public static RunRecord judged(
            RunRecord run, RunRecord.Verdict verdict, List<RunRecord.SloResult> slo, Map<String, String> settings) {
        return like(run, run.runId(), run.times(), verdict, slo, run.course(), settings);
    }

    /** The same run, but so many days earlier and under another load, as its settings have it. */
    public static RunRecord earlier(RunRecord run, int days, Map<String, String> settings) {
        Duration by = Duration.ofDays(days);
        Times times = new Times(
                run.times().start().minus(by),
                run.times().loadEnd(),
                run.times().drainEnd(),
                run.times().end().minus(by));
        return like(run, "night-" + days, times, run.verdict(), run.slo(), run.course(), settings);
    }

    /** The same run, as one of several generators has it. */
    public static RunRecord by(RunRecord run, int index, int count) {
        return like(
                run,
                run.runId(),
                run.runId() + "-" + index + "-k3f9",
                Generators.one(index, count),
                run.times(),
                run.verdict(),
                run.slo(),
                run.course(),
                run.settings());
    }

    /** The same run, but for what the table's run id column holds. */
    public static RunRecord withToken(RunRecord run, String runToken) {
        return like(
                run,
                run.runId(),
                runToken,
                run.generators(),
                run.times(),
                run.verdict(),
                run.slo(),
                run.course(),
                run.settings());
    }

    /** Two of three generators, one that passed and one that lost records, and one that left nothing. */
    public static RunRecord merged() {
        return Merge.of(
                        List.of(
                                new Merge.Share(by(passed(), 0, 3), histograms()),
                                new Merge.Share(by(failed(), 2, 3), histograms())),
                        Map.of(1, "it was killed"))
                .run();
    }

    /** One that searched for the capacity. */
    public static RunRecord searched() {
        return searched(Searches.found());
    }

    public static RunRecord searched(CapacityFigures capacity) {
        return found(capacity, null);
    }

    /** One whose pipeline was disturbed. */
    public static RunRecord recovered() {
        return recovered(Recoveries.recovered());
    }

    public static RunRecord recovered(RecoveryFigures recovery) {
        return found(null, recovery);
    }

    private static RunRecord found(@Nullable CapacityFigures capacity, @Nullable RecoveryFigures recovery) {
        RunRecord run = passed();
        return like(
                run,
                run.runId(),
                run.runToken(),
                run.generators(),
                run.times(),
                run.verdict(),
                run.slo(),
                run.course(),
                capacity,
                recovery,
                run.settings());
    }

    private static RunRecord like(
            RunRecord run,
            String runId,
            Times times,
            RunRecord.Verdict verdict,
            List<RunRecord.SloResult> slo,
            Course course,
            Map<String, String> settings) {
        return like(run, runId, run.runToken(), run.generators(), times, verdict, slo, course, settings);
    }

    private static RunRecord like(
            RunRecord run,
            String runId,
            String runToken,
            @Nullable Generators generators,
            Times times,
            RunRecord.Verdict verdict,
            List<RunRecord.SloResult> slo,
            Course course,
            Map<String, String> settings) {
        return like(
                run,
                runId,
                runToken,
                generators,
                times,
                verdict,
                slo,
                course,
                run.capacity(),
                run.recovery(),
                settings);
    }

    private static RunRecord like(
            RunRecord run,
            String runId,
            String runToken,
            @Nullable Generators generators,
            Times times,
            RunRecord.Verdict verdict,
            List<RunRecord.SloResult> slo,
            Course course,
            @Nullable CapacityFigures capacity,
            @Nullable RecoveryFigures recovery,
            Map<String, String> settings) {
        return new RunRecord(
                run.schemaVersion(),
                runId,
                runToken,
                run.target(),
                run.simulation(),
                generators,
                verdict,
                run.reasons(),
                times,
                run.counts(),
                run.successRate(),
                run.endToEnd(),
                run.kinesisPut(),
                run.calls(),
                run.stages(),
                run.clocks(),
                run.generator(),
                run.causes(),
                run.controls(),
                run.watched(),
                run.polling(),
                slo,
                course,
                run.cloud(),
                run.baseline(),
                run.suspicion(),
                capacity,
                recovery,
                settings,
                run.versions());
    }

    public static Counts counts(long intended, long rejected, long onTime, long late, long lost) {
        return new Counts(
                intended,
                0,
                rejected,
                0,
                onTime,
                late,
                lost,
                0,
                0,
                0,
                0L,
                0L,
                0L,
                null,
                0L,
                0L,
                Map.of("outOfOrder", "the table has no key column"));
    }

    public static Latencies latencies(long count) {
        return new Latencies(
                count,
                new Bounded(290.0, 310.5, 400.0),
                new Bounded(1100.0, 1200.0, 1300.0),
                new Bounded(1105.0, 1210.0, 1302.0),
                new Bounded(1713.0, 1840.0, 1969.0),
                new Bounded(2004.0, 2100.0, 2212.0),
                new Bounded(2900.0, 3000.0, 3100.0),
                "insert stamp");
    }

    /** On schedule, but for a lag that adds little. */
    public static Generator generator(Latencies endToEnd) {
        return new Generator(
                true,
                summary(1_500, 0.4),
                new Generator.Gc(3, 21, 9),
                new Generator.Cpu(2, 0.31),
                0,
                50.0,
                49.9,
                summary(endToEnd.count(), 1),
                endToEnd,
                new Generator.LittlesLaw(60.0, 60.5, 0.0083),
                Map.of());
    }

    private static List<Stage> stages(long count) {
        return List.of(
                new Stage("Send to Kinesis", summary(count, 4), 3.2, 0, true),
                new Stage("Kinesis to Lambda", summary(count, 500), 3.2, 0, true),
                new Stage("Lambda", summary(count, 0.4), 0.1, 0, true),
                new Stage("Lambda to BigQuery", summary(count, 640), 12, 7, true),
                new Stage("BigQuery to visible", summary(count, 0), 950, 0, true));
    }

    public static Summary summary(long count, double median) {
        if (count == 0) {
            return new StageRecorder().summary();
        }
        return new Summary(count, 0.0, median, median, 2 * median, 3 * median, 4 * median);
    }

    /** Judged by the default limits. */
    public static RunRecord run(Counts counts, Latencies endToEnd, List<Stage> stages, Conduct conduct) {
        return run(counts, endToEnd, stages, generator(endToEnd), conduct);
    }

    public static RunRecord run(Counts counts, Generator generator) {
        return run(counts, latencies(counts.expected()), List.of(), generator, Conduct.flawless());
    }

    /** One that passed, in which the simulation also made calls of its own. */
    public static RunRecord calling(Call... calls) {
        Counts counts = passed().counts();
        return run(
                counts,
                latencies(counts.expected()),
                stages(1_500),
                generator(latencies(1_500)),
                Conduct.flawless(),
                List.of(calls));
    }

    private static RunRecord run(
            Counts counts, Latencies endToEnd, List<Stage> stages, Generator generator, Conduct conduct) {
        return run(counts, endToEnd, stages, generator, conduct, List.of());
    }

    private static RunRecord run(
            Counts counts,
            Latencies endToEnd,
            List<Stage> stages,
            Generator generator,
            Conduct conduct,
            List<Call> calls) {
        Judgement judgement = Judge.judge(counts, endToEnd, LIMITS, conduct);
        return new RunRecord(
                RunRecord.SCHEMA_VERSION,
                "test-20261122-220000",
                "test-20261122-220000-x7k2",
                "local stand-in",
                "SmokeSimulation",
                null,
                judgement.verdict(),
                judgement.reasons(),
                new Times(START, START.plusSeconds(30), START.plusSeconds(35), START.plusSeconds(40)),
                counts,
                counts.successRate().point(),
                endToEnd,
                summary(counts.attempted(), 8),
                calls,
                stages,
                List.of(
                        new RunRecord.Clock("aws", new Bounded(-1.5, 0.0, 1.5), new Bounded(-20.0, 0.0, 20.0), true),
                        new RunRecord.Clock("lambda", new Bounded(11.0, 12.0, 13.0), Bounded.NOTHING, false),
                        new RunRecord.Clock("bigquery", Bounded.NOTHING, Bounded.NOTHING, false)),
                generator,
                Map.of(
                        "rejected",
                        Map.of(),
                        "ambiguous",
                        Map.of(),
                        "lost",
                        counts.lost() == 0 ? Map.of() : Map.of("never seen in the table", counts.lost())),
                List.of(
                        new RunRecord.Control("withheld", 2, 2, true, ""),
                        new RunRecord.Control("doubled", 2, 2, true, ""),
                        new RunRecord.Control("altered", 2, 2, true, "")),
                new RunRecord.Watched(0, 0, new EndToEndRecorder().latencies("none")),
                new Polling(41, 2, counts.onTime() + counts.late(), 12_345_678, 0.0001),
                judgement.slo(),
                Courses.withAStandstill(),
                Courses.cloud(counts),
                Courses.baseline(),
                Courses.suspicion(),
                null,
                null,
                Map.of("plumbline.kinesis.stream", "logs"),
                Map.of("plumbline", "0.1.0"));
    }
}
