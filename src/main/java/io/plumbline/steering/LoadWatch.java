package io.plumbline.steering;

import io.plumbline.ledger.Settled;

/**
 * Is told what happens to a load while it goes on, by any thread; must not block. By default it is of no interest. Times in
 * epoch microseconds.
 */
public interface LoadWatch {

    /** Watches nothing. */
    LoadWatch NONE = new LoadWatch() {};

    /** Records are about to be sent. */
    default void sent(int records, long atMicros) {}

    /** A record of this size leaves, its partition key included. */
    default void put(int bytes) {}

    /** Kinesis throttled the put of a record. */
    default void throttled(long atMicros) {}

    /** A record has arrived, or will not. */
    default void settled(Settled record, long nowMicros) {}

    /** All that was visible when this query began has been told. */
    default void looked(long askedMicros) {}

    /** The generator's timer was late. */
    default void late(long micros, long nowMicros) {}

    /** A record did not leave because no connection became free. */
    default void withoutConnection(long nowMicros) {}
}
