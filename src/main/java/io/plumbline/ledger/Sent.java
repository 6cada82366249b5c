package io.plumbline.ledger;

/**
 * A record as it is about to be sent; times in epoch microseconds.
 *
 * @param deadlineMicros an arrival after it is late; without meaning for untimed records
 * @param timed whether an arrival is expected at all
 * @param lagMicros how long after the planned moment it is sent; {@link #NO_PLAN} where there is none
 * @param rows how many rows it is to have in the table; 0 of a record that is to have none
 */
public record Sent(long sequence, long sentMicros, long deadlineMicros, boolean timed, int lagMicros, int rows) {

    public static final int NO_PLAN = -1;

    /** Without a planned moment. */
    public Sent(long sequence, long sentMicros, long deadlineMicros, boolean timed) {
        this(sequence, sentMicros, deadlineMicros, timed, NO_PLAN, 1);
    }
}
