package io.plumbline.ledger;

import static io.plumbline.ledger.State.AMBIGUOUS;
import static io.plumbline.ledger.State.LATE;
import static io.plumbline.ledger.State.LOST;
import static io.plumbline.ledger.State.ON_TIME;
import static io.plumbline.ledger.State.REJECTED;
import static io.plumbline.ledger.State.UNRESOLVED;
import static io.plumbline.ledger.State.UNTIMED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LedgerTest {

    private static final long SENT = 1_000;
    private static final long DEADLINE = 5_000;

    private final List<Settled> settled = new ArrayList<>();
    private final List<String> told = new ArrayList<>();
    private final List<RuntimeException> failures = new ArrayList<>();
    private final Ledger ledger = new Ledger(settled::add, failures::add);

    private final Waiter waiter = new Waiter() {
        @Override
        public void arrived(Sent sent, Arrival arrival) {
            told.add("arrived " + sent.sequence());
        }

        @Override
        public void missed(Sent sent, long atMicros) {
            told.add("missed " + sent.sequence());
        }
    };

    /** The table in the ledger's Javadoc: events in order, the end of the run last, and what becomes of the record. */
    @ParameterizedTest
    @CsvSource({
        "ack seen,                 complete,   ON_TIME",
        "seen ack,                 complete,   ON_TIME",
        "ack late,                 complete,   LATE",
        "late ack,                 complete,   LATE",
        "ack,                      complete,   LOST",
        "ack,                      incomplete, UNRESOLVED",
        "ack deadline,             complete,   LOST",
        "ack deadline late,        complete,   LATE",
        "ack deadline seen,        complete,   ON_TIME",
        "unanswered refused,       complete,   AMBIGUOUS",
        "unanswered refused seen,  complete,   ON_TIME",
        "unanswered ack,           complete,   LOST",
        "unanswered,               complete,   AMBIGUOUS",
        "unanswered,               incomplete, AMBIGUOUS",
        "unanswered seen,          complete,   ON_TIME",
        "unanswered late,          complete,   LATE",
        "seen unanswered,          complete,   ON_TIME",
        "refused,                  complete,   REJECTED",
        "refused,                  incomplete, REJECTED",
        "refused seen,             complete,   REJECTED",
        "seen refused,             complete,   ON_TIME",
        "seen,                     complete,   ON_TIME",
        "late,                     incomplete, LATE",
        "deadline,                 complete,   AMBIGUOUS",
        "deadline ack,             complete,   LOST",
        "deadline seen ack,        complete,   ON_TIME",
        "ack ack seen seen,        complete,   ON_TIME",
        "ack seen unanswered,      complete,   ON_TIME",
        "ack seen late,            complete,   ON_TIME",
    })
    void timedRecordsSettleOnce(String events, String audit, State expected) {
        ledger.register(timed(7), waiter);

        play(events);
        ledger.close(audit.equals("complete"), 9_000);

        assertThat(settled).extracting(Settled::state).containsExactly(expected);
        assertThat(settled.get(0).sent()).isEqualTo(timed(7));
        assertAddsUp();
    }

    @ParameterizedTest
    @CsvSource({
        "ack,        UNTIMED",
        "ack seen,   UNTIMED",
        "seen ack,   UNTIMED",
        "unanswered, AMBIGUOUS",
        "refused,    REJECTED",
    })
    void untimedRecordsSettleWhenTheirPutEnds(String events, State expected) {
        ledger.register(new Sent(7, SENT, Long.MAX_VALUE, false), null);

        play(events);

        assertThat(settled).extracting(Settled::state).containsExactly(expected);
        ledger.close(true, 9_000);
        assertAddsUp();
    }

    @ParameterizedTest
    @CsvSource({
        "ack seen,          arrived 7",
        "seen ack,          arrived 7",
        "seen,              ''",
        "ack late,          arrived 7",
        "ack deadline,      missed 7",
        "ack deadline late, missed 7",
        "seen deadline ack, missed 7",
        "unanswered seen,   arrived 7",
        "refused,           ''",
        "refused deadline,  ''",
        "ack seen deadline, arrived 7",
    })
    void aWaiterIsToldOnce(String events, String expected) {
        ledger.register(timed(7), waiter);

        play(events);

        assertThat(String.join(",", told)).isEqualTo(expected);
    }

    @Test
    void anArrivalInTheTickOfTheDeadlineIsOnTimeAndItsWaiterHearsOfIt() {
        ledger.register(timed(7), waiter);
        ledger.acknowledged(7, 2_000, "seq");

        ledger.expire(DEADLINE);
        ledger.seen(7, sighting(DEADLINE, DEADLINE));

        assertThat(told).containsExactly("arrived 7");
        assertThat(settled).extracting(Settled::state).containsExactly(ON_TIME);
    }

    @Test
    void theInsertStampIsThePointWhereItLiesBetweenThePolls() {
        ledger.register(timed(1), null);
        ledger.register(timed(2), null);
        ledger.acknowledged(1, 2_000, "seq");
        ledger.acknowledged(2, 2_000, "seq");

        ledger.seen(1, sighting(3_000, 3_400, 4_000));
        ledger.seen(2, sighting(3_000, 2_400, 4_000));

        assertThat(visible(0)).isEqualTo(new Visibility(3_000, 3_400, 4_000, true));
        assertThat(visible(1)).isEqualTo(new Visibility(3_000, 3_500, 4_000, false));
    }

    @Test
    void nothingIsVisibleBeforeItWasSent() {
        ledger.register(timed(1), null);
        ledger.acknowledged(1, 2_000, "seq");

        ledger.seen(1, new Sighting(Stamps.none(), Long.MIN_VALUE, 3_000, null));

        assertThat(visible(0)).isEqualTo(new Visibility(SENT, 2_000, 3_000, false));
    }

    @Test
    void boundsThatDisagreeAboutTheDeadlineAreCountedBeside() {
        ledger.register(timed(1), null);
        ledger.register(timed(2), null);
        ledger.register(timed(3), null);
        for (long number = 1; number <= 3; number++) {
            ledger.acknowledged(number, 2_000, "seq");
        }

        ledger.seen(1, sighting(4_000, 6_000));
        ledger.seen(2, sighting(4_000, DEADLINE));
        ledger.seen(3, sighting(DEADLINE + 1, 6_000));

        assertThat(ledger.straddling()).isEqualTo(1);
        assertThat(settled).extracting(Settled::state).containsExactly(ON_TIME, ON_TIME, LATE);
    }

    @Test
    void attemptsAreCountedFromOneAndNoneWhereItNeverLeft() {
        ledger.register(timed(1), null);
        ledger.register(timed(2), null);
        ledger.register(timed(3), null);

        ledger.refused(1, "throttled: too much");
        ledger.triedAgain(2);
        ledger.triedAgain(2);
        ledger.refused(2, "throttled: too much");
        ledger.notSent(3);
        ledger.refused(3, "not sent: too large");
        ledger.triedAgain(3);

        assertThat(settled).extracting(Settled::attempts).containsExactly(1, 3, 0);
    }

    @Test
    void whoeverStillWaitsAtTheEndIsTold() {
        ledger.register(timed(1), waiter);
        ledger.register(timed(2), waiter);
        ledger.register(timed(3), waiter);
        ledger.acknowledged(1, 2_000, "seq");
        ledger.seen(3, sighting(3_000, 4_000));

        ledger.close(false, 4_500);

        assertThat(told).containsExactly("missed 1", "missed 2", "arrived 3");
        assertAddsUp();
    }

    @Test
    void nothingIsEnteredAfterTheEnd() {
        ledger.close(true, 4_500);

        ledger.register(timed(7), waiter);
        play("refused seen");

        assertThat(ledger.registered()).isZero();
        assertThat(settled).isEmpty();
        assertThat(told).isEmpty();
    }

    @Test
    void deadlinesPassInTheirOrderWhateverTheOrderOfSending() {
        ledger.register(new Sent(1, SENT, 9_000, true), waiter);
        ledger.register(new Sent(2, SENT, 4_000, true), waiter);
        ledger.register(new Sent(3, SENT, 6_000, true), waiter);

        assertThat(ledger.nextDeadline()).hasValue(4_000);
        ledger.expire(6_001);

        assertThat(told).containsExactly("missed 2", "missed 3");
        assertThat(ledger.nextDeadline()).hasValue(9_000);
    }

    @Test
    void aWaiterThatThrowsStopsNothing() {
        Waiter broken = new Waiter() {
            @Override
            public void arrived(Sent sent, Arrival arrival) {
                throw new IllegalStateException("rows");
            }

            @Override
            public void missed(Sent sent, long atMicros) {
                throw new IllegalStateException("rows");
            }
        };
        ledger.register(timed(1), broken);
        ledger.register(timed(2), broken);
        ledger.register(timed(3), waiter);
        for (long number = 1; number <= 3; number++) {
            ledger.acknowledged(number, 2_000, "seq");
        }

        ledger.seen(1, sighting(3_000, 4_000));
        ledger.expire(DEADLINE + 1);

        assertThat(failures).hasSize(2);
        assertThat(told).containsExactly("missed 3");
        ledger.close(true, 9_000);
        assertThat(settled).extracting(Settled::state).containsExactly(ON_TIME, LOST, LOST);
        assertAddsUp();
    }

    @Test
    void eventsOfUnknownRecordsChangeNothing() {
        play("ack seen unanswered refused");

        ledger.close(true, 9_000);
        assertThat(settled).isEmpty();
        assertThat(ledger.registered()).isZero();
    }

    @Test
    void registeringTwiceIsAMistakeOfOurs() {
        ledger.register(timed(7), null);

        assertThatThrownBy(() -> ledger.register(timed(7), null)).isInstanceOf(IllegalStateException.class);
        assertThat(ledger.registered()).isEqualTo(1);
    }

    @Test
    void seenRecordsAreCountedByBlocks() {
        for (long number : new long[] {0, 999, 1_000, 2_500, 2_501}) {
            ledger.register(timed(number), null);
            ledger.seen(number, sighting(3_000, 4_000));
            ledger.seen(number, sighting(3_000, 4_000));
        }

        assertThat(ledger.seenInBlock(0)).isEqualTo(new Blocks.Seen(2, 2));
        assertThat(ledger.seenInBlock(1)).isEqualTo(new Blocks.Seen(1, 1));
        assertThat(ledger.seenInBlock(2)).isEqualTo(new Blocks.Seen(2, 2));
        assertThat(ledger.seenInBlock(3)).isEqualTo(new Blocks.Seen(0, 0));
    }

    private void play(String events) {
        for (String event : events.split(" ")) {
            switch (event) {
                case "ack" -> ledger.acknowledged(7, 2_000, "seq");
                case "unanswered" -> ledger.unanswered(7, "timed out");
                case "refused" -> ledger.refused(7, "throttled");
                case "seen" -> ledger.seen(7, sighting(3_000, 4_000));
                case "late" -> ledger.seen(7, sighting(6_000, 7_000));
                case "deadline" -> ledger.expire(DEADLINE + 1);
                default -> throw new IllegalArgumentException(event);
            }
        }
    }

    private void assertAddsUp() {
        assertThat(ledger.openCount()).isZero();
        assertThat(Arrays.stream(State.values()).mapToLong(ledger::count).sum()).isEqualTo(ledger.registered());
        assertThat(settled).hasSize((int) ledger.registered());
        for (State state : List.of(REJECTED, AMBIGUOUS, ON_TIME, LATE, LOST, UNRESOLVED, UNTIMED)) {
            assertThat(ledger.count(state))
                    .isEqualTo(settled.stream()
                            .filter(record -> record.state() == state)
                            .count());
        }
    }

    private Visibility visible(int index) {
        return Objects.requireNonNull(settled.get(index).arrival()).visible();
    }

    private static Sent timed(long sequence) {
        return new Sent(sequence, SENT, DEADLINE, true);
    }

    private static Sighting sighting(long absent, long present) {
        return new Sighting(Stamps.none(), absent, present, "seq");
    }

    private static Sighting sighting(long absent, long inserted, long present) {
        return new Sighting(Stamps.none().with(Stamp.INSERTED, inserted), absent, present, "seq");
    }
}
