package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.run.Run;
import java.util.concurrent.CompletionStage;

/**
 * Calls a service once, outside of the records' account; the user goes on when the answer is there, or there is none in
 * time.
 *
 * @param <Q> what is asked
 * @param <O> how it ends
 */
abstract class CallAction<Q, O> extends AsyncAction {

    private final El name;
    private final String row;
    private final PipelineComponents components;
    private final boolean throttled;

    /**
     * @param name of the group in Gatling's report; Gatling's expression language
     * @param row of the round trip
     */
    CallAction(String name, String row, PipelineComponents components, boolean throttled, Action next) {
        super(row, components.core(), next);
        this.name = El.of(name);
        this.row = row;
        this.components = components;
        this.throttled = throttled;
    }

    /** @throws IllegalArgumentException if it cannot be told for this user; the message says what and why */
    abstract Q request(Run run, Session session);

    /** The answer never fails. */
    abstract CompletionStage<O> ask(Run run, Q request);

    abstract Call.Ended ended(Call call, O outcome, long endMicros);

    @Override
    final void start(Session session) {
        components.pace(throttled, session, () -> send(session));
    }

    private void send(Session session) {
        Run run = components.run();
        String group;
        Q request;
        try {
            group = name.in(session, "name");
            request = request(run, session);
        } catch (RuntimeException e) {
            components.rows().notBegun(session, name.orText(session), row, run.nowMicros(), reason(e));
            goOn(session.markAsFailed());
            return;
        }
        Call call = new Call(components.rows(), session, group, row, run.nowMicros());
        ask(run, request).whenComplete((outcome, crash) -> {
            long end = run.nowMicros();
            // Checks parse; that is for the user's own event loop.
            session.eventLoop().execute(() -> goOn(after(call, outcome, end)));
        });
    }

    private Session after(Call call, O outcome, long endMicros) {
        try {
            Call.Ended ended = ended(call, outcome, endMicros);
            // Before the user goes on: the accounting may follow it.
            components.run().called(row, endMicros - call.startMicros(), ended.ok());
            return ended.session();
        } catch (RuntimeException e) {
            logger().underlying().error("The rows of '{}' could not be logged", row, e);
            return call.session().markAsFailed();
        }
    }

    private static String reason(RuntimeException e) {
        return "not sent: " + (e instanceof IllegalArgumentException ? e.getMessage() : "it could not be made: " + e);
    }
}
