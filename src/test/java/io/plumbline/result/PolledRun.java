package io.plumbline.result;

import java.util.Arrays;
import java.util.Random;

/**
 * A run in virtual time, by seed: records sent at a steady rate, latencies of one of three shapes, and polls a second
 * apart that bring each record's latency down to an interval. Microseconds.
 */
final class PolledRun {

    static final int RECORDS = 2_000;
    static final long POLL_INTERVAL = 1_000_000;
    private static final long BETWEEN_SENDS = 20_000;
    private static final long STALL = 3_000_000;

    enum Shape {
        LOG_NORMAL,
        BIMODAL,
        /** Log-normal, but what comes within three seconds waits for their end; twice a run. */
        STALLS
    }

    final long[] latency = new long[RECORDS];
    final long[] lower = new long[RECORDS];
    final long[] upper = new long[RECORDS];

    /** @param uncertain whether the snapshot of a query lies somewhere between two known times, or is known */
    PolledRun(long seed, Shape shape, long medianMicros, boolean uncertain) {
        Random random = new Random(seed);
        long[] sent = new long[RECORDS];
        for (int i = 0; i < RECORDS; i++) {
            sent[i] = i * BETWEEN_SENDS;
            latency[i] = draw(random, shape, medianMicros);
        }
        if (shape == Shape.STALLS) {
            stall(sent, 8_000_000 + random.nextInt(4_000_000));
            stall(sent, 24_000_000 + random.nextInt(4_000_000));
        }
        watch(random, sent, uncertain);
    }

    private static long draw(Random random, Shape shape, long median) {
        double spread = shape == Shape.BIMODAL ? 0.2 : 0.5;
        double middle = shape == Shape.BIMODAL && random.nextInt(4) == 0 ? 3.0 * median : median;
        return Math.max(1, Math.round(middle * Math.exp(spread * random.nextGaussian())));
    }

    private void stall(long[] sent, long start) {
        for (int i = 0; i < RECORDS; i++) {
            long visible = sent[i] + latency[i];
            if (visible >= start && visible < start + STALL) {
                latency[i] = start + STALL - sent[i];
            }
        }
    }

    /** One query at a time, each of 0.2 to 1.2 s, begun a second plus or minus a fifth after the last one began. */
    private void watch(Random random, long[] sent, boolean uncertain) {
        boolean[] seen = new boolean[RECORDS];
        int open = RECORDS;
        for (long begin = random.nextInt((int) POLL_INTERVAL); open > 0; ) {
            long query = 200_000 + random.nextInt(1_000_000);
            long created = begin + 50_000 + random.nextInt(50_000);
            long snapshot = created + (uncertain ? (long) (random.nextDouble() * 0.4 * query) : 0);
            long known = uncertain ? created + (long) (0.4 * query) : snapshot;
            for (int i = 0; i < RECORDS; i++) {
                if (!seen[i] && sent[i] + latency[i] <= snapshot) {
                    seen[i] = true;
                    open--;
                    upper[i] = known - sent[i];
                } else if (!seen[i]) {
                    lower[i] = Math.max(0, created - sent[i]);
                }
            }
            begin += Math.max(query, 800_000 + random.nextInt(400_000));
        }
    }

    /** By nearest rank. */
    long percentile(int percent) {
        long[] sorted = latency.clone();
        Arrays.sort(sorted);
        return sorted[(RECORDS * percent + 99) / 100 - 1];
    }
}
