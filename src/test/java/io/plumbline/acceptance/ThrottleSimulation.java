package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.holdFor;
import static io.gatling.javaapi.core.CoreDsl.reachRps;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Simulation;

/** A throttle's whole duration is also a limit on the run: this one ends before the load does. */
public class ThrottleSimulation extends Simulation {
    {
        setUp(accounted(Scenarios.logs().injectOpen(constantUsersPerSec(20).during(60))))
                .protocols(pipeline().fromSettings())
                .throttle(reachRps(15).in(1), holdFor(3))
                .assertions(verdict());
    }
}
