package io.plumbline.gatling;

import io.gatling.core.session.Session;
import io.plumbline.arrival.Watches;
import io.plumbline.ledger.Arrival;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * The row of a wait for an id that something else sent, and the moment at which its user goes on.
 *
 * @param next takes the user's session when it goes on; from any thread
 * @param within how long it is waited
 * @param sinceMicros from when on the arrival is measured
 * @param clock epoch microseconds
 */
record AwaitArrivalFlow(
        Rows rows,
        Consumer<Session> next,
        Session session,
        String group,
        Duration within,
        long sinceMicros,
        LongSupplier clock)
        implements Watches.Watcher {

    /** From the wait's beginning until the row was visible. */
    static final String ARRIVAL = "Arrival";

    @Override
    public void arrived(Arrival arrival) {
        long visible = arrival.visible().pointMicros();
        try {
            rows.ok(session, group, ARRIVAL, sinceMicros, visible);
            rows.closeGroup(session, group, sinceMicros, visible, true);
        } finally {
            next.accept(Rows.timed(session, sinceMicros, visible));
        }
    }

    @Override
    public void missed(boolean lookedFor) {
        long now = clock.getAsLong();
        String what = lookedFor ? "not seen within " : "no poll that looked for it was answered within ";
        try {
            rows.ko(session, group, ARRIVAL, sinceMicros, now, what + seconds());
            rows.closeGroup(session, group, sinceMicros, now, false);
        } finally {
            next.accept(Rows.timed(session, sinceMicros, now).markAsFailed());
        }
    }

    private String seconds() {
        return within.toMillis() % 1_000 == 0 ? within.toSeconds() + " s" : within.toMillis() + " ms";
    }
}
