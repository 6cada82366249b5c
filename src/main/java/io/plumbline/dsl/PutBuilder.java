package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.plumbline.gatling.Put;
import io.plumbline.gatling.Watch;
import java.time.Duration;
import java.util.Optional;

/**
 * What putting one record and putting many have in common. Without {@link #awaitArrival} or {@link #trackArrival} records
 * are put only: no arrival is expected, and they count as untimed.
 *
 * @param <B> the builder itself
 */
public abstract class PutBuilder<B extends PutBuilder<B>> implements io.gatling.javaapi.core.ActionBuilder {

    private final Watch watch;

    PutBuilder(Watch watch) {
        this.watch = watch;
    }

    abstract B with(Watch other);

    abstract Put put();

    /** As {@link #awaitArrival(Duration)}, as long as {@code plumbline.arrival.within} says. */
    public final B awaitArrival() {
        return with(new Watch.Await(Optional.empty()));
    }

    /**
     * The user waits until each record that Kinesis took is seen in the table; after {@code within} it goes on as failed,
     * while the records are still looked for.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B awaitArrival(Duration within) {
        return with(new Watch.Await(Optional.of(positive(within, "awaitArrival"))));
    }

    /** As {@link #trackArrival(Duration)}, as long as {@code plumbline.arrival.within} says. */
    public final B trackArrival() {
        return with(new Watch.Track(Optional.empty()));
    }

    /**
     * The user goes on when the put is answered, as failed unless Kinesis took all. Arrivals are looked for all the same,
     * and have rows in Gatling's report.
     *
     * @param within above zero, from the send; an arrival after it is late
     */
    public final B trackArrival(Duration within) {
        return with(new Watch.Track(Optional.of(positive(within, "trackArrival"))));
    }

    final Watch watch() {
        return watch;
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
