package local.faults;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class RulesTest {

    @Test
    void strikesWhatIsNamedAndNothingElse() {
        FaultRule rule = new FaultRule(1, 0, Set.of(3L, 5L));
        assertThat(LongStream.rangeClosed(0, 10).filter(rule::strikes)).containsExactly(3L, 5L);
        assertThat(LongStream.rangeClosed(0, 10).filter(FaultRule.NEVER::strikes))
                .isEmpty();
        assertThat(LongStream.rangeClosed(0, 10).filter(new FaultRule(1, 1, Set.of())::strikes))
                .hasSize(10);
    }

    @Test
    void drawsAsManyAsCountedAmongTheFirstTwiceAsMany() {
        for (int count : new int[] {0, 1, 20, 5_000}) {
            Set<Long> drawn = FaultRule.drawn(42, count);
            assertThat(drawn).hasSize(count).allMatch(ordinal -> ordinal >= 1 && ordinal <= 2L * count);
            assertThat(FaultRule.drawn(42, count)).isEqualTo(drawn);
        }
        assertThat(FaultRule.drawn(42, 20)).isNotEqualTo(FaultRule.drawn(43, 20));
    }

    @Test
    void latenciesFollowTheirDistribution() {
        assertThat(Latency.NONE.next()).isZero();
        assertThat(Latency.parse("20ms", 1).next()).isEqualTo(Duration.ofMillis(20));
        assertThat(millis("20ms..80 ms", 0.001)).isBetween(20.0, 20.5);
        assertThat(millis("20ms..80ms", 0.5)).isBetween(49.0, 51.0);
        assertThat(millis("20ms..80ms", 0.999)).isBetween(79.5, 80.0);
        assertThat(millis("20ms~300ms", 0.5)).isBetween(19.0, 21.0);
        assertThat(millis("20ms~1s", 0.99)).isBetween(850.0, 1_150.0);
    }

    private static double millis(String text, double p) {
        Latency latency = Latency.parse(text, 7);
        double[] sorted = IntStream.range(0, 10_000)
                .mapToDouble(i -> latency.next().toNanos() / 1e6)
                .sorted()
                .toArray();
        return sorted[(int) (p * sorted.length)];
    }

    @Test
    void refusesWhatIsNoLatency() {
        for (String text : new String[] {"", "20", "ms", "-1ms", "80ms..20ms", "0ms~5ms", "1ms~"}) {
            assertThatThrownBy(() -> Latency.parse(text, 1)).as(text).hasMessageContaining("\"" + text + "\"");
        }
    }

    @Test
    void clocksAreOffByTheirSkewAndDrift() {
        long start = 1_700_000_000_000_000L;
        long[] now = {start};
        PartyClock clock = new PartyClock(() -> now[0], -250_000, 100);
        assertThat(clock.nowMicros()).isEqualTo(start - 250_000);
        now[0] += 60_000_000;
        assertThat(clock.nowMicros()).isEqualTo(now[0] - 250_000 + 6_000);
        assertThat(clock.toTrue(clock.nowMicros())).isEqualTo(now[0]);
    }
}
