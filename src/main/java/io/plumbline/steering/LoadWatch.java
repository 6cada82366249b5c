package io.plumbline.steering;

import io.plumbline.ledger.Settled;

/** Is told what happens to a load while it goes on, by any thread; must not block. Times in epoch microseconds. */
public interface LoadWatch {

    /** Watches nothing. */
    LoadWatch NONE = new LoadWatch() {
        @Override
        public void sent(int records, long atMicros) {}

        @Override
        public void put(int bytes) {}

        @Override
        public void throttled(long atMicros) {}

        @Override
        public void settled(Settled record, long nowMicros) {}

        @Override
        public void looked(long askedMicros) {}

        @Override
        public void late(long micros, long nowMicros) {}

        @Override
        public void withoutConnection(long nowMicros) {}
    };

    /** Records are about to be sent. */
    void sent(int records, long atMicros);

    /** A record of this size leaves, its partition key included. */
    void put(int bytes);

    /** Kinesis throttled the put of a record. */
    void throttled(long atMicros);

    /** A record has arrived, or will not. */
    void settled(Settled record, long nowMicros);

    /** All that was visible when this query began has been told. */
    void looked(long askedMicros);

    /** The generator's timer was late. */
    void late(long micros, long nowMicros);

    /** A record did not leave because no connection became free. */
    void withoutConnection(long nowMicros);
}
