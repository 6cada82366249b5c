package simulations;

import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.recovery;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** How far does the pipeline fall behind in a burst, or while its function is paused, and how long until it has caught up? */
public class RecoverySimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(recovery(tracked(load), load.rate(), load.peakRate())))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
