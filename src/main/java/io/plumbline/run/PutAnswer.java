package io.plumbline.run;

import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Sent;
import java.util.List;

/**
 * How a request ended, or that records never left; times in epoch microseconds.
 *
 * @param records those of the request
 * @param outcomes of each, by position
 * @param startMicros when it left
 * @param again whether those of it that were throttled are put again
 */
public record PutAnswer(
        List<Sent> records, List<PutOutcome> outcomes, long startMicros, long endMicros, boolean again) {

    /** Whether the outcome at this position is the record's last one. */
    public boolean isLast(int position) {
        return !(again && outcomes.get(position) instanceof PutOutcome.Refused refused && refused.isThrottled());
    }
}
