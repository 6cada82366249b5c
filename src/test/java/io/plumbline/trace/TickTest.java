package io.plumbline.trace;

import static org.assertj.core.api.Assertions.assertThat;

import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;

/** What a stamp shows of the clock that gave it. */
class TickTest {

    private static final long YEAR_2200 = 7_258_118_400_000_000L;

    @Test
    void theWidestThatCanHaveBegun() {
        assertThat(Tick.of(1_700_000_000_000_000L)).isEqualTo(1_000_000);
        assertThat(Tick.of(1_700_000_000_001_000L)).isEqualTo(1_000);
        assertThat(Tick.of(1_700_000_000_000_100L)).isEqualTo(1);
    }

    @Property
    void theTrueTimeIsInTheTick(@ForAll @LongRange(min = 0, max = YEAR_2200) long micros) {
        for (long tick : new long[] {1, 1_000, 1_000_000}) {
            long stamp = micros / tick * tick;
            assertThat(micros).isBetween(stamp, Tick.end(stamp));
            assertThat((long) Tick.of(stamp)).isGreaterThanOrEqualTo(tick);
        }
    }
}
