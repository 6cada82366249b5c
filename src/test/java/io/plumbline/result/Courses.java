package io.plumbline.result;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Course.ColdStarts;
import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Course.Exemplars;
import io.plumbline.result.Course.Point;
import io.plumbline.result.Course.Puts;
import io.plumbline.result.Course.Shard;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.RecordOutcome.State;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** How finished runs may have gone. */
public final class Courses {

    private static final Instant START = Instant.parse("2026-11-22T22:00:00Z");
    private static final List<String> STAGES =
            List.of("Send to Kinesis", "Kinesis to Lambda", "Lambda", "Lambda to BigQuery", "BigQuery to visible");
    private static final double[] PERCENTS = {0, 10, 25, 50, 75, 90, 95, 99, 99.9, 100};

    private Courses() {}

    /** A minute: a ramp, a plateau in which the pipeline stood still for five seconds, and a backlog that drains. */
    public static Course withAStandstill() {
        return new Course(
                new Timeline(START, 1, slices()),
                List.of(curve("End to end", 1_200, 90), curve("Lambda", 0.4, 0.1)),
                new Puts(
                        1_510,
                        10,
                        List.of(
                                new Shard("shardId-000000000000", 400, 0.2667),
                                new Shard("shardId-000000000001", 1_100, 0.7333))),
                new ColdStarts(40, 2, 812.5),
                new Exemplars(
                        List.of(
                                exemplar("0000000042", State.LATE, 35_000.5, "seen after its deadline"),
                                exemplar("0000000007", State.ON_TIME, 3_000.0, null)),
                        List.of(exemplar("0000000099", State.LOST, null, "never seen in the table"))));
    }

    /** The night before, a little faster. */
    public static Baseline baseline() {
        return new Baseline(
                "test-20261121-220000",
                Verdict.PASS,
                START.minusSeconds(86_400),
                12,
                List.of("plumbline.load.rate was 40, is 50"),
                List.of(
                        new Baseline.Figure(
                                "End to end p95",
                                "End to end",
                                Unit.MILLISECONDS,
                                new Bounded(1_400.0, 1_500.0, 1_600.0),
                                new Bounded(1_713.0, 1_840.0, 1_969.0),
                                0.2267,
                                0.094,
                                Difference.HIGHER),
                        new Baseline.Figure(
                                "lost",
                                "Records",
                                Unit.RECORDS,
                                new Bounded(0.0, 0.0, 0.0),
                                new Bounded(0.0, 0.0, 0.0),
                                null,
                                null,
                                Difference.NOT_KNOWN)),
                List.of(new Baseline.Regression(
                        "End to end",
                        "End to end p95 is 1.84 s, 22.7 % above the 1.50 s of the 12 earlier runs; chance explains up to"
                                + " 9.4 %")));
    }

    /** Where the function lost 30 records, and some of those that arrived are there twice. */
    public static CloudCounts cloud(RunRecord.Counts counts) {
        long sent = counts.attempted();
        return new Conservation(
                        counts,
                        0,
                        sent,
                        List.of(),
                        new Conservation.InTable(Math.max(0, sent - 25), Math.max(0, sent - 30)))
                .with(
                        Map.of(
                                "incoming_records",
                                (double) sent,
                                "invocations",
                                12.0,
                                "iterator_age",
                                1_234.5,
                                "duration_average",
                                87.25),
                        START,
                        START.plusSeconds(120),
                        "the mapping publishes no counts of events");
    }

    public static Suspicion suspicion() {
        return new Suspicion(
                "Kinesis to Lambda",
                "a record spends 96 % of its time there, on the average",
                "look at the event source mapping's batching window");
    }

    private static List<Slice> slices() {
        List<Slice> slices = new ArrayList<>();
        long backlog = 0;
        for (int second = 0; second < 60; second++) {
            long sent = second < 10 ? 5 * second : second < 50 ? 50 : 0;
            boolean standstill = second >= 30 && second < 35;
            long arrived = standstill ? 0 : Math.min(backlog + sent, second < 35 ? 50 : 80);
            backlog += sent - arrived;
            double p50 = 500 + (standstill ? 300 * (35 - second) : 0);
            Map<String, Double> stages = new LinkedHashMap<>();
            STAGES.forEach(stage -> stages.put(stage, stage.equals("Kinesis to Lambda") ? p50 : 10.0));
            boolean nothing = sent == 0;
            slices.add(new Slice(
                    sent,
                    arrived,
                    backlog,
                    0,
                    standstill ? 2 : 0,
                    0,
                    0,
                    nothing ? null : p50,
                    nothing ? null : 2 * p50,
                    nothing ? null : 2.5 * p50,
                    nothing ? Map.of() : stages));
        }
        return slices;
    }

    private static Curve curve(String name, double median, double bound) {
        List<Point> points = new ArrayList<>();
        for (double percent : PERCENTS) {
            double value = median * (0.5 + percent / 100) + (percent > 99 ? median : 0);
            points.add(new Point(percent, Math.max(0, value - bound), value, value + bound));
        }
        return new Curve(name, points);
    }

    private static Exemplar exemplar(String number, State state, Double latency, String reason) {
        Map<String, Double> stages = new LinkedHashMap<>();
        if (latency != null) {
            STAGES.forEach(stage -> stages.put(stage, stage.equals("Kinesis to Lambda") ? latency - 40 : 10.0));
        }
        return new Exemplar(
                "test-20261122-220000-x7k2-0-l" + number,
                state,
                START.plusSeconds(12),
                8.5,
                latency,
                stages,
                1,
                "49590338271490256608559692538361571095921575989136588898",
                reason);
    }
}
