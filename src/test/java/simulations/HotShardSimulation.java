package simulations;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
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

/**
 * Half of the records have one partition key and so go to one shard, the others have many: how soon that shard throttles,
 * and what becomes of the rest meanwhile. The two have groups of their own in Gatling's report.
 */
public class HotShardSimulation extends Simulation {

    private static final double HOT_PERCENT = 50;

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder logs = scenario("Logs")
            .exec(feed(tenants()))
            .exec(randomSwitch()
                    .on(
                            percent(HOT_PERCENT)
                                    .then(exec(put("Hot key", load)
                                            .partitionKey("hot")
                                            .trackArrival())),
                            percent(100 - HOT_PERCENT)
                                    .then(exec(put("Other keys", load).trackArrival()))));

    {
        setUp(accounted(logs.injectOpen(ramped(load)))).protocols(pipeline).assertions(verdict());
    }
}
