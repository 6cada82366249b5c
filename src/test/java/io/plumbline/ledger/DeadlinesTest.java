package io.plumbline.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class DeadlinesTest {

    private static final long[] PATIENCE = {30, 5, 100};

    @Test
    void aDeadlineHasPassedOnlyAfterIt() {
        Deadlines deadlines = new Deadlines();
        deadlines.add(new Sent(1, 0, 30, true));

        assertThat(passed(deadlines, 30)).isEmpty();
        assertThat(deadlines.next()).isEqualTo(30);
        assertThat(passed(deadlines, 31)).containsExactly(1L);
        assertThat(deadlines.next()).isEqualTo(Long.MAX_VALUE);
    }

    /** Against a filter over a list, for records sent in order with three different times to arrive. */
    @Property(tries = 200)
    void handsOverEachPassedRecordOnce(
            @ForAll @Size(max = 5_000) List<@LongRange(max = 3) Long> gaps, @ForAll @LongRange(max = 8_000) long step) {
        Deadlines deadlines = new Deadlines();
        List<Sent> all = new ArrayList<>();
        long now = 0;
        for (int i = 0; i < gaps.size(); i++) {
            now += gaps.get(i);
            Sent sent = new Sent(i, now, now + PATIENCE[i % PATIENCE.length], true);
            all.add(sent);
            deadlines.add(sent);
        }

        List<Long> handedOver = new ArrayList<>();
        for (long time : IntStream.rangeClosed(0, 3).mapToLong(i -> i * step).toArray()) {
            handedOver.addAll(passed(deadlines, time));
            assertThat(handedOver)
                    .containsExactlyInAnyOrderElementsOf(all.stream()
                            .filter(sent -> sent.deadlineMicros() < time)
                            .map(Sent::sequence)
                            .toList());
            assertThat(deadlines.next())
                    .isEqualTo(all.stream()
                            .mapToLong(Sent::deadlineMicros)
                            .filter(deadline -> deadline >= time)
                            .min()
                            .orElse(Long.MAX_VALUE));
        }
    }

    private static List<Long> passed(Deadlines deadlines, long now) {
        List<Long> passed = new ArrayList<>();
        deadlines.passed(now, passed::add);
        return passed;
    }
}
