package io.plumbline.run;

import io.plumbline.result.Figures;
import io.plumbline.settings.GuardSettings.Caps;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/** Counts what leaves, up to the most that the guard lets a load be. Thread-safe. */
final class LoadCaps {

    private static final Duration RATE_OVER = Duration.ofSeconds(10);

    /** A load at its cap must not end by the jitter of its moments. */
    private static final double TOLERANCE = 1.1;

    private final Caps caps;
    private final SlidingCounts rate = new SlidingCounts(RATE_OVER, 1);
    private long records;
    private long bytes;
    private long firstMicros = Long.MAX_VALUE;

    LoadCaps(Caps caps) {
        this.caps = caps;
    }

    /** Counts what is about to leave; where that would be too much it is not counted, and why is told. */
    synchronized Optional<String> beyond(int moreRecords, long moreBytes, long nowMicros) {
        firstMicros = Math.min(firstMicros, nowMicros);
        Optional<String> why = why(moreRecords, moreBytes, nowMicros);
        if (why.isEmpty()) {
            records += moreRecords;
            bytes += moreBytes;
            rate.add(0, moreRecords, nowMicros);
        }
        return why;
    }

    private Optional<String> why(int moreRecords, long moreBytes, long nowMicros) {
        if (records + moreRecords > caps.records()) {
            return Optional.of("it had " + Figures.records(records) + " (plumbline.guard.maxRecords)");
        }
        if (bytes + moreBytes > caps.bytes()) {
            return Optional.of("it had " + Figures.count(bytes) + " bytes (plumbline.guard.maxBytes)");
        }
        if (nowMicros - firstMicros > caps.duration().toNanos() / 1_000) {
            return Optional.of("it took " + caps.duration().toSeconds() + " s (plumbline.guard.maxDuration)");
        }
        if (rate.sum(0, nowMicros) + moreRecords > caps.rate() * RATE_OVER.toSeconds() * TOLERANCE) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "it had more than %,.1f records a second over %d s (plumbline.guard.maxRate)",
                    caps.rate(),
                    RATE_OVER.toSeconds()));
        }
        return Optional.empty();
    }
}
