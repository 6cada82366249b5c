package io.plumbline.arrival;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.OptionalLong;

/**
 * Which rows each poll asks for, and what a poll that did not find a row proves. A poll reads rows stamped since shortly
 * before the newest one seen; now and then a wide sweep reads all, for rows that became visible out of order.
 *
 * <p>Times of polls are the generator's, insert stamps the table's; the two are never compared.
 */
public final class ArrivalWindow {

    /** How far a poll reaches back before the newest stamp seen. */
    public static final Duration OVERLAP = Duration.ofSeconds(2);

    /** How often a poll reads all of the run's rows. */
    public static final Duration SWEEP_EVERY = Duration.ofSeconds(30);

    /** Polls that are remembered: an hour of them, one a second. */
    private static final int REMEMBERED = 3_600;

    /** Newest first. */
    private final Deque<Poll> polls = new ArrayDeque<>();

    private long newestInsertMicros = Long.MIN_VALUE;
    private long lastSweepMicros = Long.MIN_VALUE;

    /** From which insert stamp on the next poll has to read; empty for all rows. */
    public OptionalLong next(long nowMicros) {
        boolean sweepDue = lastSweepMicros == Long.MIN_VALUE || nowMicros - lastSweepMicros >= micros(SWEEP_EVERY);
        if (sweepDue || newestInsertMicros == Long.MIN_VALUE) {
            return OptionalLong.empty();
        }
        return OptionalLong.of(newestInsertMicros - micros(OVERLAP));
    }

    /**
     * When the last poll that would have found a row with this insert stamp, and did not, began; {@code Long.MIN_VALUE}
     * where none was. For rows that no earlier poll has found.
     *
     * @param inserted the row's insert stamp; a row without one is found by sweeps only
     */
    public long absentAt(OptionalLong inserted) {
        Iterator<Poll> newestFirst = polls.iterator();
        while (newestFirst.hasNext()) {
            Poll poll = newestFirst.next();
            if (poll.covers(inserted)) {
                return poll.sentMicros;
            }
        }
        return Long.MIN_VALUE;
    }

    /** Takes note of a poll that was answered, after its rows were looked up by {@link #absentAt}. */
    public void answered(OptionalLong insertedFrom, long sentMicros, OptionalLong newestInsert) {
        polls.addFirst(new Poll(sentMicros, insertedFrom.orElse(Long.MIN_VALUE)));
        if (polls.size() > REMEMBERED) {
            polls.removeLast();
        }
        if (insertedFrom.isEmpty()) {
            lastSweepMicros = sentMicros;
        }
        newestInsertMicros = Math.max(newestInsertMicros, newestInsert.orElse(Long.MIN_VALUE));
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    private record Poll(long sentMicros, long insertedFrom) {

        boolean covers(OptionalLong inserted) {
            return insertedFrom == Long.MIN_VALUE || inserted.orElse(Long.MIN_VALUE) >= insertedFrom;
        }
    }
}
