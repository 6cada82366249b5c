package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;

class TimelineRecorderTest {

    private static final long SECOND = 1_000_000;
    private static final long MILLI = 1_000;
    private static final long START = 1_800_000_000 * SECOND;

    private final TimelineRecorder recorder = new TimelineRecorder(START);

    @Test
    void nothingHappened() {
        assertThat(recorder.timeline()).isEqualTo(Course.NOT_KNOWN.timeline());
    }

    @Test
    void aRecordIsCountedWhereItWasSentAndWhereItArrived() {
        arrives(0, 1_500);

        Timeline timeline = recorder.timeline();

        assertThat(timeline.start()).isEqualTo(Instant.ofEpochSecond(1_800_000_000));
        assertThat(timeline.sliceSeconds()).isEqualTo(1);
        assertThat(timeline.slices()).extracting(Slice::sent).containsExactly(1L, 0L);
        assertThat(timeline.slices()).extracting(Slice::arrived).containsExactly(0L, 1L);
        assertThat(timeline.slices()).extracting(Slice::backlog).containsExactly(1L, 0L);
        assertThat(timeline.slices().get(0).p50()).isCloseTo(1_500, Percentage.withPercentage(1));
        assertThat(timeline.slices().get(1).p50()).isNull();
    }

    @Test
    void timeBeforeTheLoadIsLeftOut() {
        arrives(7_200, 100);

        assertThat(recorder.timeline().start()).isEqualTo(Instant.ofEpochSecond(1_800_000_007));
        assertThat(recorder.timeline().slices()).hasSize(1);
    }

    @Test
    void whatIsLostStaysInTheBacklogAndLiesBeyondEveryValue() {
        for (int i = 0; i < 9; i++) {
            arrives(i, 100);
        }
        recorder.settled(START, State.LOST);

        Slice slice = recorder.timeline().slices().get(0);

        assertThat(slice.lost()).isEqualTo(1);
        assertThat(slice.backlog()).isEqualTo(1);
        assertThat(slice.p50()).isCloseTo(100, Percentage.withPercentage(1));
        assertThat(slice.p95()).isNull();
    }

    @Test
    void onlyWhatIsExpectedIsInTheBacklog() {
        recorder.settled(START, State.REJECTED);
        recorder.settled(START, State.UNTIMED);
        recorder.settled(START, State.AMBIGUOUS);
        recorder.settled(START, State.UNRESOLVED);

        Slice slice = recorder.timeline().slices().get(0);

        assertThat(slice.sent()).isEqualTo(4);
        assertThat(slice.rejected()).isEqualTo(1);
        assertThat(slice.backlog()).isEqualTo(2);
    }

    @Test
    void throttlesAreCountedWhenTheyHappened() {
        recorder.settled(START, State.ON_TIME);
        recorder.throttled(START + 2 * SECOND);
        recorder.throttled(START + 2 * SECOND);

        assertThat(recorder.timeline().slices()).extracting(Slice::throttled).containsExactly(0L, 0L, 2L);
    }

    @Test
    void stagesHaveTheir95thPercentile() {
        for (int i = 1; i <= 100; i++) {
            recorder.settled(START, State.ON_TIME);
            recorder.stage(START, "Lambda", i * MILLI);
        }
        recorder.stage(START, "Send to Kinesis", -5);

        Map<String, Double> stages = recorder.timeline().slices().get(0).stages();

        assertThat(stages).containsOnlyKeys("Lambda", "Send to Kinesis").containsEntry("Send to Kinesis", 0.0);
        assertThat(stages.get("Lambda")).isCloseTo(95, Percentage.withPercentage(1));
    }

    /** However long it takes and in whatever order records settle. */
    @Property(tries = 200)
    void nothingGetsLostAsSlicesGrowWider(@ForAll List<@IntRange(min = 0, max = 100_000) Integer> sentSeconds) {
        TimelineRecorder wide = new TimelineRecorder(START);
        for (int second : sentSeconds) {
            wide.settled(START + second * SECOND, State.LATE);
            wide.arrived(START + second * SECOND, START + (second + 3) * SECOND);
        }

        Timeline timeline = wide.timeline();

        assertThat(timeline.slices()).hasSizeLessThanOrEqualTo(120);
        assertThat(timeline.slices().stream().mapToLong(Slice::sent).sum()).isEqualTo(sentSeconds.size());
        assertThat(timeline.slices().stream().mapToLong(Slice::arrived).sum()).isEqualTo(sentSeconds.size());
        assertThat(timeline.slices().stream().mapToLong(Slice::late).sum()).isEqualTo(sentSeconds.size());
        if (!sentSeconds.isEmpty()) {
            assertThat(timeline.slices().get(timeline.slices().size() - 1).backlog())
                    .isZero();
            assertThat(timeline.slices()).allMatch(slice -> slice.backlog() >= 0);
            assertThat(timeline.slices())
                    .filteredOn(slice -> slice.sent() > 0)
                    .allSatisfy(slice -> assertThat(slice.p99()).isCloseTo(3_000, Percentage.withPercentage(1)));
        }
    }

    private void arrives(long sentMillis, long latencyMillis) {
        long sent = START + sentMillis * MILLI;
        recorder.settled(sent, State.ON_TIME);
        recorder.arrived(sent, sent + latencyMillis * MILLI);
    }
}
