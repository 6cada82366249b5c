package simulations;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.tracked;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** Records of one size at a constant rate, however long the pipeline takes: half of what a shard takes, for a quarter of an hour. */
public class ConstantRateSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    {
        setUp(accounted(tracked(load)
                        .injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
