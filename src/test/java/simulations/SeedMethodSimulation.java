package simulations;

import static io.gatling.javaapi.core.CoreDsl.constantConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.rampConcurrentUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.tenants;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;
import local.LocalStandIn;

/** The same records measured twice: by {@link SeedMethod} and by Plumbline. The stand-in knows which of them is right. */
public class SeedMethodSimulation extends Simulation {

    /** Begins the line with what the seed's method measured. */
    public static final String RESULT = "seed method: ";

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final SeedMethod method = new SeedMethod(LocalStandIn::environmentOfStarted);

    private final ScenarioBuilder logs = scenario("Logs")
            .feed(tenants())
            .exec(method.follow(exec(kinesis("Log record")
                    .putRecord(logRecord())
                    .partitionKey("#{trace.key}")
                    .trackArrival())))
            .pause(load.pause());

    {
        setUp(accounted(logs.injectClosed(
                        rampConcurrentUsers(0).to(load.users()).during(load.ramp()),
                        constantConcurrentUsers(load.users()).during(load.duration()),
                        rampConcurrentUsers(load.users()).to(0).during(load.rampDown()))))
                .protocols(pipeline)
                .assertions(verdict());
    }

    @Override
    public void after() {
        System.out.println(RESULT + method.result());
    }
}
