package io.plumbline.run;

import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Waiter;

/** Whoever put a record: told once how the put ended, and, if it waits, what became of the record. */
public interface PutListener extends Waiter {

    /**
     * The put ended. Comes before {@link Waiter#arrived}, on a thread that must not be blocked.
     *
     * @param atMicros epoch microseconds
     */
    void answered(PutOutcome outcome, long atMicros);
}
