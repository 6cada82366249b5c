package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;

import io.gatling.javaapi.core.Simulation;

/** Its author forgot both the accounting and the verdict. */
public class ForgottenAccountingSimulation extends Simulation {
    {
        setUp(Scenarios.logs().injectOpen(constantUsersPerSec(load().rate()).during(load().duration())))
                .protocols(pipeline().fromSettings());
    }
}
