package io.plumbline.arrival;

import java.util.List;
import java.util.Optional;

/**
 * What a query answered. It saw the table as of a moment between {@code sentMicros} and {@code receivedMicros}.
 *
 * @param sentMicros when the query left, epoch microseconds of the generator's clock
 * @param receivedMicros when its first page was there
 * @param job the same by BigQuery's clock, and closer; empty where the answer does not say
 */
public record Answer<T>(List<T> rows, long sentMicros, long receivedMicros, Optional<JobTimes> job, long bytesBilled) {

    /**
     * When a query's job was created and when it ended, epoch microseconds of BigQuery's clock: it saw the table as of a
     * moment between the two.
     */
    public record JobTimes(long createdMicros, long endedMicros) {

        /** BigQuery gives whole milliseconds, rounded down. */
        public static final long TICK_MICROS = 1_000;
    }

    /** An answer that says nothing of its job. */
    public Answer(List<T> rows, long sentMicros, long receivedMicros, long bytesBilled) {
        this(rows, sentMicros, receivedMicros, Optional.empty(), bytesBilled);
    }

    /** Other rows of the same answer. */
    public <R> Answer<R> with(List<R> others) {
        return new Answer<>(others, sentMicros, receivedMicros, job, bytesBilled);
    }
}
