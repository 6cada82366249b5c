package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.capacity;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;

/**
 * A search whose records are spread evenly: all shards reach their limit at the same rate, so that the rows of a backlog
 * that grows tell it. With keys the fullest shard reaches it first.
 */
public class EvenCapacitySimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final ScenarioBuilder records = scenario("Logs")
            .feed(tenants())
            .exec(kinesis("Log record")
                    .putRecord(logRecord())
                    .evenlyOverShards()
                    .trackArrival());

    {
        setUp(accounted(capacity(records))).protocols(pipeline).assertions(verdict());
    }
}
