package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.bigQuery;
import static io.plumbline.PipelineDsl.insertErrors;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.verdict;

import io.gatling.javaapi.core.ActionBuilder;
import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.util.List;
import java.util.Map;

/** One user who only uses BigQuery itself, well and not so well; no record is put. */
public class BigQuerySimulation extends Simulation {

    private static final Body ROW =
            StringBody("{\"run_id\":\"elsewhere\",\"trace_id\":\"order-#{insert.index}\",\"key\":\"k\"}");

    private static final Body WRONG = StringBody("{\"nope\":1}");

    /** Says on the console how the user fared. */
    private static ChainBuilder step(String name, ActionBuilder action) {
        return exec(session -> session.markAsSucceeded()).exec(action).exec(session -> {
            System.out.println(name + (session.isFailed() ? " failed" : " went well"));
            return session;
        });
    }

    private static ChainBuilder inserts() {
        return exec(step(
                        "Alike",
                        bigQuery("Alike").insertAll(3, ROW).check(insertErrors().is(0))))
                .exec(step(
                        "Maps",
                        bigQuery("Maps")
                                .insertAll(session -> List.of(Map.of("trace_id", "order-3", "key", "k")))
                                .into("#{table}")
                                .withoutInsertIds()))
                .exec(step("Refused", bigQuery("Refused").insertAll(ROW, WRONG)))
                .exec(step(
                        "Expected",
                        bigQuery("Expected")
                                .insertAll(ROW, WRONG)
                                .skipInvalidRows()
                                .check(
                                        insertErrors().is(1),
                                        jsonPath("$[0].errors[0].location").is("nope"))))
                .exec(step("Nowhere", bigQuery("Nowhere").insertAll(ROW).into("nowhere")))
                .exec(step("Ill named", bigQuery("Ill named").insertAll(ROW).into("a.b.c.d.`")))
                .exec(step("Body", bigQuery("Body").insertAll(ROW, StringBody("#{nothing}"))))
                .exec(step("Text", bigQuery("Text").insertAll(StringBody("no JSON"))))
                .exec(step("Empty", bigQuery("Empty").insertAll(session -> List.of())))
                .exec(step("Name", bigQuery("Name #{nothing}").insertAll(ROW)));
    }

    {
        setUp(accounted(scenario("BigQuery")
                        .exec(session -> session.set("table", "events"))
                        .exec(inserts())
                        .injectOpen(atOnceUsers(1))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
