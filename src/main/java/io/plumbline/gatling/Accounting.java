package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.PopulationBuilder;
import io.plumbline.run.Schedule;
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

    private final Schedule schedule;

    private Accounting(Schedule schedule) {
        this.schedule = schedule;
    }

    /** The loads, each with its accounting population behind. */
    public static List<PopulationBuilder> behind(List<PopulationBuilder> loads) {
        Schedule schedule = new Schedule();
        List<PopulationBuilder> accounted = new ArrayList<>();
        for (PopulationBuilder load : loads) {
            String scenario = accounted.isEmpty() ? SCENARIO : SCENARIO + " " + (accounted.size() + 1);
            accounted.add(PlannedProfile.follow(load, schedule).andThen(population(scenario, load, schedule)));
        }
        return accounted;
    }

    private static PopulationBuilder population(String scenario, PopulationBuilder load, Schedule schedule) {
        PopulationBuilder accounting = CoreDsl.scenario(scenario)
                .exec(new Accounting(schedule))
                .injectOpen(CoreDsl.atOnceUsers(1))
                .noShard();
        return new PopulationBuilder(accounting
                .asScala()
                .protocols(load.asScala().scenarioProtocols().values()));
    }

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = PipelineComponents.of(context);
        components.run().follow(schedule);
        components.run().expectLoad();
        return new AccountingAction(components, next);
    }
}
