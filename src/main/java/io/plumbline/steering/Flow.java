package io.plumbline.steering;

import io.plumbline.capacity.Backlog;
import io.plumbline.capacity.Backlog.Sample;
import io.plumbline.ledger.Settled;
import io.plumbline.result.BacklogSeries;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * How many records were sent, and how many of them are gone, over time: those that became visible, and those that will not
 * because they were refused. Thread-safe.
 */
final class Flow {

    /** So short that samples are not in step with anything that polls. */
    static final long SAMPLE_MICROS = 50_000;

    /** As much as a picture can show. */
    private static final int MOST_SHOWN = 1_200;

    private final long startMicros;
    private final Counter sent = new Counter();
    private final Counter gone = new Counter();
    private final Counter throttled = new Counter();
    private long lastGoneMicros;
    private long bytes;
    private long puts;

    Flow(long startMicros) {
        this.startMicros = startMicros;
        this.lastGoneMicros = startMicros;
    }

    /** Events by the sample in which they were. */
    private static final class Counter {

        private int[] bySample = new int[256];
        private long total;

        void add(int sample, int count) {
            if (sample >= bySample.length) {
                bySample = Arrays.copyOf(bySample, Math.max(sample + 1, 2 * bySample.length));
            }
            bySample[sample] += count;
            total += count;
        }

        long between(int first, int end) {
            long sum = 0;
            for (int sample = first; sample < Math.min(end, bySample.length); sample++) {
                sum += bySample[sample];
            }
            return sum;
        }
    }

    synchronized void sent(int records, long atMicros) {
        sent.add(sample(atMicros), records);
    }

    synchronized void put(int size) {
        bytes += size;
        puts++;
    }

    synchronized void throttled(long atMicros) {
        throttled.add(sample(atMicros), 1);
    }

    synchronized void settled(Settled record, long nowMicros) {
        long at = record.arrival() == null
                ? nowMicros
                : record.arrival().visible().pointMicros();
        gone.add(sample(at), 1);
        lastGoneMicros = Math.max(lastGoneMicros, nowMicros);
    }

    /** What came before the start counts as of the start. */
    private int sample(long atMicros) {
        return (int) Math.max(0, (atMicros - startMicros) / SAMPLE_MICROS);
    }

    /** Records on their way now. */
    synchronized long open() {
        return sent.total - gone.total;
    }

    /** When the last record was told to be gone; the start before the first. */
    synchronized long lastGoneMicros() {
        return lastGoneMicros;
    }

    synchronized long sentBetween(long fromMicros, long toMicros) {
        return sent.between(sample(fromMicros), sample(toMicros));
    }

    synchronized long throttledBetween(long fromMicros, long toMicros) {
        return throttled.between(sample(fromMicros), sample(toMicros));
    }

    /** The mean size of a record with its key; 0 before the first. */
    synchronized int recordBytes() {
        return puts == 0 ? 0 : (int) Math.round((double) bytes / puts);
    }

    /** At the ends of the samples between two moments. */
    synchronized Backlog backlog(long fromMicros, long toMicros) {
        List<Sample> samples = new ArrayList<>();
        int first = sample(fromMicros);
        long open = sent.between(0, first) - gone.between(0, first);
        for (int sample = first; startMicros + (sample + 1) * SAMPLE_MICROS <= toMicros; sample++) {
            open += sent.between(sample, sample + 1) - gone.between(sample, sample + 1);
            samples.add(new Sample(startMicros + (sample + 1) * SAMPLE_MICROS, open));
        }
        return new Backlog(samples);
    }

    /** All of it until a moment, every so many samples. */
    BacklogSeries series(long toMicros) {
        List<Sample> all = backlog(startMicros, toMicros).samples();
        if (all.isEmpty()) {
            return new BacklogSeries(null, 0, List.of());
        }
        int every = 1 + (all.size() - 1) / MOST_SHOWN;
        List<Long> shown = new ArrayList<>();
        for (int i = 0; i < all.size(); i += every) {
            shown.add(all.get(i).records());
        }
        return new BacklogSeries(instant(all.get(0).atMicros()), every * SAMPLE_MICROS / 1e6, shown);
    }

    static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
