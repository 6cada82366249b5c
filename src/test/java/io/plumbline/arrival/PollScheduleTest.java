package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LongSummaryStatistics;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PollScheduleTest {

    @Test
    void spreadsPollsAFifthAroundTheInterval() {
        PollSchedule schedule = new PollSchedule(Duration.ofSeconds(1), new Random(42));

        LongSummaryStatistics gaps = LongStream.range(0, 10_000)
                .map(poll -> schedule.nextAfter(5_000_000, 0) - 5_000_000)
                .summaryStatistics();

        assertThat(gaps.getMin()).isBetween(800_000L, 801_000L);
        assertThat(gaps.getMax()).isBetween(1_199_000L, 1_200_000L);
        assertThat(gaps.getAverage()).isBetween(995_000.0, 1_005_000.0);
    }

    @Test
    void comesLaterAfterEachFailureUpToEightIntervals() {
        PollSchedule schedule = new PollSchedule(Duration.ofSeconds(1), new Random(42));

        for (int failures = 0; failures < 100; failures++) {
            long intervals = Math.min(8, 1L << Math.min(failures, 10));
            assertThat(schedule.nextAfter(0, failures)).isBetween(intervals * 800_000, intervals * 1_200_000);
        }
    }
}
