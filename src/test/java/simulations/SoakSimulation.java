package simulations;

import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;
import static simulations.OpenProfile.ramped;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** The same rate for hours: what grows, leaks or drifts shows up. */
public class SoakSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(tracked(load).injectOpen(ramped(load))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
