package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.run.Run;
import java.util.function.Function;

/** Invokes the function; its user goes on when the answer is there, or there is none in time. */
final class InvokeAction extends AsyncAction {

    private final El name;
    private final Function<Session, Validation<byte[]>> payload;
    private final boolean event;
    private final Checks<InvokeResponse> checks;
    private final PipelineComponents components;
    private final boolean throttled;

    InvokeAction(Invoke invoke, PipelineComponents components, boolean throttled, Action next) {
        super("invoke", components.core(), next);
        this.name = El.of(invoke.name());
        this.payload = RecordTemplate.data(invoke.payload().asScala());
        this.event = invoke.event();
        this.checks = invoke.materialised();
        this.components = components;
        this.throttled = throttled;
    }

    @Override
    void start(Session session) {
        components.pace(throttled, session, () -> send(session));
    }

    private void send(Session session) {
        Run run = components.run();
        String group;
        byte[] bytes;
        try {
            group = name.in(session, "name");
            bytes = El.value(payload.apply(session), "payload");
        } catch (RuntimeException e) {
            components.rows().notBegun(session, name.orText(session), InvokeFlow.INVOKE, run.nowMicros(), reason(e));
            goOn(session.markAsFailed());
            return;
        }
        InvokeFlow flow = new InvokeFlow(components.rows(), session, group, checks, run.nowMicros());
        run.invoke(bytes, event).whenComplete((outcome, crash) -> {
            long end = run.nowMicros();
            // Checks parse; that is for the user's own event loop.
            session.eventLoop().execute(() -> {
                Session after = session.markAsFailed();
                try {
                    InvokeFlow.Ended ended = flow.ended(outcome, end);
                    after = ended.session();
                    // Before the user goes on: the accounting may follow it.
                    if (ended.ok()) {
                        run.wentWell();
                    }
                } catch (RuntimeException e) {
                    logger().underlying().error("The rows of an invocation could not be logged", e);
                } finally {
                    goOn(after);
                }
            });
        });
    }

    private static String reason(RuntimeException e) {
        return "not sent: " + (e instanceof IllegalArgumentException ? e.getMessage() : "it could not be made: " + e);
    }
}
