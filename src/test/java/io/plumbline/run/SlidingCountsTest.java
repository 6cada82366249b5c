package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class SlidingCountsTest {

    private static final long SECOND = 1_000_000;

    private final SlidingCounts counts = new SlidingCounts(Duration.ofSeconds(10), 2);

    @Test
    void countsEachKindByItself() {
        counts.add(0, 3, 0);
        counts.add(1, 4, 0);
        counts.add(0, 5, SECOND);

        assertThat(counts.sum(0, SECOND)).isEqualTo(8);
        assertThat(counts.sum(1, SECOND)).isEqualTo(4);
    }

    @Test
    void forgetsWhatIsOlderThanTheWindow() {
        for (int second = 0; second < 20; second++) {
            counts.add(0, 1, second * SECOND);
        }

        assertThat(counts.sum(0, 19 * SECOND)).isEqualTo(10);
        assertThat(counts.sum(0, 23 * SECOND)).isEqualTo(6);
        assertThat(counts.sum(0, 1_000 * SECOND)).isZero();
    }

    @Test
    void aMomentBeforeTheNewestIsCountedWithIt() {
        counts.add(0, 1, 15 * SECOND);
        counts.add(0, 1, 14 * SECOND);

        assertThat(counts.sum(0, 15 * SECOND)).isEqualTo(2);
    }
}
