package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.gatling.Put;
import io.plumbline.gatling.Put.How;
import io.plumbline.gatling.Watch;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What putting one record and putting many have in common. Without {@link #awaitArrival} or {@link #trackArrival} records
 * are put only: no arrival is expected, and they count as untimed.
 *
 * @param <B> the builder itself
 */
public abstract class PutBuilder<B extends PutBuilder<B>> implements io.gatling.javaapi.core.ActionBuilder {

    private static final int MOST_RETRIES = 10;

    private final How how;

    PutBuilder(How how) {
        this.how = how;
    }

    abstract B with(How other);

    abstract Put put();

    /** As {@link #awaitArrival(Duration)}, as long as {@code plumbline.arrival.within} says. */
    public final B awaitArrival() {
        return with(how.with(new Watch.Await(Optional.empty())));
    }

    /**
     * The user waits until each record that Kinesis took is seen in the table; after {@code within} it goes on as failed,
     * while the records are still looked for.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B awaitArrival(Duration within) {
        return with(how.with(new Watch.Await(Optional.of(positive(within, "awaitArrival")))));
    }

    /** As {@link #trackArrival(Duration)}, as long as {@code plumbline.arrival.within} says. */
    public final B trackArrival() {
        return with(how.with(new Watch.Track(Optional.empty())));
    }

    /**
     * The user goes on when the put is answered, as failed unless Kinesis took all. Arrivals are looked for all the same,
     * and have rows in Gatling's report.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B trackArrival(Duration within) {
        return with(how.with(new Watch.Track(Optional.of(positive(within, "trackArrival")))));
    }

    /**
     * Records that Kinesis throttles are put again, after 50 to 100 ms and then each time after twice as long. Each attempt
     * has a row {@code Kinesis put}; the deadline counts from the first. By default {@code plumbline.kinesis.retries}.
     *
     * @param times from 0 to 10
     */
    public final B retries(int times) {
        if (times < 0 || times > MOST_RETRIES) {
            throw new IllegalArgumentException("retries takes 0 to " + MOST_RETRIES + ", not " + times);
        }
        return with(how.retrying(times));
    }

    /**
     * Records go to the stream's open shards in turn, whatever their partition keys are; which shards there are is asked
     * once, at the start. A record's own explicit hash key counts more. Order is not judged in such a run.
     */
    public final B evenlyOverShards() {
        return with(how.overShards());
    }

    /**
     * Checks on what Kinesis answered, made when all puts of the action have ended: {@code sequenceNumber()},
     * {@code shardId()} and {@code failedRecordCount()}. When one fails, so does the row {@code Kinesis put}, and the user
     * goes on at once as failed; the records count as what they are. Where Kinesis took nothing, nothing is checked.
     *
     * @throws IllegalArgumentException if a check is on something else
     */
    public final B check(CheckBuilder... checks) {
        return with(how.checking(List.of(checks)));
    }

    final How how() {
        return how;
    }

    private static Duration positive(Duration within, String method) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException(method + " takes a duration above zero, not " + within);
        }
        return within;
    }

    @Override
    public final ActionBuilder asScala() {
        return put().asScala();
    }
}
