package io.plumbline.ledger;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * How a record arrived.
 *
 * @param stamps all that is known, from {@link Stamp#SENT} to {@link Stamp#VISIBLE}, each on its own clock
 * @param corrected the same as the generator's clock would have shown them, as far as was known when it arrived
 * @param insertSlackMicros how far the corrected insert stamp may be off
 * @param stampedEarly whether its insert stamp lies before it can have been visible
 * @param sequenceNumber Kinesis' own, where the table has it
 */
public record Arrival(
        Stamps stamps,
        Stamps corrected,
        long insertSlackMicros,
        Visibility visible,
        boolean stampedEarly,
        @Nullable String sequenceNumber) {

    /** Of what was sent, or awaited from then on. */
    public static Arrival of(Sent sent, Sighting sighting) {
        long lower = Math.max(sent.sentMicros(), sighting.absentMicros());
        long upper = Math.max(lower, sighting.presentMicros());
        OptionalLong inserted = sighting.corrected().at(Stamp.INSERTED);
        Visibility visible = Visibility.between(lower, upper, inserted, sighting.slackMicros());
        boolean early = inserted.isPresent() && !visible.stamped() && inserted.getAsLong() < lower;
        return new Arrival(
                whole(sighting.remote(), sent, visible),
                whole(sighting.corrected(), sent, visible),
                sighting.slackMicros(),
                visible,
                early,
                sighting.sequenceNumber());
    }

    private static Stamps whole(Stamps remote, Sent sent, Visibility visible) {
        return remote.with(Stamp.SENT, sent.sentMicros()).with(Stamp.VISIBLE, visible.pointMicros());
    }
}
