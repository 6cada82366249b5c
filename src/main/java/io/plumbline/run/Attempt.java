package io.plumbline.run;

import io.plumbline.ledger.Sent;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * A record about to be made and sent. Its texts are made when they are asked for: who waits for a record holds on to
 * this, and there may be a million of them.
 */
public record Attempt(Sent sent, TraceIds ids, PartitionKeys keys) {

    public String traceId() {
        return ids.load(sent.sequence());
    }

    /** The id as JSON has it: a text, or a number. */
    public Object traceIdValue() {
        return ids.areNumbers() ? (Object) Long.valueOf(traceId()) : traceId();
    }

    /** The partition key that keeps the record's place in an order. */
    public String key() {
        return keys.key(sent.sequence());
    }

    /** When it is sent, ISO-8601, UTC. */
    public String timestamp() {
        return Instant.EPOCH.plus(sent.sentMicros(), ChronoUnit.MICROS).toString();
    }
}
