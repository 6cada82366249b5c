package io.plumbline.dsl;

import io.gatling.core.action.builder.ActionBuilder;
import io.plumbline.gatling.AwaitArrival;
import java.time.Duration;
import java.util.Optional;

/**
 * Waits until a row with an id is seen that something else sent. Its row in Gatling's report: {@code Arrival}, from the
 * wait's beginning to the moment at which the row became visible, which is by the insert stamp or between two polls as for
 * records; no time for a row that had been there before.
 *
 * <p>{@code Arrival} fails, and with it the user, when the id is not seen in time, and when it cannot be told.
 *
 * <p>Such ids stand outside of the account of the records. All that are waited for are asked for together, by one query on
 * each poll's turn; as their rows may be of no run, that query reads the whole table.
 */
public final class AwaitArrivalBuilder implements io.gatling.javaapi.core.ActionBuilder {

    private final AwaitArrival await;

    AwaitArrivalBuilder(AwaitArrival await) {
        this.await = await;
    }

    /**
     * How long it is waited, from the action's beginning on. By default {@code plumbline.arrival.within}.
     *
     * @param time above zero, and longer than polls are apart: an id that no poll could look for makes the run INVALID
     * @throws IllegalArgumentException if it is not above zero
     */
    public AwaitArrivalBuilder within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("within takes a duration above zero, not " + time);
        }
        return new AwaitArrivalBuilder(new AwaitArrival(await.name(), await.id(), Optional.of(time), await.since()));
    }

    /**
     * From when on the arrival is measured, in place of the action's beginning: when something else sent it.
     *
     * @param epochMicros microseconds since 1970 by the generator's clock, at most a day ago; Gatling's expression language
     */
    public AwaitArrivalBuilder since(String epochMicros) {
        return new AwaitArrivalBuilder(
                new AwaitArrival(await.name(), await.id(), await.within(), Optional.of(epochMicros)));
    }

    @Override
    public ActionBuilder asScala() {
        return await.asScala();
    }
}
