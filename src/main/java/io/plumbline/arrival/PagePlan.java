package io.plumbline.arrival;

import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Asks for each record that has not been seen, by its id, in pages: for tables that do not know the run. */
public final class PagePlan implements PollPlan {

    /** A query has 10 MB at the most; an id has less than a hundred bytes. */
    static final int PAGE = 5_000;

    private final ArrivalSource source;
    private final PollStatistics statistics;
    private final MicroClock clock;
    private final Supplier<List<String>> unseen;
    private long lastAsked = Long.MIN_VALUE;

    /** @param unseen the ids of all records that were registered and not seen */
    public PagePlan(ArrivalSource source, PollStatistics statistics, MicroClock clock, Supplier<List<String>> unseen) {
        this.source = source;
        this.statistics = statistics;
        this.clock = clock;
        this.unseen = unseen;
    }

    /** What is registered after this begins was not in the table when it began: it had not been sent. */
    @Override
    public Answer<Row> ask() throws QueryFailure {
        long began = clock.nowMicros();
        List<String> ids = unseen.get();
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        long received = began;
        for (int start = 0; start < ids.size(); start += PAGE) {
            List<String> page = ids.subList(start, Math.min(ids.size(), start + PAGE));
            Answer<Row> answer = statistics.counting(() -> source.rowsOf(page));
            rows.addAll(answer.rows());
            bytes += answer.bytesBilled();
            received = answer.receivedMicros();
        }
        return new Answer<>(rows, began, received, bytes);
    }

    @Override
    public long absentAt(Stamps row) {
        return lastAsked;
    }

    @Override
    public void answered(Answer<Row> answer) {
        lastAsked = answer.sentMicros();
    }
}
