package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatling.core.session.Session;
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
import org.junit.jupiter.api.Test;

class PutFlowTest {

    private static final Sent SENT = new Sent(7, 2_000_000, 32_000_000, true);
    private static final Watch AWAITED = new Watch.Await(Expectation.arrival(1));
    private static final Watch TRACKED = new Watch.Track(Expectation.arrival(1));
    private static final PutOutcome TAKEN = new PutOutcome.Acknowledged("49", "shardId-000000000000");
    private static final PutOutcome THROTTLED = new PutOutcome.Refused("Throttled", "too much");
    private static final PutOutcome TIMED_OUT = new PutOutcome.Unanswered("Timeout", "no answer");

    private static final Checks<PutResponse> NO_CHECKS = Checks.on(PutResponse.class, Map.of(), List.of());

    private final RecordingStats stats = new RecordingStats();
    private final List<Session> wentOn = new ArrayList<>();

    private PutFlow flow(boolean awaitsArrival) {
        return flow(awaitsArrival, true);
    }

    private PutFlow flow(boolean awaitsArrival, boolean stages) {
        return flow(new Rows(stats.engine(), 1_000, any -> stages), wentOn, awaitsArrival ? AWAITED : Watch.NONE);
    }

    @Test
    void awaitedRecordsLogTheirStagesAndLetTheUserGoWhenTheyAreSeen() {
        PutFlow flow = flow(true);

        flow.answered(answer(TAKEN, 2_050_000));
        assertThat(wentOn).isEmpty();
        flow.arrived(SENT, arrival());

        assertThat(stats.responses())
                .containsExactly(
                        new Response("Log record", "Kinesis put", 2_000, 2_050, "OK", ""),
                        new Response("Log record", "Send to Kinesis", 2_000, 2_040, "OK", ""),
                        new Response("Log record", "Kinesis to visible", 2_040, 3_500, "OK", ""),
                        new Response("Log record", "End to end", 2_000, 3_500, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Log record", 2_000, 1_500, "OK", 3_500));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
    }

    @Test
    void aRecordWithoutStagesHasOneRowAndItsGroup() {
        PutFlow flow = flow(true, false);

        flow.answered(answer(TAKEN, 2_050_000));
        flow.arrived(SENT, arrival());

        assertThat(stats.responses()).containsExactly(new Response("Log record", "End to end", 2_000, 3_500, "OK", ""));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Log record", 2_000, 1_500, "OK", 3_500));
    }

    @Test
    void whatFailsHasItsRowWithoutStagesToo() {
        PutFlow unanswered = flow(true, false);
        unanswered.answered(answer(TIMED_OUT, 7_000_000));
        unanswered.missed(SENT, SENT.deadlineMicros());
        flow(true, false).answered(answer(THROTTLED, 2_050_000));

        assertThat(stats.responses())
                .extracting(row -> row.name() + " " + row.status())
                .containsExactly("Kinesis put KO", "End to end KO", "Kinesis put KO");
    }

    @Test
    void aPutOnlyRecordsWholeIsItsPut() {
        flow(false, false).answered(answer(TAKEN, 2_050_000));

        assertThat(stats.responses())
                .containsExactly(new Response("Log record", "Kinesis put", 2_000, 2_050, "OK", ""));
    }

    @Test
    void aMissedDeadlineIsOneFailedRowAndAFailedUser() {
        PutFlow flow = flow(true);

        flow.answered(answer(TAKEN, 2_050_000));
        flow.missed(SENT, SENT.deadlineMicros());

        assertThat(stats.responses())
                .last()
                .isEqualTo(new Response("Log record", "End to end", 2_000, 32_000, "KO", "not seen within 30 s"));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Log record", 2_000, 30_000, "KO", 32_000));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
    }

    @Test
    void aRefusedPutLetsTheUserGoAtOnce() {
        flow(true).answered(answer(THROTTLED, 2_050_000));

        assertThat(stats.responses())
                .containsExactly(new Response("Log record", "Kinesis put", 2_000, 2_050, "KO", "Throttled: too much"));
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Log record", 2_000, 50, "KO", 2_050));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
    }

    @Test
    void anUnansweredPutGoesOnWaitingBecauseTheRecordMayArrive() {
        PutFlow flow = flow(true);

        flow.answered(answer(TIMED_OUT, 7_000_000));
        assertThat(wentOn).isEmpty();
        flow.arrived(SENT, arrival());

        assertThat(stats.responses().get(0))
                .isEqualTo(new Response("Log record", "Kinesis put", 2_000, 7_000, "KO", "Timeout: no answer"));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
    }

    @Test
    void putOnlyUsersGoWhenThePutEnds() {
        flow(false).answered(answer(TAKEN, 2_050_000));
        flow(false).answered(answer(TIMED_OUT, 2_050_000));
        flow(false).answered(answer(THROTTLED, 2_050_000));

        assertThat(wentOn).extracting(Session::isFailed).containsExactly(false, true, true);
        assertThat(stats.groupEnds()).extracting(GroupEnd::status).containsExactly("OK", "KO", "KO");
    }

    @Test
    void aUserGoesOnOnce() {
        PutFlow flow = flow(true);

        flow.answered(answer(TAKEN, 2_050_000));
        flow.arrived(SENT, arrival());
        flow.missed(SENT, SENT.deadlineMicros());

        assertThat(wentOn).hasSize(1);
        assertThat(stats.groupEnds()).hasSize(1);
    }

    @Test
    void aTrackedRecordsUserGoesOnWithThePutAndItsArrivalHasItsRows() {
        PutFlow flow = flow(new Rows(stats.engine(), 1_000, any -> true), wentOn, TRACKED);

        flow.answered(answer(TAKEN, 2_050_000));
        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isFalse());
        flow.arrived(SENT, arrival());

        assertThat(stats.responses())
                .extracting(Response::name)
                .containsExactly("Kinesis put", "Send to Kinesis", "Kinesis to visible", "End to end");
        assertThat(stats.groupEnds()).containsExactly(new GroupEnd("Log record", 2_000, 50, "OK", 2_050));
    }

    @Test
    void aTrackedRecordsUserGoesOnAsFailedWhenNobodyAnswers() {
        PutFlow flow = flow(new Rows(stats.engine(), 1_000, any -> true), wentOn, TRACKED);

        flow.answered(answer(TIMED_OUT, 7_000_000));
        flow.missed(SENT, SENT.deadlineMicros());

        assertThat(wentOn).singleElement().satisfies(session -> assertThat(session.isFailed())
                .isTrue());
        assertThat(stats.responses())
                .extracting(row -> row.name() + " " + row.status())
                .containsExactly("Kinesis put KO", "End to end KO");
    }

    @Test
    void anUnansweredPutOnlyRecordHasNoEndToEndWhenTheRunEnds() {
        PutFlow flow = flow(false);

        flow.missed(SENT, 9_000_000);

        assertThat(stats.responses()).isEmpty();
        assertThat(wentOn).hasSize(1);
    }

    @Test
    void rowsThatCannotBeLoggedStrandNobody() {
        Rows broken = new Rows(RecordingStats.broken(), 1_000, any -> true);
        List<Session> released = new ArrayList<>();
        PutFlow arrived = flow(broken, released, AWAITED);
        PutFlow missed = flow(broken, released, AWAITED);

        swallow(() -> arrived.arrived(SENT, arrival()));
        swallow(() -> missed.missed(SENT, SENT.deadlineMicros()));
        swallow(() -> flow(broken, released, AWAITED).answered(answer(THROTTLED, 2_050_000)));
        swallow(() -> flow(broken, released, Watch.NONE).answered(answer(TAKEN, 2_050_000)));

        assertThat(released).hasSize(4);
    }

    private static PutFlow flow(Rows rows, List<Session> released, Watch watch) {
        return new PutFlow(
                rows, released::add, RowsTest.session(), "Log record", List.of(attempt(SENT)), watch, NO_CHECKS);
    }

    private static Attempt attempt(Sent sent) {
        return new Attempt(sent, new TraceIds("run", 0), new PartitionKeys(0, 1));
    }

    private static PutAnswer answer(PutOutcome outcome, long atMicros) {
        return new PutAnswer(List.of(SENT), List.of(outcome), SENT.sentMicros(), atMicros, false);
    }

    private static void swallow(Runnable callback) {
        try {
            callback.run();
        } catch (IllegalStateException e) {
            assertThat(e).hasMessage("no rows today");
        }
    }

    private static Arrival arrival() {
        Stamps stamps = Stamps.none()
                .with(Stamp.SENT, SENT.sentMicros())
                .with(Stamp.KINESIS_ARRIVAL, 2_040_000)
                .with(Stamp.VISIBLE, 3_500_000);
        return new Arrival(stamps, stamps, 0, new Visibility(3_000_000, 3_500_000, 4_000_000, false), false, "49");
    }
}
