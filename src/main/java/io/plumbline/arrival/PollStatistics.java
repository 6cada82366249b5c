package io.plumbline.arrival;

import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/** What the queries of a run cost, and what went wrong with the last one that failed. Thread-safe. */
public final class PollStatistics {

    private final LongAdder queries = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder rows = new LongAdder();
    private final LongAdder bytesBilled = new LongAdder();
    private final AtomicReference<@Nullable String> lastFailure = new AtomicReference<>();

    /** A query that may fail. */
    @FunctionalInterface
    public interface Query<T> {
        Answer<T> ask() throws QueryFailure;
    }

    /** Runs a query and counts it. */
    public <T> Answer<T> counting(Query<T> query) throws QueryFailure {
        queries.increment();
        try {
            Answer<T> answer = query.ask();
            rows.add(answer.rows().size());
            bytesBilled.add(answer.bytesBilled());
            return answer;
        } catch (QueryFailure e) {
            failed.increment();
            lastFailure.set(e.getMessage());
            throw e;
        }
    }

    public long queries() {
        return queries.sum();
    }

    public long failed() {
        return failed.sum();
    }

    public long rows() {
        return rows.sum();
    }

    public long bytesBilled() {
        return bytesBilled.sum();
    }

    /** Why the last failed query failed. */
    public @Nullable String lastFailure() {
        return lastFailure.get();
    }
}
