package shop;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.constantUsersPerSec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.load;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PipelineProtocolBuilder;
import io.plumbline.settings.Settings.Load;

/** Orders at a constant rate, each waited for until its row is in the table. */
public class OrdersSimulation extends Simulation {

    private final PipelineProtocolBuilder pipeline = pipeline().fromSettings();

    private final Load load = load();

    private final ScenarioBuilder orders = scenario("Orders")
            .exec(kinesis("Order")
                    .putRecord(
                            StringBody(
                                    """
                                    {"traceId":"#{trace.id}","data":{"item":"shoe-#{randomInt(1,100)}"},\
                                    "load_test":{"test_run_id":"#{trace.run}","key":"#{trace.key}",\
                                    "digest":"#{trace.digest}"},"timestamps":{"sent":#{trace.sent}}}"""))
                    .awaitArrival());

    {
        setUp(accounted(orders.injectOpen(constantUsersPerSec(load.rate()).during(load.duration()))))
                .protocols(pipeline)
                .assertions(verdict());
    }
}
