package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.plumbline.ledger.Sent;
import org.junit.jupiter.api.Test;

class ScheduleTest {

    private static final long SECOND = 1_000_000;

    private final Schedule schedule = new Schedule();

    @Test
    void aUserIsAsLateAsHeBegins() {
        schedule.expect(1);
        schedule.scheduled(1, 10 * SECOND);
        schedule.began(1, 13 * SECOND);

        assertThat(schedule.puts(1, 1, true)).isEqualTo(3_000_000);
        assertThat(schedule.lag().max()).isEqualTo(3_000);
        assertThat(schedule.whyNotKnown()).isEmpty();
    }

    @Test
    void aUserWhoBeginsEarlyIsNotLate() {
        schedule.scheduled(1, 10 * SECOND);
        schedule.began(1, 10 * SECOND - 900);

        assertThat(schedule.puts(1, 1, true)).isZero();
    }

    @Test
    void ratesAreOverTheSameRecords() {
        schedule.expect(101);
        for (int user = 0; user <= 100; user++) {
            put(user, user * SECOND / 10, user == 100 ? 2_500_000 : 0);
        }

        assertThat(schedule.plannedRate()).hasValueCloseTo(10.0, within(1e-9));
        assertThat(schedule.achievedRate()).hasValueCloseTo(8.0, within(1e-9));
        assertThat(schedule.overrunMicros()).isEqualTo(2_500_000);
    }

    @Test
    void aRateOfLessThanASecondIsNotKnown() {
        schedule.expect(2);
        put(1, 0, 0);
        put(2, 900_000, 0);

        assertThat(schedule.plannedRate()).isEmpty();
        assertThat(new Schedule().achievedRate()).isEmpty();
        assertThat(new Schedule().overrunMicros()).isZero();
    }

    @Test
    void whatIsHeldBackIsPlannedButNotSent() {
        schedule.expect(3);
        put(1, 0, 0);
        put(2, SECOND, 0);
        schedule.scheduled(3, 2 * SECOND);
        schedule.began(3, 2 * SECOND);
        schedule.puts(3, 1, false);

        assertThat(schedule.plannedRate()).hasValueCloseTo(1.0, within(1e-9));
        assertThat(schedule.lag().count()).isEqualTo(2);
        schedule.complete(3);
        assertThat(schedule.records()).isEqualTo(3);
        assertThat(schedule.whyNotKnown()).isEmpty();
    }

    @Test
    void aSecondPutOfAUserEndsIt() {
        schedule.expect(1);
        put(1, 0, 5_000);

        assertThat(schedule.puts(1, 1, true)).isEqualTo(Sent.NO_PLAN);

        assertThat(schedule.whyNotKnown()).hasValue("it is known only where each user puts exactly one record");
        assertThat(schedule.lag().count()).isZero();
        assertThat(schedule.plannedRate()).isEmpty();
    }

    @Test
    void aUserWhoEndsWithoutAPutEndsIt() {
        schedule.scheduled(1, 0);
        schedule.began(1, 0);
        schedule.ended(1);

        assertThat(schedule.whyNotKnown()).isPresent();
    }

    @Test
    void aUserWhoHasPutAndOneOfAnotherLoadMayEnd() {
        put(1, 0, 0);
        schedule.ended(1);
        schedule.began(2, 0);
        schedule.ended(2);

        assertThat(schedule.whyNotKnown()).isEmpty();
    }

    @Test
    void aLoadThatEndedWithFewerRecordsThanUsersWasNotOneEach() {
        schedule.expect(2);
        put(1, 0, 0);

        schedule.complete(1);

        assertThat(schedule.whyNotKnown()).isPresent();
    }

    @Test
    void theFirstReasonStands() {
        Schedule none = Schedule.notKnown("a closed load has no planned moments");
        none.drop("something else");
        none.scheduled(1, 0);

        assertThat(none.puts(1, 1, true)).isEqualTo(Sent.NO_PLAN);
        assertThat(none.lag().count()).isZero();
        assertThat(none.whyNotKnown()).hasValue("a closed load has no planned moments");
    }

    private void put(long user, long atMicros, long late) {
        schedule.scheduled(user, atMicros);
        schedule.began(user, atMicros + late);
        schedule.puts(user, 1, true);
    }
}
