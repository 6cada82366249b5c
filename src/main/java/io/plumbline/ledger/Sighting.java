package io.plumbline.ledger;

import io.plumbline.trace.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * A row of a record, found in the table.
 *
 * @param remote the stamps that the pipeline gave, each on its own clock
 * @param corrected the same as the generator's clock would have shown them, as far as is known by now
 * @param slackMicros how far the corrected insert stamp may be off
 * @param absentMicros as of when it was not there: the last query that would have found it did not, or it was on its way
 *     by its own stamps; {@code Long.MIN_VALUE} where neither is known
 * @param presentMicros as of when, at the latest, the query that found it saw the table
 * @param sequenceNumber Kinesis' own, where the table has it
 */
public record Sighting(
        Stamps remote,
        Stamps corrected,
        long slackMicros,
        long absentMicros,
        long presentMicros,
        @Nullable String sequenceNumber) {

    /** Of a pipeline whose clocks are the generator's. */
    public Sighting(Stamps remote, long absentMicros, long presentMicros, @Nullable String sequenceNumber) {
        this(remote, remote, 0, absentMicros, presentMicros, sequenceNumber);
    }
}
