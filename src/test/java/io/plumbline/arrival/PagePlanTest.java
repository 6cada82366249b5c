package io.plumbline.arrival;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PagePlanTest {

    private final AtomicLong now = new AtomicLong(1_000_000);
    private final FakeTable table = new FakeTable(now);
    private final PollStatistics statistics = new PollStatistics();
    private final List<String> unseen = new ArrayList<>();
    private final PagePlan plan =
            new PagePlan(table, statistics, now::get, new PagePlan.Unseen(unseen::size, () -> List.copyOf(unseen)));

    @Test
    void asksForWhatWasNotSeenOnly() throws QueryFailure {
        unseen.addAll(List.of("a", "b"));
        insert("b");
        insert("c");

        assertThat(plan.ask().rows()).extracting(Row::traceId).containsExactly("b");
        assertThat(table.asked()).containsExactly(List.of("a", "b"));
    }

    @Test
    void asksInPages() throws QueryFailure {
        IntStream.range(0, 2 * PagePlan.PAGE + 1).forEach(i -> unseen.add("id-" + i));
        insert("id-0");
        insert("id-10000");
        table.queriesTake(100);

        Answer<Row> answer = plan.ask();

        assertThat(table.asked()).extracting(List::size).containsExactly(PagePlan.PAGE, PagePlan.PAGE, 1);
        assertThat(answer.rows()).extracting(Row::traceId).containsExactly("id-0", "id-10000");
        assertThat(answer.sentMicros()).isEqualTo(1_000_000);
        assertThat(answer.receivedMicros()).isEqualTo(1_000_300);
        assertThat(statistics.queries()).isEqualTo(3);
    }

    @Test
    void asksNothingWhereNothingIsAwaited() throws QueryFailure {
        assertThat(plan.ask().rows()).isEmpty();
        assertThat(table.queries()).isZero();
    }

    @Test
    void aPollProvesAbsenceOfWhatItAskedForOnly() throws QueryFailure {
        assertThat(plan.absentAt(row("a"))).isEqualTo(Long.MIN_VALUE);
        unseen.add("a");
        Answer<Row> answer = plan.ask();
        plan.answered(answer, new Snapshot(1_000_070, 1_000_100));
        unseen.add("b");

        assertThat(plan.absentAt(row("a"))).isEqualTo(1_000_070);
        assertThat(plan.absentAt(row("b"))).isEqualTo(Long.MIN_VALUE);
    }

    @Test
    void itsJobsLastFromTheFirstToTheLast() throws QueryFailure {
        IntStream.range(0, PagePlan.PAGE + 1).forEach(i -> unseen.add("id-" + i));
        table.queriesTake(10_000);
        table.jobsTake(0, 2_000, 5_000);

        assertThat(plan.ask().job()).hasValue(new Answer.JobTimes(1_002_000, 1_017_000));
    }

    @Test
    void onePageThatFailsFailsThePoll() {
        IntStream.range(0, PagePlan.PAGE + 1).forEach(i -> unseen.add("id-" + i));
        table.fail(1, "503");

        assertThatThrownBy(plan::ask).isInstanceOf(QueryFailure.class).hasMessage("503");
    }

    private static Row row(String id) {
        return new Row(id, Stamps.none(), null);
    }

    private void insert(String id) {
        table.insert(row(id));
    }
}
