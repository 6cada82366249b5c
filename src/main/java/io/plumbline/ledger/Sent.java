package io.plumbline.ledger;

/**
 * A record as it is about to be sent; times in epoch microseconds.
 *
 * @param deadlineMicros an arrival after it is late; without meaning for untimed records
 * @param timed whether an arrival is expected at all
 */
public record Sent(long sequence, long sentMicros, long deadlineMicros, boolean timed) {}
