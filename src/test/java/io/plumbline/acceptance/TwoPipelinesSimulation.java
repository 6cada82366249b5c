package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PutRecordBuilder;

/** Two streams in one run, one of them with two actions in its scenario. */
public class TwoPipelinesSimulation extends Simulation {

    private static PutRecordBuilder put(String name) {
        return kinesis(name).putRecord(logRecord());
    }

    private static ChainBuilder tenant() {
        return CoreDsl.exec(session -> session.set("tenant", "tenant-1"));
    }

    {
        setUp(accounted(
                        scenario("Orders")
                                .exec(tenant())
                                .exec(put("Order").awaitArrival())
                                .exec(put("Receipt").trackArrival())
                                .injectOpen(atOnceUsers(15))
                                .protocols(pipeline("orders").fromSettings()),
                        scenario("Clicks")
                                .exec(tenant())
                                .exec(put("Click").awaitArrival())
                                .injectOpen(atOnceUsers(20))
                                .protocols(pipeline("clicks").fromSettings())))
                .assertions(verdict());
    }
}
