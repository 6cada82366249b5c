package io.plumbline.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.data.Percentage.withPercentage;

import io.plumbline.result.CrossClockRecorder;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Histograms;
import io.plumbline.result.IntervalEstimator;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.Runs;
import io.plumbline.result.StageRecorder;
import io.plumbline.result.TimedStage;
import io.plumbline.trace.ClockOffset;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.HdrHistogram.EncodableHistogram;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.HistogramLogReader;
import org.junit.jupiter.api.Test;

/** Read again by HdrHistogram's own reader. */
class LatencyLogTest {

    private static final long SEED = 4711;

    private final EndToEndRecorder endToEnd = new EndToEndRecorder();
    private final StageRecorder put = new StageRecorder();
    private final Random random = new Random(SEED);

    @Test
    void hasThePercentilesOfTheRunRecord() throws IOException {
        for (int i = 0; i < 20_000; i++) {
            long point = latency();
            endToEnd.arrived(point - point / 7, point, point + point / 3);
            put.record(point / 100);
        }

        Map<String, Histogram> read = read(new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of()));

        assertThat(read)
                .containsOnlyKeys("End_to_end", "End_to_end_lower_bound", "End_to_end_upper_bound", "Kinesis_put");
        Latencies latencies = endToEnd.latencies("insert stamp");
        assertThat(millis(read.get("End_to_end"), 50, 0))
                .isEqualTo(latencies.p50().point());
        assertThat(millis(read.get("End_to_end"), 95, 0))
                .isEqualTo(latencies.p95().point());
        assertThat(millis(read.get("End_to_end"), 99, 0))
                .isEqualTo(latencies.p99().point());
        assertThat(millis(read.get("Kinesis_put"), 95, 0))
                .isEqualTo(put.summary().p95());
        assertThat(millis(read.get("End_to_end_lower_bound"), 95, 0))
                .isCloseTo(latencies.p95().lower(), withPercentage(0.01));
        assertThat(millis(read.get("End_to_end_upper_bound"), 95, 0))
                .isCloseTo(latencies.p95().upper(), withPercentage(0.01));
    }

    @Test
    void whatIsLostIsCountedInAComment() throws IOException {
        for (int i = 0; i < 970; i++) {
            long point = latency();
            endToEnd.arrived(point, point, point);
        }
        for (int i = 0; i < 30; i++) {
            endToEnd.lost();
        }

        Histograms histograms = new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of());

        assertThat(written(histograms)).contains("#[End_to_end: 30 more lie beyond every value]\n");
        assertThat(millis(read(histograms).get("End_to_end"), 95, 30))
                .isEqualTo(endToEnd.latencies("insert stamp").p95().point());
        assertThat(endToEnd.latencies("insert stamp").p99().point()).isNull();
    }

    @Test
    void pointsThatArePollsEstimatesAreTheSame() throws IOException {
        IntervalEstimator polls = new IntervalEstimator();
        for (int i = 0; i < 5_000; i++) {
            long point = latency();
            long lower = point - random.nextInt(400_000);
            long upper = point + random.nextInt(400_000);
            endToEnd.arrived(lower, point, upper);
            polls.add(lower, upper);
        }
        for (int i = 0; i < 7; i++) {
            endToEnd.lost();
            polls.addBeyond();
        }
        Latencies latencies = endToEnd.latencies("polls (Turnbull)", polls.estimate());

        Histogram read = read(new Histograms(
                        endToEnd.spread(polls.estimate()), put.distribution(), List.of(), Map.of()))
                .get("End_to_end");

        assertThat(read.getTotalCount()).isEqualTo(5_000);
        assertThat(millis(read, 50, 7)).isCloseTo(latencies.p50().point(), withPercentage(0.02));
        assertThat(millis(read, 95, 7)).isCloseTo(latencies.p95().point(), withPercentage(0.02));
        assertThat(millis(read, 99, 7)).isCloseTo(latencies.p99().point(), withPercentage(0.02));
    }

    @Test
    void aStageOnTwoClocksIsWrittenAsCorrected() throws IOException {
        CrossClockRecorder recorder = new CrossClockRecorder();
        for (int i = 0; i < 3_000; i++) {
            long from = 1_000_000L * i;
            recorder.record(from, from, from + latency());
        }
        TimedStage timed = recorder.timed("Kinesis to Lambda", ClockOffset.NONE, ClockOffset.NONE, 0, 1, 1);

        Histogram read = read(new Histograms(endToEnd.spread(), put.distribution(), List.of(timed), Map.of()))
                .get("Kinesis_to_Lambda");

        Summary latency = timed.stage().latency();
        assertThat(read.getTotalCount()).isEqualTo(3_000);
        assertThat(millis(read, 50, 0)).isEqualTo(latency.p50());
        assertThat(millis(read, 95, 0)).isEqualTo(latency.p95());
        assertThat(millis(read, 99, 0)).isEqualTo(latency.p99());
    }

    @Test
    void nothingMeasuredIsAnEmptyHistogram() throws IOException {
        Map<String, Histogram> read = read(new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of()));

        assertThat(read.get("End_to_end").getTotalCount()).isZero();
    }

    @Test
    void isOfTheWholeRunAndSmall() throws IOException {
        for (int i = 0; i < 1_000_000; i++) {
            long point = latency();
            endToEnd.arrived(point - 100, point, point + 1_000_000);
        }
        Histograms histograms = new Histograms(endToEnd.spread(), put.distribution(), List.of(), Map.of());

        Histogram read = read(histograms).get("End_to_end");

        assertThat(read.getStartTimeStamp())
                .isEqualTo(Runs.passed().times().start().toEpochMilli());
        assertThat(read.getEndTimeStamp() - read.getStartTimeStamp()).isCloseTo(40_000, within(1L));
        assertThat(written(histograms).length()).isLessThan(1_000_000);
    }

    /** In microseconds: about a second, some far longer. */
    private long latency() {
        return 500_000 + (long) (Math.exp(random.nextGaussian()) * 400_000);
    }

    private static String written(Histograms histograms) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new LatencyLog(Runs.passed().times(), histograms).write(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static Map<String, Histogram> read(Histograms histograms) throws IOException {
        Map<String, Histogram> all = new LinkedHashMap<>();
        byte[] log = written(histograms).getBytes(StandardCharsets.UTF_8);
        try (HistogramLogReader reader = new HistogramLogReader(new ByteArrayInputStream(log))) {
            EncodableHistogram next = reader.nextIntervalHistogram();
            while (next != null) {
                all.put(next.getTag(), (Histogram) next);
                next = reader.nextIntervalHistogram();
            }
        }
        return all;
    }

    /** By nearest rank, as measurement.md says, with those beyond at the upper end. */
    private static double millis(Histogram histogram, int percent, long beyond) {
        long rank = Math.max(1, ((histogram.getTotalCount() + beyond) * percent + 99) / 100);
        long value = histogram.getValueAtPercentile(100.0 * (rank - 0.5) / histogram.getTotalCount());
        return histogram.medianEquivalentValue(value) / 1000.0;
    }
}
