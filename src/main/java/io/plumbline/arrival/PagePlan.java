package io.plumbline.arrival;

import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntSupplier;
import java.util.function.Supplier;

/** Asks for each record that has not been seen, by its id, in pages: for tables that do not know the run, or no stamps. */
public final class PagePlan implements PollPlan {

    /** A query has 10 MB at the most; an id has less than a hundred bytes. */
    static final int PAGE = 5_000;

    private final ById source;
    private final PollStatistics statistics;
    private final MicroClock clock;
    private final Unseen unseen;
    private List<String> asked = List.of();

    /** The ids that the last answered poll asked for, and as of when it saw the table. */
    private Set<String> absent = Set.of();

    private long absentAt = Long.MIN_VALUE;

    /**
     * The records that were registered and not seen.
     *
     * @param count how many, roughly: cheaper to tell than which
     */
    public record Unseen(IntSupplier count, Supplier<List<String>> ids) {}

    /** The query of a page. */
    @FunctionalInterface
    interface ById {
        Answer<Row> rowsOf(List<String> ids) throws QueryFailure;
    }

    public PagePlan(ArrivalSource source, PollStatistics statistics, MicroClock clock, Unseen unseen) {
        this(source::rowsOf, statistics, clock, unseen);
    }

    PagePlan(ById source, PollStatistics statistics, MicroClock clock, Unseen unseen) {
        this.source = source;
        this.statistics = statistics;
        this.clock = clock;
        this.unseen = unseen;
    }

    int unseen() {
        return unseen.count.getAsInt();
    }

    /** Sent is when the ids were gathered. */
    @Override
    public Answer<Row> ask() throws QueryFailure {
        long began = clock.nowMicros();
        List<String> ids = unseen.ids.get();
        asked = ids;
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        long received = began;
        List<Answer.JobTimes> jobs = new ArrayList<>();
        for (int start = 0; start < ids.size(); start += PAGE) {
            List<String> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
            Answer<Row> answer = statistics.counting(() -> source.rowsOf(page));
            rows.addAll(answer.rows());
            bytes += answer.bytesBilled();
            received = answer.receivedMicros();
            answer.job().ifPresent(jobs::add);
        }
        return new Answer<>(rows, began, received, fromFirstToLast(jobs), bytes);
    }

    private static Optional<Answer.JobTimes> fromFirstToLast(List<Answer.JobTimes> jobs) {
        return jobs.isEmpty()
                ? Optional.empty()
                : Optional.of(new Answer.JobTimes(
                        jobs.get(0).createdMicros(), jobs.get(jobs.size() - 1).endedMicros()));
    }

    /** A record that was not asked for, because it came later, is not proved absent. */
    @Override
    public long absentAt(Row row) {
        return absent.contains(row.traceId()) ? absentAt : Long.MIN_VALUE;
    }

    @Override
    public void answered(Answer<Row> answer, Snapshot snapshot) {
        absent = Set.copyOf(asked);
        absentAt = snapshot.earliestMicros();
    }
}
