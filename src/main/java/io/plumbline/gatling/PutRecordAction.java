package io.plumbline.gatling;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.controller.throttle.Throttler$Command$ThrottledRequest;
import io.gatling.core.session.Session;
import io.plumbline.run.Attempt;
import io.plumbline.run.Run;
import java.util.Optional;
import java.util.function.Function;
import scala.runtime.BoxedUnit;

/** Puts one record and passes its user on when the author's wish is fulfilled, at the deadline at the latest. */
final class PutRecordAction extends AsyncAction {

    /** The session's map of {@code #{trace.id}} and its siblings. */
    static final String TRACE = "trace";

    private final PutRecord put;
    private final Function<Session, Validation<byte[]>> data;
    private final PipelineComponents components;
    private final boolean throttled;

    PutRecordAction(
            PutRecord put,
            Function<Session, Validation<byte[]>> data,
            PipelineComponents components,
            boolean throttled,
            Action next) {
        super("putRecord", components.core(), next);
        this.put = put;
        this.data = data;
        this.components = components;
        this.throttled = throttled;
    }

    @Override
    void start(Session session) {
        if (throttled) {
            components.run().schedule().drop("it is not known where the load is throttled");
            components.core().throttler().get().$bang(new Throttler$Command$ThrottledRequest(session.scenario(), () -> {
                send(session);
                return BoxedUnit.UNIT;
            }));
        } else {
            send(session);
        }
    }

    private void send(Session session) {
        Run run = components.run();
        Optional<Attempt> begun = run.attempt(session.userId(), put.within(), put.awaitsArrival());
        if (begun.isEmpty()) {
            components.rows().unsent(session, resolvedName(session), run.nowMicros());
            goOn(session.markAsFailed());
            return;
        }
        Attempt attempt = begun.get();
        Session traced = session.set(TRACE, trace(session, attempt));
        PutFlow flow = new PutFlow(
                components.rows(), this::goOn, traced, resolvedName(traced), attempt.sent(), put.awaitsArrival());
        try {
            Validation<byte[]> body = data.apply(traced);
            Validation<String> key = put.partitionKey().apply(traced);
            if (body instanceof Success<byte[]> bytes && key instanceof Success<String> text) {
                run.put(attempt, bytes.value(), text.value(), flow);
            } else {
                run.refuse(attempt, failure(body, "body") + failure(key, "partition key"), flow);
            }
        } catch (RuntimeException e) {
            run.refuse(attempt, "could not be made: " + e, flow);
        }
    }

    private Trace trace(Session session, Attempt attempt) {
        return session.attributes().get(TRACE).isDefined()
                        && session.attributes().apply(TRACE) instanceof Trace last
                ? last.next(attempt)
                : new Trace(attempt, components.run().token(), session.userId(), 0);
    }

    private String resolvedName(Session session) {
        Validation<String> name = put.name().apply(session);
        return name instanceof Success<String> resolved ? resolved.value() : "(name: " + failure(name, "") + ")";
    }

    private static String failure(Validation<?> validation, String what) {
        return validation instanceof Failure failure ? what + ": " + failure.message() + " " : "";
    }
}
