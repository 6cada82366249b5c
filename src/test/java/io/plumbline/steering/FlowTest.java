package io.plumbline.steering;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.capacity.Backlog.Sample;
import io.plumbline.result.BacklogSeries;
import org.junit.jupiter.api.Test;

class FlowTest {

    private static final long START = 1_000_000_000;

    private final Flow flow = new Flow(START);

    private static long at(int millis) {
        return START + millis * 1_000L;
    }

    private static Sample sample(int millis, long records) {
        return new Sample(at(millis), records);
    }

    @Test
    void theBacklogIsWhatWasSentAndIsNotGone() {
        flow.sent(3, at(10));
        flow.sent(2, at(60));
        flow.settled(Records.arrived(at(10), at(90), at(100), at(110)), at(900));
        flow.settled(Records.rejected(at(60)), at(130));

        assertThat(flow.backlog(at(0), at(200)).samples())
                .containsExactly(sample(50, 3), sample(100, 5), sample(150, 3), sample(200, 3));
        assertThat(flow.open()).isEqualTo(3);
        assertThat(flow.lastGoneMicros()).isEqualTo(at(900));
    }

    @Test
    void aPieceOfItBeginsWithWhatThereWas() {
        flow.sent(7, at(10));
        flow.sent(1, at(160));

        assertThat(flow.backlog(at(100), at(200)).samples()).containsExactly(sample(150, 7), sample(200, 8));
        assertThat(flow.backlog(at(100), at(120)).samples()).isEmpty();
    }

    @Test
    void whatWasSentAndThrottledIsCountedByTime() {
        flow.sent(5, at(10));
        flow.sent(4, at(1_010));
        flow.throttled(at(1_020));
        flow.throttled(at(2_500));

        assertThat(flow.sentBetween(at(0), at(1_000))).isEqualTo(5);
        assertThat(flow.sentBetween(at(1_000), at(9_000))).isEqualTo(4);
        assertThat(flow.throttledBetween(at(1_000), at(2_000))).isEqualTo(1);
    }

    @Test
    void recordsHaveTheirMeanSize() {
        assertThat(flow.recordBytes()).isZero();

        flow.put(500);
        flow.put(601);

        assertThat(flow.recordBytes()).isEqualTo(551);
    }

    @Test
    void aLongSeriesIsThinned() {
        for (int second = 0; second < 600; second++) {
            flow.sent(1, at(1_000 * second));
        }

        BacklogSeries series = flow.series(at(600_000));

        assertThat(series.start()).isEqualTo(Flow.instant(at(50)));
        assertThat(series.sampleSeconds()).isEqualTo(0.5);
        assertThat(series.samples()).hasSize(1_200).startsWith(1L, 1L, 2L).endsWith(600L);
    }

    @Test
    void nothingHasNoSeries() {
        assertThat(flow.series(START)).isEqualTo(new BacklogSeries(null, 0, java.util.List.of()));
    }
}
