package io.plumbline.ledger;

import io.plumbline.trace.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * A row of a record, found in the table.
 *
 * @param remote the stamps that the pipeline gave
 * @param absentMicros when the last query that would have found it, and did not, began; {@code Long.MIN_VALUE} where
 *     there was none
 * @param presentMicros when the query that found it was answered
 * @param sequenceNumber Kinesis' own, where the table has it
 */
public record Sighting(Stamps remote, long absentMicros, long presentMicros, @Nullable String sequenceNumber) {}
