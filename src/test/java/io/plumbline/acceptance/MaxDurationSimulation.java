package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Simulation;
import java.time.Duration;

/** Gatling cuts it off long before its load ends. */
public class MaxDurationSimulation extends Simulation {
    {
        setUp(accounted(Scenarios.logs().injectOpen(constantUsersPerSec(20).during(60))))
                .protocols(pipeline().fromSettings())
                .maxDuration(Duration.ofSeconds(4))
                .assertions(verdict());
    }
}
