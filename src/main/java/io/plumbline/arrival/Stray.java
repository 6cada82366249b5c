package io.plumbline.arrival;

import org.jspecify.annotations.Nullable;

/**
 * A row without a record's id, known by Kinesis' sequence number.
 *
 * @param why what the function says of it, where it does
 */
public record Stray(String sequenceNumber, @Nullable String why) {}
