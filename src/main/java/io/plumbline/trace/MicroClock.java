package io.plumbline.trace;

import java.time.Instant;
import java.util.concurrent.TimeUnit;

/** Time in epoch microseconds. */
@FunctionalInterface
public interface MicroClock {

    /** Microseconds since 1970, UTC. */
    long nowMicros();

    /**
     * The generator's one clock: the wall clock is read once, {@code nanoTime} counts from there, so that a step of the
     * wall clock in mid-run bends no latency.
     */
    static MicroClock startingNow() {
        Instant wall = Instant.now();
        long originMicros = TimeUnit.SECONDS.toMicros(wall.getEpochSecond()) + wall.getNano() / 1_000;
        long originNanos = System.nanoTime();
        return () -> originMicros + (System.nanoTime() - originNanos) / 1_000;
    }
}
