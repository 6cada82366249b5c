package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.gatling.Put;
import io.plumbline.gatling.Put.How;
import io.plumbline.gatling.Watch;
import io.plumbline.ledger.ExpectedRows;
import io.plumbline.run.Expectation;
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
        return with(how.with(new Watch.Await(arrival(Optional.empty()))));
    }

    /**
     * The user waits until each record that Kinesis took is seen in the table; after {@code within} it goes on as failed,
     * while the records are still looked for.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B awaitArrival(Duration within) {
        return with(how.with(new Watch.Await(arrival(Optional.of(positive(within, "awaitArrival"))))));
    }

    /** As {@link #trackArrival(Duration)}, as long as {@code plumbline.arrival.within} says. */
    public final B trackArrival() {
        return with(how.with(new Watch.Track(arrival(Optional.empty()))));
    }

    /**
     * The user goes on when the put is answered, as failed unless Kinesis took all. Arrivals are looked for all the same,
     * and have rows in Gatling's report.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B trackArrival(Duration within) {
        return with(how.with(new Watch.Track(arrival(Optional.of(positive(within, "trackArrival"))))));
    }

    /**
     * Of each record a function makes several rows, each with the record's id: it has arrived at the last of them. More are
     * duplicates; a record that has fewer at the end of the run is lost. Comes after {@code awaitArrival} or
     * {@code trackArrival}; without it, one row.
     *
     * @param rows 1 to 127
     * @throws IllegalArgumentException for another number
     * @throws IllegalStateException if nobody looks for the records
     */
    public final B expectRows(int rows) {
        if (rows < 1 || rows > ExpectedRows.MOST) {
            throw new IllegalArgumentException("expectRows takes 1 to " + ExpectedRows.MOST + ", not " + rows
                    + "; of records that are to have no rows say expectNone()");
        }
        if (!how.watch().isTimed()) {
            throw new IllegalStateException("expectRows comes after awaitArrival() or trackArrival()");
        }
        return with(how.with(how.watch().rows(rows)));
    }

    /**
     * The records are to have no rows, because a function filters them. The user goes on when the put is answered; rows that
     * come all the same count as {@code unexpected}, and fail the run.
     *
     * @throws IllegalStateException after {@code awaitArrival} or {@code trackArrival}
     */
    public final B expectNone() {
        if (how.watch().isTimed()) {
            throw new IllegalStateException(
                    "expectNone() leaves nothing that awaitArrival() or trackArrival() could see");
        }
        return with(how.with(Watch.NO_ROWS));
    }

    /**
     * Records that Kinesis throttles are put again, after 50 to 100 ms and then each time after twice as long. Each attempt
     * has a row {@code Kinesis put}; the deadline counts from the first. By default {@code plumbline.kinesis.retries}.
     *
     * @param times from 0 to 10
     * @throws IllegalArgumentException for another number
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

    private Expectation arrival(Optional<Duration> within) {
        if (how.watch() == Watch.NO_ROWS) {
            throw new IllegalStateException("after expectNone() there is no arrival to wait for");
        }
        return new Expectation(within, true, 1);
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
