package io.plumbline.arrival;

import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.ledger.Sighting;
import io.plumbline.trace.ClockOffset.Range;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.Tick;
import java.util.List;
import java.util.OptionalLong;

/** What is known of a row that a query found. */
final class Sightings {

    private Sightings() {}

    /**
     * @param absentMicros as of when the last query that would have found it did not; {@code Long.MIN_VALUE} for none
     * @param presentMicros as of when, at the latest, the query that found it saw the table
     */
    static Sighting of(Row row, long absentMicros, long presentMicros, Offsets offsets) {
        long absent = Math.max(absentMicros, Math.min(presentMicros, notBefore(row.stamps(), offsets)));
        OptionalLong inserted = row.stamps().at(Stamp.INSERTED);
        Range moment = inserted.isPresent() ? offsets.bigquery().momentOf(inserted.getAsLong()) : Range.ANYTHING;
        // Wherever in the range the corrected stamp was put, and whenever in its tick it was made.
        long tick = inserted.isPresent() ? Tick.of(inserted.getAsLong()) - 1 : 0;
        long slack = tick + (moment.known() ? (long) Math.ceil(2 * moment.halfWidth()) : 0);
        return new Sighting(
                row.stamps(),
                offsets.onGeneratorClock(row.stamps()),
                slack,
                absent,
                presentMicros,
                row.sequenceNumber());
    }

    /** When the row was still on its way to the table: at its last stamp before the insert, or earlier. */
    private static long notBefore(Stamps stamps, Offsets offsets) {
        for (Stamp before : List.of(Stamp.LAMBDA_DONE, Stamp.LAMBDA_RECEIVED, Stamp.KINESIS_ARRIVAL)) {
            OptionalLong micros = stamps.at(before);
            if (micros.isPresent()) {
                Range moment = offsets.of(before).momentOf(micros.getAsLong());
                return moment.known() ? (long) Math.floor(moment.lower()) : Long.MIN_VALUE;
            }
        }
        return Long.MIN_VALUE;
    }
}
