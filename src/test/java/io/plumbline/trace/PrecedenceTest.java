package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.Precedence.Pair;
import java.util.Comparator;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class PrecedenceTest {

    private static final long START = 1_795_000_000_000_000L;
    private static final long SECOND = 1_000_000;

    @Test
    void keepsTheTightestPairOfEachWindow() {
        Precedence pairs = new Precedence(1);
        pairs.add(START, START, START + 900);
        pairs.add(START + 10, START + 10, START + 510);
        pairs.add(START + 20, START + 20, START + 820);
        pairs.add(START + SECOND, START + SECOND, START + SECOND + 700);

        assertThat(pairs.tightest())
                .containsExactly(
                        new Pair(START + 10, START + 10, START + 511),
                        new Pair(START + SECOND, START + SECOND, START + SECOND + 701));
    }

    @Test
    void theSecondStampMayHaveBeenTakenAtTheEndOfItsTick() {
        Precedence pairs = new Precedence(1_000);
        pairs.add(START, START, START);

        assertThat(pairs.tightest()).containsExactly(new Pair(START, START, START + 1_000));
    }

    @Test
    void theNumberOfWindowsStaysAndTheyCoverTheWholeRun() {
        Precedence pairs = new Precedence(1);
        long day = 86_400 * SECOND;
        for (long time = 0; time < day; time += SECOND / 2) {
            pairs.add(START + time, START + time, START + time + 100 + time % 7);
        }

        List<Pair> tightest = pairs.tightest();
        assertThat(tightest).hasSizeBetween(128, 256);
        assertThat(tightest.get(0).generatorMicros() - START).isLessThan(day / 100);
        assertThat(START + day - tightest.get(tightest.size() - 1).generatorMicros())
                .isLessThan(day / 100);
    }

    @Property
    void inAnyOrderTheTightestOfAllIsKept(
            @ForAll @Size(min = 1, max = 50) List<@LongRange(max = 5_000_000_000L) Long> times,
            @ForAll @Size(min = 50, max = 50) List<@LongRange(min = -1_000_000, max = 1_000_000) Long> differences) {
        Precedence pairs = new Precedence(0);
        for (int i = 0; i < times.size(); i++) {
            pairs.add(START + times.get(i), START + times.get(i), START + times.get(i) + differences.get(i));
        }
        Comparator<Long> ascending = Comparator.naturalOrder();

        assertThat(pairs.tightest().stream()
                        .map(pair -> pair.laterMicros() - pair.earlierMicros())
                        .min(ascending))
                .isEqualTo(differences.subList(0, times.size()).stream().min(ascending));
    }

    @Test
    void whatCanBeNoTimeIsLeftOut() {
        Precedence pairs = new Precedence(1);
        pairs.add(START, Long.MIN_VALUE, START);
        pairs.add(START, START, Long.MAX_VALUE);
        pairs.add(START, Long.MAX_VALUE, Long.MAX_VALUE);

        assertThat(pairs.tightest()).isEmpty();
    }

    @Test
    void centuriesBetweenTwoStampsAreCarried() {
        Precedence pairs = new Precedence(1);
        pairs.add(0, 0, START);
        pairs.add(START, START, START + 5);

        assertThat(pairs.tightest()).containsExactly(new Pair(0, 0, START + 1), new Pair(START, START, START + 6));
    }
}
