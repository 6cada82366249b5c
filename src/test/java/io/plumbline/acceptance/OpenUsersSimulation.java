package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.settings.Settings.Load;

/** Users who begin when the plan says, each with one record. */
public class OpenUsersSimulation extends Simulation {

    private final Load load = load();

    {
        setUp(accounted(Scenarios.logs()
                        .injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
