package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.ElFileBody;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.kinesis;

import io.gatling.javaapi.core.ScenarioBuilder;
import io.plumbline.dsl.PutRecordBuilder;

/** What the acceptance simulations share. */
final class Scenarios {

    private Scenarios() {}

    static PutRecordBuilder logRecord() {
        return kinesis("Log record")
                .putRecord(ElFileBody("bodies/log-record.json"))
                .awaitArrival();
    }

    static ScenarioBuilder logs() {
        return scenario("Logs")
                .exec(session -> session.set("tenant", "tenant-1"))
                .exec(logRecord());
    }
}
