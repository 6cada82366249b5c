package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.bodyString;
import static io.gatling.javaapi.core.CoreDsl.exec;
import static io.gatling.javaapi.core.CoreDsl.jmesPath;
import static io.gatling.javaapi.core.CoreDsl.jsonPath;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.bigQuery;
import static io.plumbline.PipelineDsl.insertErrors;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.rowCount;
import static io.plumbline.PipelineDsl.rows;
import static io.plumbline.PipelineDsl.totalBytesBilled;
import static io.plumbline.PipelineDsl.totalBytesProcessed;
import static io.plumbline.PipelineDsl.verdict;
import static io.plumbline.acceptance.Scenarios.step;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.ChainBuilder;
import io.gatling.javaapi.core.Simulation;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/** One user who only uses BigQuery itself, well and not so well; no record is put. */
public class BigQuerySimulation extends Simulation {

    private static final Body ROW =
            StringBody("{\"run_id\":\"elsewhere\",\"trace_id\":\"order-#{insert.index}\",\"key\":\"k\"}");

    private static final Body WRONG = StringBody("{\"nope\":1}");

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

    private static ChainBuilder queries() {
        return exec(step(
                        "Typed",
                        bigQuery("Typed")
                                .query(
                                        "SELECT @count + 1 AS next, @share AS share, @yes AS yes, @moment AS moment, @who AS who")
                                .parameter("count", "#{count}")
                                .parameter("share", 0.25)
                                .parameter("yes", true)
                                .parameter("moment", Instant.parse("2026-11-23T02:00:00.000001Z"))
                                .parameter("who", "user #{count}")
                                .check(
                                        rowCount().is(1),
                                        bodyString()
                                                .is(
                                                        "[{\"next\":42,\"share\":0.25,\"yes\":true,"
                                                                + "\"moment\":\"2026-11-23T02:00:00.000001Z\",\"who\":\"user 41\"}]"))))
                .exec(step(
                        "Inserted",
                        bigQuery("Inserted")
                                .query(
                                        "SELECT trace_id, COUNT(*) AS n FROM #{table} WHERE STARTS_WITH(trace_id, @prefix)"
                                                + " GROUP BY trace_id ORDER BY trace_id")
                                .parameter("prefix", "order-")
                                .check(
                                        rowCount().is(4),
                                        jmesPath("[*].n").is("[2,1,1,1]"),
                                        totalBytesProcessed().gt(0L),
                                        totalBytesBilled().is(10L << 20),
                                        rows().saveAs("rows"))))
                .exec(step(
                        "Saved",
                        bigQuery("Saved")
                                .query("SELECT @id AS id")
                                .parameter("id", "#{rows(3).trace_id}")
                                .check(jsonPath("$[0].id").is("order-3"))))
                .exec(step("Wrong", bigQuery("Wrong").query("SELECT nope FROM events")))
                .exec(step(
                        "Unmet",
                        bigQuery("Unmet")
                                .query("SELECT 1 AS one")
                                .check(rowCount().is(2))))
                .exec(step(
                        "Parameter",
                        bigQuery("Parameter").query("SELECT @p AS p").parameter("p", "#{nothing}")))
                .exec(step("Sql", bigQuery("Sql").query("SELECT #{nothing}")));
    }

    private static ChainBuilder arrivals() {
        return exec(step("Seen", bigQuery("Seen").awaitArrival("order-3").within(Duration.ofMinutes(1))))
                .exec(session -> session.set("sent", System.currentTimeMillis() * 1_000))
                .exec(bigQuery("Late").insertAll(session -> List.of(Map.of("trace_id", "late-1", "run_id", "other"))))
                .exec(step(
                        "Late",
                        bigQuery("Late")
                                .awaitArrival("late-#{count}")
                                .within(Duration.ofMinutes(1))
                                .since("#{sent}")))
                .exec(step("Never", bigQuery("Never").awaitArrival("never").within(Duration.ofSeconds(4))))
                .exec(step("Id", bigQuery("Id").awaitArrival("#{nothing}")))
                .exec(step("Since", bigQuery("Since").awaitArrival("order-3").since("yesterday")));
    }

    {
        setUp(accounted(scenario("BigQuery")
                        .exec(session -> session.set("table", "events").set("count", 41))
                        .exec(inserts())
                        .exec(queries())
                        .exec(session -> session.set("count", 1))
                        .exec(arrivals())
                        .injectOpen(atOnceUsers(1))))
                .protocols(pipeline().fromSettings())
                .assertions(verdict());
    }
}
