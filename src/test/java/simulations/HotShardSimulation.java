package simulations;

import static io.gatling.javaapi.core.CoreDsl.ElFileBody;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.feed;
import static io.gatling.javaapi.core.CoreDsl.percent;
import static io.gatling.javaapi.core.CoreDsl.randomSwitch;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.paddedTo;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static simulations.OpenProfile.ramped;
import static simulations.Tenants.tenants;

import io.gatling.javaapi.core.ChainBuilder;
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
                            percent(HOT_PERCENT).then(put("Hot key", "hot")),
                            percent(100 - HOT_PERCENT).then(put("Other keys", "#{trace.key}"))));

    private ChainBuilder put(String name, String key) {
        return exec(kinesis(name)
                .putRecord(paddedTo(load.recordBytes(), ElFileBody("bodies/log-record.json")))
                .partitionKey(key)
                .trackArrival());
    }

    {
        setUp(accounted(logs.injectOpen(ramped(load)))).protocols(pipeline).assertions(verdict());
    }
}
