package io.plumbline.arrival;

import java.time.Duration;
import java.util.random.RandomGenerator;

/**
 * When to poll: once an interval, jittered by a fifth, so that polls don't lock in phase with a pipeline that itself
 * works once a second.
 */
public final class PollSchedule {

    private static final double JITTER = 0.2;

    /** After polls that failed the next one comes later, each time twice as late, up to this many intervals. */
    private static final int LONGEST_BACKOFF = 8;

    private final long intervalMicros;
    private final RandomGenerator random;

    public PollSchedule(Duration interval, RandomGenerator random) {
        this.intervalMicros = interval.toNanos() / 1_000;
        this.random = random;
    }

    /**
     * When the poll after one that began at {@code startedMicros} is due.
     *
     * @param failures how many polls in a row have failed by now
     */
    public long nextAfter(long startedMicros, int failures) {
        double jittered = intervalMicros * (1 + JITTER * (2 * random.nextDouble() - 1));
        return startedMicros + Math.round(jittered * Math.min(LONGEST_BACKOFF, 1L << Math.min(failures, 30)));
    }
}
