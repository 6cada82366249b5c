package io.plumbline.result;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/**
 * Runs of one load, night after night: each stage of each record takes a random time, and each night makes each stage
 * slower or faster as a whole.
 */
public final class Nights {

    /** Median of each stage, and what its whole nights differ by (the standard deviation of the logarithm). */
    private static final Map<String, double[]> STAGES = stages();

    private static final int RECORDS = 1_000;

    /** Of a record's time in a stage, the standard deviation of the logarithm. */
    private static final double RECORDS_DIFFER_BY = 0.3;

    private final Random random;

    public Nights(long seed) {
        this.random = new Random(seed);
    }

    private static Map<String, double[]> stages() {
        Map<String, double[]> stages = new LinkedHashMap<>();
        stages.put("Send to Kinesis", new double[] {12, 0.02});
        stages.put("Kinesis to Lambda", new double[] {400, 0.02});
        stages.put("Lambda", new double[] {60, 0.02});
        stages.put("Lambda to BigQuery", new double[] {250, 0.02});
        stages.put("BigQuery to visible", new double[] {0, 0});
        return stages;
    }

    /** Twelve nights before a run. */
    public static EarlierRuns before(RunRecord run) {
        return new EarlierRuns(
                Optional.empty(),
                IntStream.rangeClosed(1, 12)
                        .mapToObj(day -> Runs.earlier(run, day, run.settings()))
                        .toList());
    }

    /** So many nights in a row, of which the last one was the night before the run of {@link #tonight}. */
    public List<RunRecord> earlier(int nights) {
        List<RunRecord> all = new ArrayList<>();
        for (int day = nights; day > 0; day--) {
            all.add(Runs.earlier(tonight("", 1), day, Map.of()));
        }
        return all;
    }

    /** @param slower a stage that takes so many times as long as in other nights */
    public RunRecord tonight(String slower, double times) {
        double[] all = new double[RECORDS];
        List<Stage> stages = new ArrayList<>();
        STAGES.forEach((name, of) -> {
            double median = of[0] * Math.exp(of[1] * random.nextGaussian()) * (name.equals(slower) ? times : 1);
            double[] taken = new double[RECORDS];
            for (int record = 0; record < RECORDS; record++) {
                taken[record] = median * Math.exp(RECORDS_DIFFER_BY * random.nextGaussian());
                all[record] += taken[record];
            }
            stages.add(new Stage(name, summary(taken), 0, 0, true));
        });
        Summary endToEnd = summary(all);
        return Runs.judged(
                Runs.run(Runs.counts(RECORDS, 0, RECORDS, 0, 0), latencies(endToEnd), stages, Conduct.flawless()),
                RunRecord.Verdict.PASS,
                List.of(),
                Map.of());
    }

    private static Summary summary(double[] millis) {
        double[] sorted = millis.clone();
        Arrays.sort(sorted);
        return new Summary(
                RECORDS,
                sorted[0],
                Arrays.stream(sorted).average().orElseThrow(),
                sorted[RECORDS / 2],
                sorted[RECORDS * 95 / 100],
                sorted[RECORDS * 99 / 100],
                sorted[RECORDS - 1]);
    }

    private static Latencies latencies(Summary points) {
        return new Latencies(
                RECORDS,
                exact(points.min()),
                exact(points.mean()),
                exact(points.p50()),
                exact(points.p95()),
                exact(points.p99()),
                exact(points.max()),
                "insert stamp");
    }

    private static Bounded exact(double millis) {
        return new Bounded(millis, millis, millis);
    }
}
