package local.bigquery;

import java.time.Duration;

/**
 * How long rows stay, so that any number of them can pass through a bounded memory.
 *
 * @param maxAge older rows go, as under a table's expiration
 * @param maxMegabytes when the SQL engine holds more than this, the oldest rows go; a query that would have needed them
 *     is answered with a warning
 * @param segmentRows rows go by segments of this many
 */
public record Retention(Duration maxAge, long maxMegabytes, int segmentRows) {

    /** A day, and three quarters of the engine's memory: the rest is for queries. */
    public static Retention within(int memoryMegabytes) {
        return new Retention(Duration.ofDays(1), memoryMegabytes * 3L / 4, 100_000);
    }
}
