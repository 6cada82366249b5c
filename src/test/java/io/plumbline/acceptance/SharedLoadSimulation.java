package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.rampUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.settings.Settings.Load;

/**
 * A load for several generators on one small machine: records in batches, which cost little, and all of it only when the
 * processes have become warm.
 */
public class SharedLoadSimulation extends Simulation {

    /** In a batch. */
    static final int RECORDS = 10;

    private final Load load = load();

    private final ScenarioBuilder logs = scenario("Logs")
            .exec(session -> session.set("tenant", "tenant-1"))
            .exec(kinesis("Log records").putRecords(RECORDS, logRecord()).trackArrival());

    {
        setUp(accounted(logs.injectOpen(
                        rampUsersPerSec(load.rate() / 50).to(load.rate()).during(load.ramp()),
                        constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
