package io.plumbline.arrival;

import io.plumbline.trace.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * A row in the table.
 *
 * @param stamps what the row's columns say
 * @param sequenceNumber Kinesis' own, where the table has it
 */
public record Row(String traceId, Stamps stamps, @Nullable String sequenceNumber) {}
