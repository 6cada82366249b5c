package io.plumbline.run;

import io.plumbline.ledger.Waiter;

/** Whoever put records: told how each request ended, and, if it waits, what became of each record. */
public interface PutListener extends Waiter {

    /** A request ended. Comes before {@link Waiter#arrived} of its records, on a thread that must not be blocked. */
    void answered(PutAnswer answer);
}
