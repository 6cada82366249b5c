package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ArrivalWindowTest {

    private static final long SECOND = 1_000_000;

    private final ArrivalWindow window = new ArrivalWindow();

    @Test
    void readsAllRowsUntilItHasSeenOne() {
        assertThat(window.next()).isEmpty();
        window.answered(OptionalLong.empty(), 0, OptionalLong.empty(), 0);

        assertThat(window.next()).isEmpty();
    }

    @Test
    void reachesBackFromTheNewestRowSeen() {
        window.answered(OptionalLong.empty(), 0, OptionalLong.of(100 * SECOND), 0);
        window.answered(OptionalLong.of(98 * SECOND), SECOND, OptionalLong.of(99 * SECOND), 0);

        assertThat(window.next()).hasValue(98 * SECOND);
    }

    @Test
    void reachesBackTwiceAsFarAsRowsWereLate() {
        for (int poll = 0; poll < 20; poll++) {
            window.answered(OptionalLong.of(0), poll, OptionalLong.of(100 * SECOND), 0);
        }
        assertThat(window.next()).hasValue(100 * SECOND - SECOND / 2);

        assertThat(window.lateness(OptionalLong.of(97 * SECOND))).isEqualTo(3 * SECOND);
        assertThat(window.lateness(OptionalLong.of(101 * SECOND))).isZero();
        assertThat(window.lateness(OptionalLong.empty())).isZero();
        window.answered(OptionalLong.of(0), 21, OptionalLong.empty(), 3 * SECOND);
        assertThat(window.next()).hasValue(94 * SECOND);

        for (int poll = 0; poll < 119; poll++) {
            window.answered(OptionalLong.of(0), poll, OptionalLong.empty(), 0);
        }
        assertThat(window.next()).hasValue(94 * SECOND);
        window.answered(OptionalLong.of(0), 200, OptionalLong.empty(), 0);
        assertThat(window.next()).hasValue(100 * SECOND - SECOND / 2);
        window.answered(OptionalLong.of(0), 201, OptionalLong.empty(), 3_600 * SECOND);
        assertThat(window.next()).hasValue(70 * SECOND);
    }

    @Test
    void aPollProvesAbsenceOnlyOfRowsThatItAskedFor() {
        window.answered(OptionalLong.empty(), SECOND, OptionalLong.of(100 * SECOND), 0);
        window.answered(OptionalLong.of(98 * SECOND), 2 * SECOND, OptionalLong.empty(), 0);

        assertThat(window.absentAt(OptionalLong.of(98 * SECOND))).isEqualTo(2 * SECOND);
        assertThat(window.absentAt(OptionalLong.of(98 * SECOND - 1))).isEqualTo(SECOND);
        assertThat(window.absentAt(OptionalLong.empty())).isEqualTo(SECOND);
    }

    @Test
    void nothingIsProvedBeforeTheFirstPoll() {
        assertThat(window.absentAt(OptionalLong.of(0))).isEqualTo(Long.MIN_VALUE);
    }

    /** Against the definition, for any series of polls. */
    @Property
    void absenceIsProvedByTheLastPollWhoseWindowHeldTheRow(
            @ForAll @Size(max = 40) List<@LongRange(min = 0, max = 1_000) Long> froms,
            @ForAll @LongRange(min = 0, max = 1_000) long inserted) {
        ArrivalWindow polled = new ArrivalWindow();
        long expected = Long.MIN_VALUE;
        for (int i = 0; i < froms.size(); i++) {
            long sent = 10L * i;
            polled.answered(OptionalLong.of(froms.get(i)), sent, OptionalLong.empty(), 0);
            if (froms.get(i) <= inserted) {
                expected = sent;
            }
        }

        assertThat(polled.absentAt(OptionalLong.of(inserted))).isEqualTo(expected);
    }
}
