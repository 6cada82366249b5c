package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.kinesis;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.ScenarioBuilder;
import io.plumbline.PipelineDsl;
import io.plumbline.dsl.PutRecordBuilder;

/** What the acceptance simulations share. */
final class Scenarios {

    private Scenarios() {}

    /** An action of a user whom nothing before it made fail, who then says on the console how he fared. */
    static ChainBuilder step(String name, ActionBuilder action) {
        return exec(session -> session.markAsSucceeded()).exec(action).exec(session -> {
            System.out.println(name + (session.isFailed() ? " failed" : " went well"));
            return session;
        });
    }

    static PutRecordBuilder logRecord() {
        return kinesis("Log record").putRecord(PipelineDsl.logRecord()).awaitArrival();
    }

    static ScenarioBuilder logs() {
        return scenario("Logs")
                .exec(session -> session.set("tenant", "tenant-1"))
                .exec(logRecord());
    }
}
