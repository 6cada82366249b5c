package io.plumbline.arrival;

import io.plumbline.trace.ClockComparison;
import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.ClockOffset.Range;
import io.plumbline.trace.Precedence;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.Tick;
import java.util.OptionalLong;

/**
 * How far the clocks of AWS, of the function and of BigQuery are ahead of the generator's, bounded by what must have come
 * before what: a record is sent before it is stamped, stamped before a query finds it, a query sent before its job is
 * created. Thread-safe.
 */
public final class Clocks {

    /** Faster than any clock that is kept by a time service runs away. */
    public static final double MAX_DRIFT_PPM = 200;

    /** Kinesis stamps arrivals in whole milliseconds, rounded down. */
    private static final long ARRIVAL_TICK_MICROS = 1_000;

    private final Precedence sentToCreated = new Precedence(Answer.JobTimes.TICK_MICROS);
    private final Precedence endedToReceived = new Precedence(1);
    private final Precedence sentToInserted = new Precedence(1);
    private final Precedence insertedToSeen = new Precedence(1);
    private final Precedence sentToArrival = new Precedence(ARRIVAL_TICK_MICROS);
    private final Precedence arrivalToAcked = new Precedence(1);
    private final Precedence arrivalToSeen = new Precedence(1);
    private final Precedence sentToReceived = new Precedence(1);
    private final Precedence arrivalToReceived = new Precedence(1);
    private final Precedence leftToSeen = new Precedence(1);
    private final Precedence leftToInserted = new Precedence(1);
    private Offsets offsets =
            new Offsets(new ClockOffset.Unknown(), new ClockOffset.Unknown(), new ClockOffset.Unknown());

    /** What is known of each party's clock. Immutable. */
    public record Offsets(ClockOffset aws, ClockOffset function, ClockOffset bigquery) {

        /** Of the clock that gives a stamp. */
        public ClockOffset of(Stamp stamp) {
            return switch (stamp) {
                case SENT, VISIBLE -> ClockOffset.NONE;
                case KINESIS_ARRIVAL -> aws;
                case LAMBDA_RECEIVED, LAMBDA_DONE -> function;
                case INSERTED -> bigquery;
            };
        }

        /** The stamps as the generator's clock would have shown them; those of clocks of which nothing is known stay. */
        public Stamps onGeneratorClock(Stamps stamps) {
            Stamps corrected = stamps;
            for (Stamp stamp : Stamp.values()) {
                OptionalLong micros = stamps.at(stamp);
                if (micros.isPresent() && of(stamp) != ClockOffset.NONE) {
                    Range moment = of(stamp).momentOf(micros.getAsLong());
                    if (moment.known()) {
                        corrected = corrected.with(stamp, Math.round(moment.likely(micros.getAsLong())));
                    }
                }
            }
            return corrected;
        }
    }

    /** Takes note of a query's times. */
    public synchronized void queried(Answer<?> answer) {
        answer.job().ifPresent(job -> {
            sentToCreated.add(answer.sentMicros(), answer.sentMicros(), job.createdMicros());
            endedToReceived.add(answer.sentMicros(), job.endedMicros(), answer.receivedMicros());
        });
    }

    /** Kinesis' answer to the put of a record with these stamps. */
    public synchronized void acknowledged(long sentMicros, Stamps remote, long ackedMicros) {
        remote.at(Stamp.KINESIS_ARRIVAL).ifPresent(arrival -> arrivalToAcked.add(sentMicros, arrival, ackedMicros));
    }

    /**
     * Takes note of a record's stamps.
     *
     * @param seenMicros when the answer that had its row was there, on the generator's clock
     */
    public synchronized void seen(long sentMicros, Stamps remote, long seenMicros) {
        OptionalLong arrival = remote.at(Stamp.KINESIS_ARRIVAL);
        OptionalLong received = remote.at(Stamp.LAMBDA_RECEIVED);
        OptionalLong done = remote.at(Stamp.LAMBDA_DONE);
        OptionalLong inserted = remote.at(Stamp.INSERTED);
        if (arrival.isPresent()) {
            sentToArrival.add(sentMicros, sentMicros, arrival.getAsLong());
            arrivalToSeen.add(sentMicros, arrival.getAsLong(), seenMicros);
        }
        if (received.isPresent()) {
            long end = Tick.end(received.getAsLong());
            sentToReceived.add(sentMicros, sentMicros, end);
            arrival.ifPresent(micros -> arrivalToReceived.add(sentMicros, micros, end));
        }
        OptionalLong left = done.isPresent() ? done : received;
        if (left.isPresent()) {
            leftToSeen.add(sentMicros, left.getAsLong(), seenMicros);
            inserted.ifPresent(micros -> leftToInserted.add(sentMicros, left.getAsLong(), Tick.end(micros)));
        }
        if (inserted.isPresent()) {
            sentToInserted.add(sentMicros, sentMicros, Tick.end(inserted.getAsLong()));
            insertedToSeen.add(sentMicros, inserted.getAsLong(), seenMicros);
        }
    }

    /** Works out anew what is known; some milliseconds. */
    public synchronized Offsets update() {
        ClockOffset generator = ClockOffset.NONE;
        ClockOffset aws = new ClockComparison()
                .after(sentToArrival, generator)
                .before(arrivalToAcked, generator)
                .before(arrivalToSeen, generator)
                .offset(MAX_DRIFT_PPM);
        ClockOffset bigquery = new ClockComparison()
                .after(sentToCreated, generator)
                .after(sentToInserted, generator)
                .before(endedToReceived, generator)
                .before(insertedToSeen, generator)
                .offset(MAX_DRIFT_PPM);
        ClockOffset function = new ClockComparison()
                .after(sentToReceived, generator)
                .after(arrivalToReceived, aws)
                .before(leftToSeen, generator)
                .before(leftToInserted, bigquery)
                .offset(MAX_DRIFT_PPM);
        offsets = new Offsets(aws, function, bigquery);
        return offsets;
    }

    /** What was known at the last {@link #update}. */
    public synchronized Offsets offsets() {
        return offsets;
    }
}
