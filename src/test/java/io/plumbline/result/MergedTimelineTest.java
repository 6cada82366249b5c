package io.plumbline.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.RecordOutcome.State;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToLongFunction;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class MergedTimelineTest {

    private static final long SECOND = 1_000_000;
    private static final long START = 1_800_000_001 * SECOND + 345_678;

    /** Whenever each generator began, and however long it took: as if one had recorded all. */
    @Property(tries = 300)
    void countsAreThoseOfOneGeneratorThatDidItAll(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 5) int generators,
            @ForAll @IntRange(min = 1, max = 2_000) int seconds) {
        Random random = new Random(seed);
        TimelineRecorder whole = new TimelineRecorder(START);
        List<TimelineRecorder> parts = new ArrayList<>();
        for (int i = 0; i < generators; i++) {
            long began = START + random.nextInt(20) * 333_333L;
            TimelineRecorder part = new TimelineRecorder(began);
            parts.add(part);
            for (int record = 0; record < 200; record++) {
                long sent = began + (long) (random.nextDouble() * seconds * SECOND);
                long visible = sent + random.nextInt(3_000_000);
                State state = random.nextInt(10) == 0 ? State.LOST : State.ON_TIME;
                record(whole, sent, visible, state);
                record(part, sent, visible, state);
            }
        }

        Timeline merged =
                MergedTimeline.of(parts.stream().map(TimelineRecorder::timeline).toList());

        Timeline expected = MergedTimeline.of(List.of(whole.timeline(), atLeast(merged.sliceSeconds())));
        assertThat(merged.sliceSeconds()).isLessThanOrEqualTo(expected.sliceSeconds());
        Timeline asWide = MergedTimeline.of(List.of(merged, atLeast(expected.sliceSeconds())));
        assertThat(asWide.start()).isEqualTo(expected.start());
        for (ToLongFunction<Slice> count : List.<ToLongFunction<Slice>>of(
                Slice::sent, Slice::arrived, Slice::backlog, Slice::late, Slice::lost, Slice::rejected)) {
            assertThat(asWide.slices().stream().mapToLong(count).toArray())
                    .isEqualTo(expected.slices().stream().mapToLong(count).toArray());
        }
    }

    /** One without slices that makes the others as wide. */
    private static Timeline atLeast(double width) {
        return new Timeline(Instant.EPOCH, width, List.of());
    }

    private static void record(TimelineRecorder recorder, long sent, long visible, State state) {
        recorder.settled(sent, state);
        if (state == State.ON_TIME) {
            recorder.arrived(sent, visible);
        }
    }

    @Test
    void oneThatSentNothingAddsNothing() {
        TimelineRecorder recorder = new TimelineRecorder(START);
        record(recorder, START, START + SECOND, State.ON_TIME);

        Timeline merged = MergedTimeline.of(List.of(recorder.timeline(), Course.NOT_KNOWN.timeline()));

        assertThat(merged.slices()).extracting(Slice::sent).containsExactly(1L, 0L);
        assertThat(MergedTimeline.of(List.of(Course.NOT_KNOWN.timeline()))).isEqualTo(Course.NOT_KNOWN.timeline());
    }

    /** Percentiles do not add up. */
    @Test
    void latenciesAreNotKnown() {
        TimelineRecorder recorder = new TimelineRecorder(START);
        record(recorder, START, START + SECOND, State.ON_TIME);
        recorder.stage(START, "Lambda", 5_000);

        Slice slice = MergedTimeline.of(List.of(recorder.timeline(), recorder.timeline()))
                .slices()
                .get(0);

        assertThat(slice.p50()).isNull();
        assertThat(slice.p95()).isNull();
        assertThat(slice.p99()).isNull();
        assertThat(slice.stages()).isEmpty();
    }

    @Test
    void whatAGeneratorLeavesBehindStaysInTheBacklog() {
        TimelineRecorder first = new TimelineRecorder(START);
        record(first, START, 0, State.LOST);
        TimelineRecorder second = new TimelineRecorder(START);
        record(second, START + 5 * SECOND, START + 6 * SECOND, State.ON_TIME);

        Timeline merged = MergedTimeline.of(List.of(first.timeline(), second.timeline()));

        assertThat(merged.slices()).extracting(Slice::backlog).containsExactly(1L, 1L, 1L, 1L, 1L, 2L, 1L);
    }
}
