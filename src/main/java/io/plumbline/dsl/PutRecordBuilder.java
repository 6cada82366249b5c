package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.internal.Expressions;
import io.plumbline.gatling.PutRecord;
import java.time.Duration;
import java.util.Optional;

/**
 * Puts one record. While its body is made, the session's {@code trace} holds {@code #{trace.id}} (which the body has to
 * carry), {@code #{trace.key}}, {@code #{trace.run}} (for the table's run id column), {@code #{trace.sent}} (epoch
 * microseconds), {@code #{trace.timestamp}} (ISO-8601), {@code #{trace.user}} and {@code #{trace.iteration}} (from 0).
 * Where a JSON body with {@code traceId} has {@code #{trace.digest}}, the record carries a digest of its trace id, of
 * {@code load_test.key} and of {@code data}, by which the table shows whether it was changed on its way.
 */
public final class PutRecordBuilder implements io.gatling.javaapi.core.ActionBuilder {

    private final PutRecord put;

    private PutRecordBuilder(PutRecord put) {
        this.put = put;
    }

    static PutRecordBuilder of(String name, Body body) {
        return new PutRecordBuilder(new PutRecord(
                Expressions.toStringExpression(name),
                body.asScala(),
                Expressions.toStringExpression("#{trace.key}"),
                Optional.empty(),
                false));
    }

    /**
     * The key that chooses the shard; records of one key keep their order. By default {@code #{trace.key}}.
     *
     * @param key 1 to 256 characters; Gatling's expression language
     */
    public PutRecordBuilder partitionKey(String key) {
        return new PutRecordBuilder(new PutRecord(
                put.name(), put.body(), Expressions.toStringExpression(key), put.within(), put.awaitsArrival()));
    }

    /** The user waits until the record is seen in the table, as long as {@code plumbline.arrival.within} says. */
    public PutRecordBuilder awaitArrival() {
        return awaiting(Optional.empty());
    }

    /**
     * The user waits until the record is seen in the table; after {@code within} it goes on as failed, while the record
     * is still looked for.
     *
     * @param within from the send; an arrival after it is late
     */
    public PutRecordBuilder awaitArrival(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("awaitArrival takes a duration above zero, not " + within);
        }
        return awaiting(Optional.of(within));
    }

    private PutRecordBuilder awaiting(Optional<Duration> within) {
        return new PutRecordBuilder(new PutRecord(put.name(), put.body(), put.partitionKey(), within, true));
    }

    @Override
    public ActionBuilder asScala() {
        return put.asScala();
    }
}
