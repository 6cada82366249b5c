package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.plumbline.settings.Need;
import java.time.Duration;
import java.util.Optional;

/**
 * A wait for an id that something else sent, as an author wrote it.
 *
 * @param name the group in Gatling's report; Gatling's expression language
 * @param id what the table's trace id column holds; Gatling's expression language
 * @param within how long it is waited; empty for the settings' default
 * @param since from when on the arrival is measured, epoch microseconds in Gatling's expression language; empty for the
 *     wait's beginning
 */
public record AwaitArrival(String name, String id, Optional<Duration> within, Optional<String> since)
        implements io.gatling.javaapi.core.ActionBuilder {

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.need(Need.ARRIVAL);
        return new AwaitArrivalAction(this, components, next);
    }
}
