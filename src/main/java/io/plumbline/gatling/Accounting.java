package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.PopulationBuilder;
import java.util.ArrayList;
import java.util.List;

/**
 * Hangs behind each load one user who accounts for what was sent. The run is held open until he is done: Gatling drops
 * whatever is logged after its last user has ended.
 */
public final class Accounting implements io.gatling.javaapi.core.ActionBuilder {

    /** The row that says how the run came out. */
    public static final String VERDICT = "Verdict";

    private static final String SCENARIO = "Accounting";

    private Accounting() {}

    /** The loads, each with its accounting population behind. */
    public static List<PopulationBuilder> behind(List<PopulationBuilder> loads) {
        List<PopulationBuilder> accounted = new ArrayList<>();
        for (PopulationBuilder load : loads) {
            String scenario = accounted.isEmpty() ? SCENARIO : SCENARIO + " " + (accounted.size() + 1);
            accounted.add(load.andThen(population(scenario, load)));
        }
        return accounted;
    }

    private static PopulationBuilder population(String scenario, PopulationBuilder load) {
        PopulationBuilder accounting = CoreDsl.scenario(scenario)
                .exec(new Accounting())
                .injectOpen(CoreDsl.atOnceUsers(1))
                .noShard();
        return new PopulationBuilder(accounting
                .asScala()
                .protocols(load.asScala().scenarioProtocols().values()));
    }

    @Override
    public ActionBuilder asScala() {
        return Accounting::build;
    }

    private static Action build(ScenarioContext context, Action next) {
        PipelineComponents components = context.protocolComponentsRegistry().components(PipelineProtocol.KEY);
        components.run().expectLoad();
        return new AccountingAction(components, next);
    }
}
