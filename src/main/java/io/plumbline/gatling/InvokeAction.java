package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.run.Run;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;

/** Invokes the function. */
final class InvokeAction extends CallAction<byte[], InvokeOutcome> {

    private final Function<Session, Validation<byte[]>> payload;
    private final boolean event;
    private final Checks<InvokeResponse> checks;

    InvokeAction(Invoke invoke, PipelineComponents components, boolean throttled, Action next) {
        super(invoke.name(), InvokeFlow.INVOKE, components, throttled, next);
        this.payload = RecordTemplate.data(invoke.payload().asScala());
        this.event = invoke.event();
        this.checks = invoke.materialised();
    }

    @Override
    byte[] request(Run run, Session session) {
        return El.value(payload.apply(session), "payload");
    }

    @Override
    CompletionStage<InvokeOutcome> ask(Run run, byte[] request) {
        return run.invoke(request, event);
    }

    @Override
    Call.Ended ended(Call call, InvokeOutcome outcome, long endMicros) {
        return new InvokeFlow(call, checks).ended(outcome, endMicros);
    }
}
