package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Simulation;

/** A closed model in which every user waits for his record. */
public class ClosedUsersSimulation extends Simulation {
    {
        setUp(accounted(Scenarios.logs()
                        .injectClosed(constantConcurrentUsers(load().users()).during(load().duration()))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
