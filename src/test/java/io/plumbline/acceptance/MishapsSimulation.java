package io.plumbline.acceptance;

import static io.gatling.javaapi.core.CoreDsl.StringBody;
import static io.gatling.javaapi.core.CoreDsl.atOnceUsers;
import static io.gatling.javaapi.core.CoreDsl.scenario;
import static io.plumbline.PipelineDsl.accounted;
import static io.plumbline.PipelineDsl.failedRecordCount;
import static io.plumbline.PipelineDsl.kinesis;
import static io.plumbline.PipelineDsl.logRecord;
import static io.plumbline.PipelineDsl.pipeline;
import static io.plumbline.PipelineDsl.sequenceNumber;
import static io.plumbline.PipelineDsl.shardId;
import static io.plumbline.acceptance.Scenarios.step;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.Simulation;
import io.plumbline.dsl.KinesisRecord;
import java.util.List;

/** One user to whom everything happens that can go wrong before a record leaves, beside some things that go well. */
public class MishapsSimulation extends Simulation {

    private static final Body RECORD = logRecord();

    {
        setUp(accounted(scenario("Mishaps")
                        .exec(session -> session.set("tenant", "tenant-1").set("long", "k".repeat(257)))
                        .exec(step(
                                "One",
                                kinesis("One")
                                        .putRecord(RECORD)
                                        .check(sequenceNumber().saveAs("seq"))
                                        .awaitArrival()))
                        .exec(step(
                                "Ordered",
                                kinesis("Ordered")
                                        .putRecord(RECORD)
                                        .sequenceNumberForOrdering("#{seq}")
                                        .trackArrival()))
                        .exec(step(
                                "Spread",
                                kinesis("Spread")
                                        .putRecords(4, RECORD)
                                        .evenlyOverShards()
                                        .check(failedRecordCount().is(0))
                                        .awaitArrival()))
                        .exec(step("Unwatched", kinesis("Unwatched").putRecords(3, RECORD)))
                        .exec(step(
                                "Some",
                                kinesis("Some")
                                        .putRecords(session -> List.of(
                                                KinesisRecord.of(RECORD),
                                                KinesisRecord.of(StringBody("#{nothing}")),
                                                KinesisRecord.of(RECORD).partitionKey("#{long}"),
                                                KinesisRecord.of(RECORD).explicitHashKey("-1"),
                                                KinesisRecord.of(StringBody("x".repeat(2_000)))))
                                        .awaitArrival()))
                        .exec(step("No records", kinesis("No records").putRecords(session -> List.of())))
                        .exec(step("Crash", kinesis("Crash").putRecords(session -> {
                            throw new IllegalStateException("no records today");
                        })))
                        .exec(step("Name", kinesis("Name #{nothing}").putRecords(2, RECORD)))
                        .exec(step(
                                "Check",
                                kinesis("Check")
                                        .putRecord(RECORD)
                                        .check(shardId().is("shardId-7"))
                                        .awaitArrival()))
                        .exec(step(
                                "No number",
                                kinesis("No number").putRecord(RECORD).sequenceNumberForOrdering("#{nothing}")))
                        .exec(step(
                                "No JSON",
                                kinesis("No JSON")
                                        .putRecord(StringBody("{#{trace.id}, #{trace.digest}}"))
                                        .awaitArrival()))
                        .injectOpen(atOnceUsers(1))))
                .protocols(pipeline().fromSettings());
    }
}
