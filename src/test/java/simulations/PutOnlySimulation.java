package simulations;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.LogRecords.put;
import static simulations.OpenProfile.ramped;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** The stream alone: what Kinesis takes, how fast, and nothing of what becomes of it. */
public class PutOnlySimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder logs = scenario("Logs").feed(tenants()).exec(put("Log record", load));

    {
        setUp(accounted(logs.injectOpen(ramped(load)))).protocols(pipeline).assertions(verdict());
    }
}
