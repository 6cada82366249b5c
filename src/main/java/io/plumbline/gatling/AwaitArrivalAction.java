package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.arrival.Watches.Watch;
import io.plumbline.run.Run;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Waits for the row of an id that something else sent; its user goes on when it is seen, at the deadline otherwise. */
final class AwaitArrivalAction extends AsyncAction {

    /** A day: what is further away was meant in another unit. */
    private static final long MOST_MICROS = 86_400_000_000L;

    private final El name;
    private final El id;
    private final Optional<Duration> within;
    private final @Nullable El since;
    private final PipelineComponents components;

    AwaitArrivalAction(AwaitArrival await, PipelineComponents components, Action next) {
        super("awaitArrival", components.core(), next);
        this.name = El.of(await.name());
        this.id = El.of(await.id());
        this.within = await.within();
        this.since = await.since().map(El::of).orElse(null);
        this.components = components;
    }

    @Override
    void start(Session session) {
        Run run = components.run();
        if (run.isStopped()) {
            return;
        }
        Rows rows = components.rows();
        long now = run.nowMicros();
        Duration patience = within.orElseGet(run::within);
        String awaited;
        AwaitArrivalFlow flow;
        try {
            awaited = id(session);
            flow = new AwaitArrivalFlow(
                    rows, this::goOn, session, name.in(session, "name"), patience, since(session, now), run::nowMicros);
        } catch (IllegalArgumentException e) {
            rows.notBegun(
                    session, name.orText(session), AwaitArrivalFlow.ARRIVAL, now, "not looked for: " + e.getMessage());
            goOn(session.markAsFailed());
            return;
        }
        Watch watch = run.watch(awaited, flow.sinceMicros(), flow);
        session.eventLoop().schedule(() -> run.giveUp(watch), patience.toNanos(), TimeUnit.NANOSECONDS);
    }

    private String id(Session session) {
        String text = id.in(session, "id");
        if (text.isEmpty()) {
            throw new IllegalArgumentException("id: it is empty");
        }
        return text;
    }

    private long since(Session session, long nowMicros) {
        return since == null ? nowMicros : moment(since.in(session, "since"), nowMicros);
    }

    static long moment(String epochMicros, long nowMicros) {
        try {
            long micros = Long.parseLong(epochMicros);
            if (Math.abs(Math.subtractExact(nowMicros, micros)) <= MOST_MICROS) {
                return micros;
            }
        } catch (NumberFormatException | ArithmeticException e) {
            // Said below.
        }
        throw new IllegalArgumentException(
                "since: '" + epochMicros + "' is no moment of today in microseconds since 1970");
    }
}
