package io.plumbline.arrival;

import java.time.Duration;
import java.util.Arrays;

/**
 * How far each poll reaches back before the newest insert stamp that was seen: twice as far as any row was late of late.
 * A row is late by as much as its stamp lies before the newest one that an earlier poll saw.
 */
final class Overlap {

    /** Until enough polls have told. */
    static final Duration AT_FIRST = Duration.ofSeconds(2);

    static final Duration LEAST = Duration.ofMillis(500);
    static final Duration MOST = Duration.ofSeconds(30);

    private static final int ENOUGH = 5;

    /** About two minutes of polls. */
    private final long[] latest = new long[120];

    private int polls;

    /** @param micros how late the latest new row of a poll was; 0 where none was late */
    void observed(long micros) {
        latest[polls % latest.length] = micros;
        polls++;
    }

    long micros() {
        long worst = Arrays.stream(latest).max().orElse(0);
        long least = polls < ENOUGH ? micros(AT_FIRST) : micros(LEAST);
        return Math.min(micros(MOST), Math.max(least, 2 * worst));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }
}
