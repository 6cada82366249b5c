package simulations;

import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;
import static simulations.OpenProfile.spike;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** A burst in the middle of an ordinary load: does the pipeline keep up, and how long until all is as it was? */
public class SpikeSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(tracked(load).injectOpen(spike(load))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
