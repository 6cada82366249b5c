package io.plumbline.run;

import io.plumbline.ledger.Sent;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A record about to be made and sent.
 *
 * @param key the partition key that keeps the record's place in an order
 */
public record Attempt(Sent sent, String traceId, String key) {

    /** When it is sent, ISO-8601, UTC. */
    public String timestamp() {
        return Instant.EPOCH.plus(sent.sentMicros(), ChronoUnit.MICROS).toString();
    }
}
