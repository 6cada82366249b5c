package io.plumbline.gatling;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ledger.Sent;
import io.plumbline.settings.Settings.RowsLogged;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class StageSampleTest {

    private static final long SECOND = 1_000_000;

    private final Predicate<Sent> sample = StageSample.of(RowsLogged.SAMPLED);
    private long sequence;

    /** Which of the records that are sent evenly over a second are taken: their places in it. */
    private List<Integer> taken(long second, int records) {
        List<Integer> taken = new ArrayList<>();
        for (int i = 0; i < records; i++) {
            long sent = second * SECOND + i * SECOND / records;
            if (sample.test(new Sent(sequence++, sent, sent + 30 * SECOND, true))) {
                taken.add(i);
            }
        }
        return taken;
    }

    @Test
    void allOrNone() {
        Sent record = new Sent(1, SECOND, 2 * SECOND, true);

        assertThat(StageSample.of(RowsLogged.ALL).test(record)).isTrue();
        assertThat(StageSample.of(RowsLogged.END_TO_END).test(record)).isFalse();
    }

    @Test
    void takesEachRecordOfASlowLoad() {
        for (int second = 0; second < 3; second++) {
            assertThat(taken(second, 100)).hasSize(100);
        }
    }

    @Test
    void takesAtMostAHundredASecondFromTheFirstSecondOn() {
        for (int second = 0; second < 5; second++) {
            assertThat(taken(second, 5_000)).hasSize(100);
        }
    }

    @Test
    void spreadsThemOverTheSecondOnceTheRateIsKnown() {
        taken(0, 5_000);

        assertThat(taken(1, 5_000)).first().satisfies(place -> assertThat(place).isLessThan(50));
        assertThat(taken(2, 5_000)).last().satisfies(place -> assertThat(place).isGreaterThanOrEqualTo(4_950));
    }

    @Test
    void aLoadThatGrowsIsFollowedAndOneThatFallsToo() {
        int rate = 1_000;
        for (int second = 0; second < 6; second++, rate *= 2) {
            assertThat(taken(second, rate)).hasSizeBetween(50, 100);
        }
        taken(6, 200);
        assertThat(taken(7, 200)).hasSize(100);
    }

    @Test
    void afterAPauseTheRateIsUnknownAgain() {
        taken(0, 5_000);

        assertThat(taken(60, 50)).hasSize(50);
    }

    @Test
    void aRecordOfASecondThatHasPassedCountsForThisOne() {
        taken(1, 5_000);

        assertThat(taken(0, 5_000)).isEmpty();
    }
}
