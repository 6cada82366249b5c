package io.plumbline.arrival;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.OptionalLong;

/**
 * From which insert stamp on each poll reads, and what a poll that did not find a row proves. Times of polls are the
 * generator's, insert stamps the table's; the two are never compared.
 */
final class ArrivalWindow {

    /** Polls that are remembered: an hour of them, one a second. */
    private static final int REMEMBERED = 3_600;

    /** Newest first. */
    private final Deque<Poll> polls = new ArrayDeque<>();

    private final Overlap overlap = new Overlap();
    private long newestInsertMicros = Long.MIN_VALUE;

    /** From which insert stamp on the next poll has to read; empty for all rows. */
    OptionalLong next() {
        return newestInsertMicros == Long.MIN_VALUE
                ? OptionalLong.empty()
                : OptionalLong.of(newestInsertMicros - overlap.micros());
    }

    /** How long before the newest stamp that was seen a row was stamped; 0 for one stamped after it. */
    long lateness(OptionalLong inserted) {
        return inserted.isEmpty() || newestInsertMicros == Long.MIN_VALUE
                ? 0
                : Math.max(0, newestInsertMicros - inserted.getAsLong());
    }

    /**
     * As of when the last poll that would have found a row with this insert stamp did not; {@code Long.MIN_VALUE} where
     * none was. For rows that no earlier poll has found.
     *
     * @param inserted the row's insert stamp; a row without one is found by polls for all rows only
     */
    long absentAt(OptionalLong inserted) {
        for (Poll poll : polls) {
            if (poll.covers(inserted)) {
                return poll.asOfMicros;
            }
        }
        return Long.MIN_VALUE;
    }

    /**
     * Takes note of a poll that was answered, after its rows were looked up by {@link #absentAt}.
     *
     * @param insertedFrom from which insert stamp on it read; empty for all rows
     * @param asOfMicros the earliest moment as of which it can have seen the table
     * @param latest how late its latest new row was
     */
    void answered(OptionalLong insertedFrom, long asOfMicros, OptionalLong newestInsert, long latest) {
        polls.addFirst(new Poll(asOfMicros, insertedFrom.orElse(Long.MIN_VALUE)));
        if (polls.size() > REMEMBERED) {
            polls.removeLast();
        }
        overlap.observed(latest);
        newestInsertMicros = Math.max(newestInsertMicros, newestInsert.orElse(Long.MIN_VALUE));
    }

    private record Poll(long asOfMicros, long insertedFrom) {

        boolean covers(OptionalLong inserted) {
            return insertedFrom == Long.MIN_VALUE || inserted.orElse(Long.MIN_VALUE) >= insertedFrom;
        }
    }
}
