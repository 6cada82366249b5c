package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.protocol.Protocol;
import io.gatling.core.structure.ScenarioContext;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.PopulationBuilder;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Settings.Share;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import scala.jdk.javaapi.OptionConverters;

/**
 * Hangs behind each load one user who accounts for what was sent. The run is held open until he is done: Gatling drops
 * whatever is logged after its last user has ended.
 */
public final class Accounting implements io.gatling.javaapi.core.ActionBuilder {

    /** The row that says how the run came out. */
    public static final String VERDICT = "Verdict";

    private static final String SCENARIO = "Accounting";

    private final Schedule schedule;
    private final Beginning beginning;

    private Accounting(Schedule schedule, Beginning beginning) {
        this.schedule = schedule;
        this.beginning = beginning;
    }

    /** When the last of some loads has been built, what they need of the pipeline is known and their runs can start. */
    private static final class Beginning {

        private final int loads;
        private final List<Runnable> built = new ArrayList<>();

        Beginning(int loads) {
            this.loads = loads;
        }

        synchronized void built(Runnable begin) {
            built.add(begin);
            if (built.size() == loads) {
                built.forEach(Runnable::run);
            }
        }
    }

    /** This generator's share of the loads, each with its accounting population behind. */
    public static List<PopulationBuilder> behind(List<PopulationBuilder> loads, Share share) {
        Map<Optional<Protocol>, Schedule> schedules = new HashMap<>();
        Beginning beginning = new Beginning(loads.size());
        List<PopulationBuilder> accounted = new ArrayList<>();
        for (PopulationBuilder load : loads) {
            String scenario = accounted.isEmpty() ? SCENARIO : SCENARIO + " " + (accounted.size() + 1);
            Schedule schedule = schedules.computeIfAbsent(pipelineOf(load), pipeline -> new Schedule());
            accounted.add(PlannedProfile.follow(load, schedule, share)
                    .andThen(population(scenario, load, new Accounting(schedule, beginning))));
        }
        schedules.forEach((pipeline, schedule) -> {
            if (schedule.steering().isPresent()) {
                requireOne(loads.stream()
                        .filter(load -> pipelineOf(load).equals(pipeline))
                        .count());
            }
        });
        return accounted;
    }

    /** What others send would be taken for the answer to what it sends. */
    private static void requireOne(long loadsOfThePipeline) {
        if (loadsOfThePipeline > 1) {
            throw Halt.because(List.of("a load whose rate is decided while it goes on has its pipeline for itself: put"
                    + " others into simulations of their own"));
        }
    }

    /** Empty where the whole simulation has one. */
    private static Optional<Protocol> pipelineOf(PopulationBuilder load) {
        return OptionConverters.toJava(load.asScala().scenarioProtocols().get(PipelineProtocol.class));
    }

    private static PopulationBuilder population(String scenario, PopulationBuilder load, Accounting action) {
        PopulationBuilder accounting = CoreDsl.scenario(scenario)
                .exec(action)
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
        components.follow(schedule);
        beginning.built(() -> components.run().expectLoad());
        return new AccountingAction(components, next);
    }
}
