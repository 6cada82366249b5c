package simulations;

import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.capacity;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** How many records a second does the pipeline sustain, and what limits it? */
public class CapacitySimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(capacity(tracked(load)))).protocols(pipeline).assertions(verdict());
    }
}
