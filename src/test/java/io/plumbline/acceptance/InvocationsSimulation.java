package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.billedDuration;
import static io.plumbline.PipelineDsl.executedVersion;
import static io.plumbline.PipelineDsl.functionError;
import static io.plumbline.PipelineDsl.kinesisEvent;
import static io.plumbline.PipelineDsl.lambda;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.statusCode;
import static io.plumbline.PipelineDsl.verdict;
import static io.plumbline.acceptance.Scenarios.step;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.KinesisRecord;

/** One user who only invokes the function, well and not so well; no record is put. */
public class InvocationsSimulation extends Simulation {

    private static final KinesisRecord RECORD = KinesisRecord.of(
            StringBody(
                    """
                    {"traceId":"elsewhere-#{trace.index}","data":{},"load_test":{"test_run_id":"elsewhere","key":"k"}}"""));

    {
        setUp(accounted(scenario("Invocations")
                        .exec(step(
                                "Two",
                                lambda("Two")
                                        .invoke(kinesisEvent(RECORD, RECORD))
                                        .check(
                                                statusCode().is(200),
                                                functionError().notExists(),
                                                executedVersion().is("$LATEST"),
                                                billedDuration().gte(1),
                                                jsonPath("$.batchItemFailures").exists())))
                        .exec(step(
                                "Queued",
                                lambda("Queued")
                                        .invoke(kinesisEvent(RECORD))
                                        .event()
                                        .check(statusCode().is(202))))
                        .exec(step("Crash", lambda("Crash").invoke(StringBody("no JSON"))))
                        .exec(step(
                                "Expected crash",
                                lambda("Expected crash")
                                        .invoke(StringBody("no JSON"))
                                        .check(functionError().is("Unhandled"))))
                        .exec(step(
                                "Check",
                                lambda("Check")
                                        .invoke(kinesisEvent(RECORD))
                                        .check(statusCode().is(201))))
                        .exec(step("Body", lambda("Body").invoke(StringBody("#{nothing}"))))
                        .exec(step(
                                "Record",
                                lambda("Record").invoke(kinesisEvent(KinesisRecord.of(StringBody("#{trace.id}"))))))
                        .exec(step("Name", lambda("Name #{nothing}").invoke(kinesisEvent(RECORD))))
                        .injectOpen(atOnceUsers(1))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
