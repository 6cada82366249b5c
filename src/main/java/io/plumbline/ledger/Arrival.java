package io.plumbline.ledger;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import org.jspecify.annotations.Nullable;

/**
 * How a record arrived.
 *
 * @param stamps all that is known, from {@link Stamp#SENT} to {@link Stamp#VISIBLE}
 * @param sequenceNumber Kinesis' own, where the table has it
 */
public record Arrival(Stamps stamps, Visibility visible, @Nullable String sequenceNumber) {

    static Arrival of(Sent sent, Sighting sighting) {
        long lower = Math.max(sent.sentMicros(), sighting.absentMicros());
        long upper = Math.max(lower, sighting.presentMicros());
        Visibility visible = Visibility.between(lower, upper, sighting.remote().at(Stamp.INSERTED));
        Stamps stamps =
                sighting.remote().with(Stamp.SENT, sent.sentMicros()).with(Stamp.VISIBLE, visible.pointMicros());
        return new Arrival(stamps, visible, sighting.sequenceNumber());
    }
}
