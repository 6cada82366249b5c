package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a wide sweep leaves to the polls after it. */
class WindowPlanTest {

    private static final long SECOND = 1_000_000;

    private final AtomicLong now = new AtomicLong(100 * SECOND);
    private final FakeTable table = new FakeTable(now);
    private final PollStatistics statistics = new PollStatistics();
    private final List<String> unseen = new ArrayList<>();
    private final PagePlan sweep =
            new PagePlan(table, statistics, now::get, new PagePlan.Unseen(unseen::size, () -> List.copyOf(unseen)));
    private final WindowPlan plan = new WindowPlan(table, statistics, now::get, sweep);

    @BeforeEach
    void aPollHasSeenOneRowAndASweepIsDue() throws QueryFailure {
        insert("polled", 99);
        assertThat(poll()).containsExactly("polled");
        now.addAndGet(WindowPlan.SWEEP_EVERY.toNanos() / 1_000);
        unseen.add("swept");
    }

    @Test
    void aPollReadsOnFromBeforeASweepWhoseRowsAreNewerThanOnesItDidNotAskFor() throws QueryFailure {
        insert("swept", 129);
        insert("registered while it swept", 120);
        assertThat(poll()).containsExactly("swept");

        assertThat(poll()).containsExactly("registered while it swept");
    }

    @Test
    void aRowTheSweepDidNotAskForWasAbsentWhenTheIdsWereGatheredAndNotProvedSoLater() throws QueryFailure {
        table.queriesTake(2 * SECOND);
        Answer<Row> answer = plan.ask();
        plan.answered(answer, new Snapshot(131 * SECOND, 132 * SECOND));

        assertThat(table.asked()).containsExactly(List.of("swept"));
        assertThat(plan.absentAt(row("registered while it swept", 129))).isEqualTo(130 * SECOND);
    }

    @Test
    void aRowASweepFindsLateMakesThePollsAfterItReachFurtherBack() throws QueryFailure {
        insert("swept", 89);
        assertThat(poll()).containsExactly("swept");
        insert("as late", 80);

        assertThat(poll()).containsExactly("as late");
    }

    private List<String> poll() throws QueryFailure {
        Answer<Row> answer = plan.ask();
        plan.answered(answer, new Snapshot(answer.sentMicros(), answer.receivedMicros()));
        return answer.rows().stream().map(Row::traceId).toList();
    }

    private void insert(String id, long insertedSeconds) {
        table.insert(row(id, insertedSeconds));
    }

    private static Row row(String id, long insertedSeconds) {
        return new Row(id, Stamps.none().with(Stamp.INSERTED, insertedSeconds * SECOND), null);
    }
}
