package io.plumbline.preflight;

import io.plumbline.arrival.Row;
import io.plumbline.arrival.Stray;
import io.plumbline.aws.PutOutcome;
import java.util.List;

/**
 * What became of one record that was put to see whether it arrives.
 *
 * @param sentMicros epoch microseconds
 * @param seenMicros when the answer was there that had it first; without meaning where there are no rows
 * @param rows those with its id
 * @param strays rows without an id that carry its sequence number
 */
record Canary(String traceId, long sentMicros, PutOutcome put, long seenMicros, List<Row> rows, List<Stray> strays) {

    boolean wasTaken() {
        return put instanceof PutOutcome.Acknowledged;
    }

    boolean arrived() {
        return !rows.isEmpty();
    }

    double seconds() {
        return (seenMicros - sentMicros) / 1e6;
    }
}
