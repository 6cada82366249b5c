package io.plumbline.ledger;

import org.jspecify.annotations.Nullable;

/**
 * A record that nothing can change any more.
 *
 * @param ackedMicros when the put was answered with success; null where it was not
 * @param attempts how often it was put; 0 where it never left
 * @param arrival null where no row was found
 * @param reason why it did not arrive, where known
 */
public record Settled(
        Sent sent,
        State state,
        @Nullable Long ackedMicros,
        @Nullable String sequenceNumber,
        int attempts,
        @Nullable Arrival arrival,
        @Nullable String reason) {}
