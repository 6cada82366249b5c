package simulations;

import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;
import static simulations.OpenProfile.stair;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** One level of load after the other: at which does the pipeline begin to lag? */
public class StairSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(tracked(load).injectOpen(stair(load))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
