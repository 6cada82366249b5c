package simulations;

import static io.gatling.javaapi.core.CoreDsl.ElFileBody;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.paddedTo;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.OpenProfile.stair;
import static simulations.Tenants.tenants;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** One level of load after the other: at which does the pipeline begin to lag? */
public class StairSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder logs = scenario("Logs")
            .feed(tenants())
            .exec(kinesis("Log record")
                    .putRecord(paddedTo(load.recordBytes(), ElFileBody("bodies/log-record.json")))
                    .partitionKey("#{trace.key}")
                    .trackArrival());

    {
        setUp(accounted(logs.injectOpen(stair(load)))).protocols(pipeline).assertions(verdict());
    }
}
