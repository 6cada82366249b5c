package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.ledger.Sighting;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class PollerTest {

    private static final long SECOND = 1_000_000;

    private final AtomicLong now = new AtomicLong(100 * SECOND);
    private final FakeTable table = new FakeTable(now);
    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final PollStatistics statistics = new PollStatistics();
    private final List<Map<Long, Sighting>> sighted = new ArrayList<>();
    private final List<Long> controls = new ArrayList<>();
    private final Clocks clocks = new Clocks();
    private final List<String> unseen = new ArrayList<>();
    private final PagePlan sweep =
            new PagePlan(table, statistics, now::get, new PagePlan.Unseen(unseen::size, () -> List.copyOf(unseen)));
    private final Poller poller = new Poller(
            new WindowPlan(table, statistics, now::get, sweep),
            ids,
            clocks,
            seen -> sighted.add(first(seen)),
            controls::add);

    @Test
    void aRowLiesBetweenTheBeginningOfTheLastPollWithoutItAndTheEndOfTheFirstWithIt() {
        table.queriesTake(300_000);
        poller.poll();
        insert(5, 100 * SECOND + 700_000);
        now.set(101 * SECOND);

        poller.poll();

        Sighting sighting = sighted.get(1).get(5L);
        assertThat(sighting.absentMicros()).isEqualTo(100 * SECOND);
        assertThat(sighting.presentMicros()).isEqualTo(101 * SECOND + 300_000);
        assertThat(sighting.sequenceNumber()).isEqualTo("49");
        assertThat(sighting.remote().at(Stamp.INSERTED)).hasValue(100 * SECOND + 700_000);
    }

    @Test
    void aFailedPollProvesNothing() {
        poller.poll();
        now.set(101 * SECOND);
        table.fail(1, "503");
        poller.poll();
        insert(5, 101 * SECOND);
        now.set(102 * SECOND);

        poller.poll();

        assertThat(sighted.get(1).get(5L).absentMicros()).isEqualTo(100 * SECOND);
        assertThat(statistics.queries()).isEqualTo(3);
        assertThat(statistics.failed()).isEqualTo(1);
        assertThat(statistics.lastFailure()).isEqualTo("503");
    }

    @Test
    void aRowStampedBeforeThePollsWindowIsFoundByTheNextSweepAndWasAbsentAtTheLastPollForAll() {
        insert(1, 99 * SECOND);
        poller.poll();
        now.set(101 * SECOND);
        poller.poll();
        insert(2, 90 * SECOND);
        unseen.add(ids.load(2));
        now.set(102 * SECOND);
        poller.poll();
        now.set(130 * SECOND);
        poller.poll();

        assertThat(sighted.get(2)).doesNotContainKey(2L);
        Sighting late = sighted.get(3).get(2L);
        assertThat(late.absentMicros()).isEqualTo(100 * SECOND);
        assertThat(late.presentMicros()).isEqualTo(130 * SECOND);
        assertThat(table.asked()).containsExactly(List.of(ids.load(2)));
    }

    @Test
    void aSweepProvesAbsenceOfAllAndIsNotMadeWhileTooManyAreOnTheirWay() {
        insert(1, 99 * SECOND);
        poller.poll();
        for (int i = 0; i <= WindowPlan.MOST_SWEPT; i++) {
            unseen.add(ids.load(10 + i));
        }
        now.set(131 * SECOND);
        poller.poll();
        assertThat(table.asked()).isEmpty();

        unseen.clear();
        unseen.add(ids.load(2));
        now.set(132 * SECOND);
        poller.poll();
        assertThat(table.asked()).hasSize(1);
        insert(2, 97 * SECOND);
        now.set(133 * SECOND);
        poller.poll();

        assertThat(sighted.get(3).get(2L).absentMicros()).isEqualTo(132 * SECOND);
    }

    @Test
    void aRowIsSightedOnceThoughTheWindowShowsItAgain() {
        insert(1, 99 * SECOND);
        poller.poll();
        now.set(101 * SECOND);
        insert(2, 100 * SECOND);
        poller.poll();

        assertThat(sighted.get(0)).containsOnlyKeys(1L);
        assertThat(sighted.get(1)).containsOnlyKeys(2L);
        assertThat(statistics.rows()).isEqualTo(3);
    }

    @Test
    void theJobsOwnTimesAreCloserThanWhenTheQueryLeftAndCame() {
        long ahead = 5 * SECOND;
        table.jobsTake(ahead, 400_000, 100_000);
        table.queriesTake(900_000);
        poller.poll();
        insert(5, 101 * SECOND + ahead + 1);
        now.set(101 * SECOND);

        poller.poll();

        // Left at 100 s and 101 s; the jobs lasted from 400 ms after that to 500 ms after it. What is known of the
        // clock
        // is by as much wider as the queries took longer than their jobs.
        Sighting sighting = sighted.get(1).get(5L);
        assertThat(sighting.absentMicros()).isBetween(100 * SECOND, 100 * SECOND + 400_000);
        assertThat(sighting.presentMicros()).isBetween(101 * SECOND + 500_000, 101 * SECOND + 900_000);
        assertThat(sighting.remote().at(Stamp.INSERTED)).hasValue(101 * SECOND + ahead + 1);
        assertThat(sighting.corrected().at(Stamp.INSERTED).orElseThrow())
                .isBetween(101 * SECOND - 400_000, 101 * SECOND + 400_000);
        assertThat(sighting.slackMicros()).isBetween(780_000L, 804_000L);
    }

    @Test
    void aRowWasNotThereBeforeTheFunctionWasDoneWithIt() {
        poller.poll();
        now.set(101 * SECOND);
        clocks.seen(99 * SECOND, stamps(99 * SECOND + 1, 99 * SECOND + 1), 99 * SECOND + 1);
        table.insert(new Row(ids.load(5), stamps(100_700_000, 100_800_000), "49"));

        poller.poll();

        assertThat(sighted.get(1).get(5L).absentMicros()).isBetween(100_800_000L - 10_000, 100_800_000L);
    }

    @Test
    void stampsOfAClockThatIsNotKnownSayNothing() {
        poller.poll();
        now.set(101 * SECOND);
        table.insert(new Row(ids.load(5), stamps(100_700_000, 100_800_000), "49"));

        poller.poll();

        assertThat(sighted.get(1).get(5L).absentMicros()).isEqualTo(100 * SECOND);
    }

    private static Stamps stamps(long receivedMicros, long doneMicros) {
        return Stamps.none().with(Stamp.LAMBDA_RECEIVED, receivedMicros).with(Stamp.LAMBDA_DONE, doneMicros);
    }

    @Test
    void theFirstOfSeveralRowsOfARecordCounts() {
        insert(5, 99 * SECOND);
        insert(5, 98 * SECOND);

        poller.poll();

        assertThat(sighted.get(0).get(5L).remote().at(Stamp.INSERTED)).hasValue(99 * SECOND);
        assertThat(statistics.rows()).isEqualTo(2);
        assertThat(statistics.bytesBilled()).isEqualTo(100);
    }

    @Test
    void idsOfOthersAreNotSighted() {
        table.insert(new Row("somebody-else", Stamps.none(), null));
        table.insert(new Row(new TraceIds("run-abcd", 1).load(3), Stamps.none(), null));

        poller.poll();

        assertThat(sighted).containsExactly(Map.of());
    }

    private void insert(long sequence, long insertedMicros) {
        table.insert(new Row(ids.load(sequence), Stamps.none().with(Stamp.INSERTED, insertedMicros), "49"));
    }

    private static Map<Long, Sighting> first(Map<Long, List<Sighting>> seen) {
        return seen.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, rows -> rows.getValue()
                .get(0)));
    }
}
