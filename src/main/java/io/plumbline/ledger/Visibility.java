package io.plumbline.ledger;

import java.util.OptionalLong;

/**
 * When a row became visible to queries, on the generator's clock, in epoch microseconds.
 *
 * @param lowerMicros a query that began here did not find it, or it was not sent yet
 * @param pointMicros the best single estimate between the bounds
 * @param upperMicros a query that was answered here found it
 * @param stamped whether the point is the table's own insert stamp
 */
public record Visibility(long lowerMicros, long pointMicros, long upperMicros, boolean stamped) {

    public Visibility {
        if (lowerMicros > pointMicros || pointMicros > upperMicros) {
            throw new IllegalArgumentException(
                    "bounds out of order: " + lowerMicros + " " + pointMicros + " " + upperMicros);
        }
    }

    /**
     * The insert stamp where it lies between the bounds, or can; the middle of the bounds otherwise.
     *
     * @param slackMicros how far the stamp may be off
     */
    static Visibility between(long lowerMicros, long upperMicros, OptionalLong insertedMicros, long slackMicros) {
        long middle = lowerMicros + (upperMicros - lowerMicros) / 2;
        if (insertedMicros.isEmpty()) {
            return new Visibility(lowerMicros, middle, upperMicros, false);
        }
        long inserted = insertedMicros.getAsLong();
        boolean stamped = lowerMicros <= inserted + slackMicros && inserted - slackMicros <= upperMicros;
        long point = stamped ? Math.max(lowerMicros, Math.min(upperMicros, inserted)) : middle;
        return new Visibility(lowerMicros, point, upperMicros, stamped);
    }

    /** Whether the bounds disagree about a deadline. */
    boolean straddles(long deadlineMicros) {
        return lowerMicros <= deadlineMicros && deadlineMicros < upperMicros;
    }
}
