package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static io.plumbline.acceptance.Scenarios.step;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PutRecordBuilder;

/** Records that a function filters, makes three rows of, and writes as they are. */
public class ExpectationsSimulation extends Simulation {

    private static PutRecordBuilder put(String level) {
        return kinesis(level)
                .putRecord(StringBody(
                        """
                                {"traceId":"#{trace.id}","data":{"log_level":"%s"},"load_test":{"test_run_id":"#{trace.run}",\
                                "key":"#{trace.key}","digest":"#{trace.digest}"}}"""
                                .formatted(level)));
    }

    {
        setUp(accounted(scenario("Levels")
                        .exec(step("Filtered", put("DEBUG").expectNone()))
                        .exec(step("Fanned out", put("ERROR").awaitArrival().expectRows(3)))
                        .exec(put("INFO").awaitArrival())
                        .injectOpen(atOnceUsers(20))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
