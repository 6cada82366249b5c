package simulations;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** A producer that collects: 500 records at a time, the load's rate is that of the batches. */
public class BatchSimulation extends Simulation {

    private static final int BATCH = 500;

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder logs = scenario("Logs")
            .feed(tenants())
            .exec(kinesis("Batch").putRecords(BATCH, logRecord()).awaitArrival());

    {
        setUp(accounted(logs.injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
