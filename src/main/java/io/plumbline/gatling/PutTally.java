package io.plumbline.gatling;

import io.plumbline.aws.PutOutcome;
import io.plumbline.run.PutAnswer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Collects for checks what became of records that were put together. Thread-safe. */
final class PutTally {

    private long first = Long.MAX_VALUE;
    private PutOutcome.@Nullable Acknowledged taken;
    private int failed;

    /** Counts the outcomes that are the last of their records. */
    synchronized void add(PutAnswer answer) {
        for (int i = 0; i < answer.records().size(); i++) {
            if (answer.isLast(i)) {
                add(answer.records().get(i).sequence(), answer.outcomes().get(i));
            }
        }
    }

    private void add(long sequence, PutOutcome outcome) {
        if (!(outcome instanceof PutOutcome.Acknowledged acknowledged)) {
            failed++;
        } else if (sequence < first) {
            first = sequence;
            taken = acknowledged;
        }
    }

    synchronized PutResponse response() {
        PutOutcome.Acknowledged acknowledged = taken;
        return acknowledged == null
                ? new PutResponse(Optional.empty(), Optional.empty(), failed)
                : new PutResponse(
                        Optional.of(acknowledged.sequenceNumber()), Optional.of(acknowledged.shardId()), failed);
    }
}
