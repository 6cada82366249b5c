package io.plumbline.gatling;

import static io.plumbline.PipelineDsl.failedRecordCount;
import static io.plumbline.PipelineDsl.sequenceNumber;
import static io.plumbline.PipelineDsl.shardId;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import io.gatling.javaapi.core.CoreDsl;
import io.plumbline.aws.PutOutcome;
import io.plumbline.gatling.RecordingStats.GroupEnd;
import io.plumbline.gatling.RecordingStats.Response;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Visibility;
import io.plumbline.run.Attempt;
import io.plumbline.run.Expectation;
import io.plumbline.run.PutAnswer;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Records 7 to 10, put together. */
class BatchFlowTest {

    private static final List<Sent> SENT = LongStream.range(7, 11)
            .mapToObj(number -> new Sent(number, 2_000_000, 32_000_000, true))
            .toList();
    private static final Watch AWAITED = new Watch.Await(Expectation.arrival(1));
    private static final PutOutcome TAKEN = new PutOutcome.Acknowledged("49", "shardId-000000000000");
    private static final PutOutcome THROTTLED =
            new PutOutcome.Refused("ProvisionedThroughputExceededException", "too much for shard 0");
    private static final PutOutcome TOO_LARGE = PutOutcome.Refused.notSent("it is too large");
    private static final PutOutcome TIMED_OUT = new PutOutcome.Unanswered("Timeout", "no answer");

    private final RecordingStats stats = new RecordingStats();
    private final List<Session> wentOn = new ArrayList<>();

    private PutFlow flow(Watch watch) {
        return flow(watch, any -> false);
    }

    private PutFlow flow(Watch watch, Predicate<Sent> stages, Checks<PutResponse> checks) {
        return new PutFlow(
                new Rows(stats.engine(), 1_000, stages),
                wentOn::add,
                RowsTest.session(),
                "Batch",
                SENT.stream()
                        .map(sent -> new Attempt(sent, new TraceIds("run", 0), new PartitionKeys(0, 1)))
                        .toList(),
                watch,
                checks);
    }

    @Test
    void itsUserWaitsForAllAndTheGroupEndsWithTheLast() {
        PutFlow flow = flow(AWAITED);

        flow.answered(answer(SENT, 2_050_000, TAKEN, TAKEN, TAKEN, TAKEN));
        flow.arrived(SENT.get(1), arrival(4_000_000));
        flow.arrived(SENT.get(0), arrival(3_000_000));
        flow.arrived(SENT.get(3), arrival(3_500_000));
        assertThat(wentOn).isEmpty();
        flow.arrived(SENT.get(2), arrival(3_600_000));

        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
        assertThat(stats.responses())
                .extracting(Response::name)
                .containsExactly("End to end", "End to end", "End to end", "End to end");
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Batch", 2_000, 2_000, "OK", 4_000));
    }

    @Test
    void refusedOnesAreNotWaitedForAndOneRowSaysHowMany() {
        PutFlow flow = flow(AWAITED);

        flow.answered(answer(SENT, 2_050_000, TAKEN, THROTTLED, TAKEN, THROTTLED));
        flow.arrived(SENT.get(0), arrival(3_000_000));
        assertThat(wentOn).isEmpty();
        flow.arrived(SENT.get(2), arrival(3_000_000));

        assertThat(stats.responses().get(0))
                .isEqualTo(new Response(
                        "Batch",
                        "Kinesis put",
                        2_000,
                        2_050,
                        "KO",
                        "2 of 4 refused: ProvisionedThroughputExceededException"));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
    }

    @Test
    void whatNeverLeftIsNamedByItsPlace() {
        flow(Watch.NONE)
                .answered(
                        answer(SENT.subList(1, 4), 2_000_100, TOO_LARGE, PutOutcome.Refused.notSent("no"), TOO_LARGE));

        assertThat(stats.responses())
                .extracting(Response::message)
                .containsExactly("2 records, the first of them 1, not sent: it is too large; record 2 not sent: no");
    }

    @Test
    void whenAllAreRefusedTheUserGoesAtOnce() {
        flow(AWAITED).answered(answer(SENT, 2_050_000, THROTTLED, THROTTLED, THROTTLED, THROTTLED));

        assertThat(wentOn).hasSize(1);
        assertThat(stats.groupEnds()).extracting(GroupEnd::status).containsExactly("KO");
    }

