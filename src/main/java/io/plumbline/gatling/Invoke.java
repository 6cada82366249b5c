package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.settings.Need;
import java.util.List;

/**
 * An invocation of the function, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param event Lambda only queues it
 */
public record Invoke(String name, Body payload, boolean event, List<CheckBuilder> checks)
        implements io.gatling.javaapi.core.ActionBuilder {

    /** @throws IllegalArgumentException if the payload is no text or bytes, or a check on something that the answer lacks */
    public Invoke {
        RecordTemplate.supported(payload);
        checks = List.copyOf(checks);
        materialised(checks);
    }

    /** As an event. */
    public Invoke asEvent() {
        return new Invoke(name, payload, true, checks);
    }

    /** With these checks, too. */
    public Invoke checking(List<CheckBuilder> more) {
        return new Invoke(name, payload, event, Checks.joined(checks, more));
    }

    Checks<InvokeResponse> materialised() {
        return materialised(checks);
    }

    private static Checks<InvokeResponse> materialised(List<CheckBuilder> checks) {
        return Checks.on(InvokeResponse.class, TextChecks.of(InvokeResponse::payload), checks);
    }

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.need(Need.INVOKE);
        return new InvokeAction(this, components, context.throttled(), next);
    }
}
