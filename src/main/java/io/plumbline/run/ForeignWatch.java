package io.plumbline.run;

import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.function.LongConsumer;

/** Looks for rows of others in the table, once in each window. */
final class ForeignWatch {

    private final PollStatistics.Query<Long> query;
    private final PollStatistics statistics;
    private final Duration window;
    private final MicroClock clock;
    private final LongConsumer found;
    private long nextMicros;

    /**
     * @param query how many rows of others came within the window
     * @param found is told how many there were
     */
    ForeignWatch(
            PollStatistics.Query<Long> query,
            PollStatistics statistics,
            Duration window,
            MicroClock clock,
            LongConsumer found) {
        this.query = query;
        this.statistics = statistics;
        this.window = window;
        this.clock = clock;
        this.found = found;
        this.nextMicros = clock.nowMicros();
    }

    /** To be called with each poll. A look that fails is counted, and the next poll looks again. */
    void poll() {
        long now = clock.nowMicros();
        if (now < nextMicros) {
            return;
        }
        try {
            found.accept(statistics.counting(query).rows().get(0));
            nextMicros = now + window.toNanos() / 1_000;
        } catch (QueryFailure e) {
            // Its statistics tell.
        }
    }
}