    @Test
    void whatIsTriedAgainIsNotDecidedYet() {
        PutFlow flow = flow(Watch.NONE);

        flow.answered(new PutAnswer(SENT, List.of(TAKEN, THROTTLED, TAKEN, THROTTLED), 2_000_000, 2_050_000, true));
        assertThat(wentOn).isEmpty();
        flow.answered(
                new PutAnswer(List.of(SENT.get(1), SENT.get(3)), List.of(TAKEN, TAKEN), 2_150_000, 2_200_000, false));

        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
        assertThat(stats.responses())
                .containsExactly(
                        new Response(
                                "Batch",
                                "Kinesis put",
                                2_000,
                                2_050,
                                "KO",
                                "2 of 4 refused: ProvisionedThroughputExceededException"),
                        new Response("Batch", "Kinesis put", 2_150, 2_200, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Batch", 2_000, 200, "OK", 2_200));
    }

    @Test
    void requestsEndInAnyOrder() {
        PutFlow flow = flow(new Watch.Track(Expectation.arrival(1)));

        flow.answered(answer(SENT.subList(0, 1), 2_000_100, TOO_LARGE));
        flow.answered(answer(SENT.subList(3, 4), 2_090_000, TAKEN));
        assertThat(wentOn).isEmpty();
        flow.answered(answer(SENT.subList(1, 3), 2_050_000, TAKEN, TIMED_OUT));

        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
        assertThat(stats.responses())
                .extracting(Response::message)
                .containsExactly("record 0 not sent: it is too large", "1 of 2 unanswered: Timeout");
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Batch", 2_000, 90, "KO", 2_090));
    }

    @Test
    void atTheDeadlineTheUserGoesAndEachUnseenRecordHasItsRow() {
        PutFlow flow = flow(AWAITED);

        flow.answered(answer(SENT, 2_050_000, TAKEN, TAKEN, TAKEN, TIMED_OUT));
        flow.arrived(SENT.get(0), arrival(3_000_000));
        for (Sent missed : SENT.subList(1, 4)) {
            flow.missed(missed, missed.deadlineMicros());
        }

        assertThat(stats.responses())
                .filteredOn(row -> row.name().equals("End to end"))
                .extracting(Response::message)
                .containsExactly("", "not seen within 30 s", "not seen within 30 s", "not seen within 30 s");
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Batch", 2_000, 30_000, "KO", 32_000));
    }

    @Test
    void onlyTheRecordsOfTheSampleHaveStages() {
        PutFlow flow = flow(AWAITED, sent -> sent.sequence() == 9);

        flow.answered(answer(SENT, 2_050_000, TAKEN, TAKEN, TAKEN, TAKEN));
        SENT.forEach(sent -> flow.arrived(sent, arrival(3_000_000)));

        assertThat(stats.responses())
                .extracting(Response::name)
                .containsExactly(
                        "Kinesis put",
                        "End to end",
                        "End to end",
                        "Send to Kinesis",
                        "Kinesis to visible",
                        "End to end",
                        "End to end");
    }

    @Test
    void checksSeeTheWholeBatchWhenAllOfItsPutsHaveEnded() {
        PutFlow flow = flow(
                Watch.NONE,
                any -> true,
                sequenceNumber().saveAs("seq"),
                shardId().is("shardId-000000000000"),
                failedRecordCount().is(1).saveAs("failed"));

        flow.answered(answer(SENT.subList(2, 4), 2_050_000, new PutOutcome.Acknowledged("51", "shardId-7"), TAKEN));
        flow.answered(answer(SENT.subList(0, 2), 2_090_000, THROTTLED, TAKEN));

        assertThat(wentOn).singleElement().satisfies(session -> {
            assertThat(session.attributes().apply("seq")).isEqualTo("49");
            assertThat(session.attributes().apply("failed")).isEqualTo(1);
            assertThat(session.isFailed()).isTrue();
        });
    }

    @Test
    void aFailingCheckIsAFailedPutAndItsUserWaitsForNothing() {
        PutFlow flow = flow(AWAITED, any -> true, shardId().is("shardId-7"));

        flow.answered(answer(SENT, 2_050_000, TAKEN, TAKEN, TAKEN, TAKEN));

        assertThat(stats.responses())
                .containsExactly(new Response(
                        "Batch",
                        "Kinesis put",
                        2_000,
                        2_050,
                        "KO",
                        "shardId.find.is(shardId-7), found shardId-000000000000"));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
        flow.arrived(SENT.get(0), arrival(3_000_000));
        assertThat(wentOn).hasSize(1);
    }

    @Test
    void aCheckThatCrashesStrandsNobody() {
        PutFlow flow = flow(AWAITED, any -> true, sequenceNumber().transform(number -> {
            throw new IllegalStateException("no number today");
        }));

        flow.answered(answer(SENT, 2_050_000, TAKEN, TAKEN, TAKEN, TAKEN));

        assertThat(stats.responses()).singleElement().satisfies(row -> assertThat(row.message())
                .contains("no number today"));
        assertThat(wentOn).hasSize(1);
    }

    @Test
    void whereNothingWasTakenNothingIsChecked() {
        PutFlow flow = flow(Watch.NONE, any -> true, sequenceNumber().saveAs("seq"));

        flow.answered(answer(SENT, 2_050_000, TIMED_OUT, TIMED_OUT, TIMED_OUT, THROTTLED));

        assertThat(stats.responses())
                .extracting(Response::message)
                .containsExactly("3 of 4 unanswered: Timeout; 1 of 4 refused: ProvisionedThroughputExceededException");
    }

    @Test
    void aCheckOnSomethingElseIsTheAuthorsMistake() {
        assertThatThrownBy(() -> flow(AWAITED, any -> true, CoreDsl.bodyString().exists()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("BodyString")
                .hasMessageContaining("PutResponse");
    }

    private PutFlow flow(Watch watch, Predicate<Sent> stages, CheckBuilder... checks) {
        return flow(watch, stages, Checks.on(PutResponse.class, Map.of(), List.of(checks)));
    }

    private static PutAnswer answer(List<Sent> records, long atMicros, PutOutcome... outcomes) {
        return new PutAnswer(records, List.of(outcomes), 2_000_000, atMicros, false);
    }

    private static Arrival arrival(long visibleMicros) {
        Stamps stamps = Stamps.none()
                .with(Stamp.SENT, 2_000_000)
                .with(Stamp.KINESIS_ARRIVAL, 2_040_000)
                .with(Stamp.VISIBLE, visibleMicros);
        return new Arrival(
                stamps, stamps, 0, new Visibility(visibleMicros, visibleMicros, visibleMicros, false), false, "49");
    }
}
