package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.gzipped;
import static io.plumbline.PipelineDsl.jsonTemplate;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;
import static io.plumbline.acceptance.Scenarios.step;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.PutRecordBuilder;
import java.util.List;

/** Compressed records that a function writes as they are, filters, and makes three rows of. */
public class ExpectationsSimulation extends Simulation {

    private static PutRecordBuilder put(String level) {
        return kinesis(level)
                .putRecord(gzipped(jsonTemplate(
                        """
                                {"traceId":"#{trace.id}","data":{"log_level":"%s","message":"#{message}","sizes":#{sizes}},\
                                "load_test":{"test_run_id":"#{trace.run}","key":"#{trace.key}","digest":"#{trace.digest}"}}"""
                                .formatted(level))));
    }

    {
        setUp(accounted(scenario("Levels")
                        .exec(session ->
                                session.set("message", "say \"hällo\"\n").set("sizes", List.of(1, 2.5)))
                        // First, because the controls are like the first record, and a filtered one proves nothing.
                        .exec(put("INFO").awaitArrival())
                        .exec(step("Filtered", put("DEBUG").expectNone()))
                        .exec(step("Fanned out", put("ERROR").awaitArrival().expectRows(3)))
                        .injectOpen(atOnceUsers(20))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
