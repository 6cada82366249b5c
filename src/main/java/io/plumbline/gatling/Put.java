package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.Session;
import java.util.List;
import java.util.function.Function;

/**
 * How records are put, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param batch by PutRecords
 * @param records what a user puts
 */
public record Put(String name, boolean batch, Function<Session, List<RecordTemplate>> records, Watch watch)
        implements io.gatling.javaapi.core.ActionBuilder {

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = context.protocolComponentsRegistry().components(PipelineProtocol.KEY);
        return new PutAction(this, components, context.throttled(), next);
    }
}
