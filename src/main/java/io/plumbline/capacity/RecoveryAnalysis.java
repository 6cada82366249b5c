package io.plumbline.capacity;

import io.plumbline.capacity.Backlog.Sample;
import io.plumbline.capacity.Recovery.Baseline;
import io.plumbline.capacity.Recovery.NotRecovered;
import io.plumbline.capacity.Recovery.Recovered;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Reads a recovery off a series. */
final class RecoveryAnalysis {

    /** A baseline of fewer cycles does not show how far its teeth reach. */
    static final int BASELINE_CYCLES = 5;

    /** A backlog is back when it stays for so many; a tooth's low is not. */
    static final int HELD_CYCLES = 3;

    /** The largest of a longer look would be so much of the spread larger. */
    private static final double MARGIN = 0.25;

    private final long overMicros;
    private final long cycleMicros;
    private final double confidence;
    private final List<Sample> since;
    private final Backlog series;
    private final Baseline baseline;
    private final Sample peak;

    RecoveryAnalysis(Backlog series, long disturbedMicros, long overMicros, long cycleMicros, double confidence) {
        this.series = series;
        this.overMicros = overMicros;
        this.cycleMicros = cycleMicros;
        this.confidence = confidence;
        Backlog before = series.between(Long.MIN_VALUE, disturbedMicros);
        this.baseline = baseline(before, disturbedMicros);
        this.since = series.between(overMicros, Long.MAX_VALUE).samples();
        if (since.isEmpty()) {
            throw new IllegalArgumentException(
                    "The backlog was not sampled after the disturbance's end at " + overMicros + " µs.");
        }
        // Of equal ones the last, from which it falls.
        this.peak = series.between(disturbedMicros, Long.MAX_VALUE).samples().stream()
                .max(Comparator.comparingLong(Sample::records).thenComparingLong(Sample::atMicros))
                .orElseThrow();
    }

    private Baseline baseline(Backlog before, long disturbedMicros) {
        List<Sample> samples = before.samples();
        if (samples.isEmpty() || disturbedMicros - samples.get(0).atMicros() < BASELINE_CYCLES * cycleMicros) {
            throw new IllegalArgumentException("The backlog must be sampled for at least " + BASELINE_CYCLES
                    + " polls of " + Words.duration(cycleMicros / 1e3) + " before the disturbance at " + disturbedMicros
                    + " µs.");
        }
        long[] sorted = samples.stream().mapToLong(Sample::records).sorted().toArray();
        double least = sorted[0];
        double largest = sorted[sorted.length - 1];
        double spread = largest - least;
        return new Baseline(sorted[sorted.length / 2], spread, largest + MARGIN * spread);
    }

    Recovery recovery() {
        int back = firstToStay();
        long end = since.get(since.size() - 1).atMicros();
        if (back == since.size() || end - since.get(back).atMicros() < HELD_CYCLES * cycleMicros) {
            return new NotRecovered(
                    baseline,
                    peak,
                    drain(end),
                    since(end),
                    since.get(since.size() - 1).records());
        }
        long atMost = since.get(back).atMicros();
        long atLeast = back == 0 ? overMicros : since.get(back - 1).atMicros();
        return new Recovered(baseline, peak, drain(atMost), since(atLeast), since(atMost));
    }

    /** The index of the first sample that is back and stays so long; how many there are if none does. */
    private int firstToStay() {
        int first = 0;
        for (int i = 0; i < since.size(); i++) {
            if (since.get(i).records() > baseline.largest()) {
                first = i + 1;
            } else if (since.get(i).atMicros() - since.get(first).atMicros() >= HELD_CYCLES * cycleMicros) {
                return first;
            }
        }
        return first;
    }

    private Optional<Slope> drain(long untilMicros) {
        long from = Math.max(overMicros, peak.atMicros());
        return Slope.of(series.between(from, untilMicros), cycleMicros, confidence)
                .map(slope -> new Slope(-slope.perSecond(), -slope.upper(), -slope.lower(), slope.points()));
    }

    private Duration since(long micros) {
        return Duration.ofNanos((micros - overMicros) * 1_000);
    }
}
