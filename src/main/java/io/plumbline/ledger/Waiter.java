package io.plumbline.ledger;

/** Whoever waits for a record. Told exactly once; not at all when the put was refused, which it knows itself. */
public interface Waiter {

    /** The record was found and its put is answered or given up. */
    void arrived(Sent sent, Arrival arrival);

    /** The deadline passed first. */
    void missed(Sent sent);
}
