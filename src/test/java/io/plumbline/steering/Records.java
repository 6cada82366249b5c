package io.plumbline.steering;

import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.State;
import io.plumbline.ledger.Visibility;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;

/** Records that have settled, times in microseconds. */
final class Records {

    private Records() {}

    /** One that is visible when it is inserted. */
    static Settled arrived(long sent, long received, long done, long inserted) {
        return arrived(new Sent(0, sent, Long.MAX_VALUE, true), received, done, inserted);
    }

    static Settled arrived(Sent sent, long received, long done, long inserted) {
        return arrived(sent, received, done, new Visibility(inserted, inserted, inserted, true));
    }

    /** @param visible by its stamp */
    static Settled arrived(Sent sent, long received, long done, Visibility visible) {
        Stamps stamps = Stamps.none()
                .with(Stamp.SENT, sent.sentMicros())
                .with(Stamp.KINESIS_ARRIVAL, sent.sentMicros() + 1_000)
                .with(Stamp.LAMBDA_RECEIVED, received)
                .with(Stamp.LAMBDA_DONE, done)
                .with(Stamp.INSERTED, visible.pointMicros())
                .with(Stamp.VISIBLE, visible.pointMicros());
        return new Settled(
                sent,
                State.ON_TIME,
                sent.sentMicros() + 3_000,
                "1",
                1,
                new Arrival(stamps, stamps, 0, visible, false, "1"),
                null);
    }

    static Settled rejected(long sent) {
        return new Settled(new Sent(0, sent, Long.MAX_VALUE, true), State.REJECTED, null, null, 1, null, "throttled");
    }
}
