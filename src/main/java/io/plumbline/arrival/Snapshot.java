package io.plumbline.arrival;

import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.ClockOffset.Range;
import java.util.Optional;

/**
 * As of when an answer saw the table, on the generator's clock, in epoch microseconds: what it has not was not there at
 * the earliest, what it has was there at the latest.
 */
public record Snapshot(long earliestMicros, long latestMicros) {

    /** By the job's own times where the answer has them and the clock is known, else by when it left and came. */
    static Snapshot of(Answer<?> answer, ClockOffset bigquery) {
        Optional<Answer.JobTimes> job = answer.job();
        if (job.isEmpty()) {
            return new Snapshot(answer.sentMicros(), answer.receivedMicros());
        }
        Range created = bigquery.momentOf(job.get().createdMicros());
        Range ended = bigquery.momentOf(job.get().endedMicros() + Answer.JobTimes.TICK_MICROS);
        long earliest = Math.max(answer.sentMicros(), floor(created.lower()));
        long latest = Math.min(answer.receivedMicros(), ceil(ended.upper()));
        return new Snapshot(earliest, Math.max(earliest, latest));
    }

    private static long floor(double micros) {
        return (long) Math.floor(micros);
    }

    private static long ceil(double micros) {
        return (long) Math.ceil(micros);
    }
}
