package io.plumbline.ledger;

/** Whoever waits for a record. Told exactly once; not at all when the put was refused, which it knows itself. */
public interface Waiter {

    /** The record was found and its put is answered or given up. */
    void arrived(Sent sent, Arrival arrival);

    /**
     * The deadline passed first, or the run ended.
     *
     * @param atMicros when it was given up, epoch microseconds; the deadline at the latest
     */
    void missed(Sent sent, long atMicros);
}
