package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;

import io.gatling.javaapi.core.Simulation;

/** Its author forgot to assert the verdict. */
public class ForgottenVerdictSimulation extends Simulation {
    {
        setUp(accounted(Scenarios.logs()
                        .injectOpen(constantUsersPerSec(load().rate()).during(load().duration()))))
                .protocols(pipeline().fromSettings());
    }
}
