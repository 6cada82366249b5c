package local.truth;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import local.truth.FateChunk.Moment;

/**
 * What has happened to one record, as far as the stand-in saw it: a view of where it is kept. Times are true epoch
 * microseconds of the first time, 0 where it did not happen.
 */
record Fate(FateChunk chunk, int slot) {

    /** What happened at all. */
    enum Mark {
        ACKNOWLEDGED,
        UNANSWERED,
        REFUSED,
        DROPPED,
        CORRUPTED,
        IN_TABLE,
        HANDED_OVER
    }

    void mark(Mark mark) {
        chunk.mark(slot, mark);
    }

    boolean is(Mark mark) {
        return chunk.has(slot, mark);
    }

    void arrived(long micros) {
        if (arrivalMicros() == 0) {
            chunk.time(slot, Moment.ARRIVAL, micros);
        }
    }

    /** @param receivedMicros and {@code doneMicros} are 0 where the row does not tell */
    void visible(long visibleMicros, long receivedMicros, long doneMicros) {
        chunk.time(slot, Moment.VISIBLE, visibleMicros);
        if (receivedMicros != 0) {
            chunk.time(slot, Moment.RECEIVED, receivedMicros);
        }
        if (doneMicros != 0) {
            chunk.time(slot, Moment.DONE, doneMicros);
        }
    }

    long arrivalMicros() {
        return chunk.time(slot, Moment.ARRIVAL);
    }

    long receivedMicros() {
        return chunk.time(slot, Moment.RECEIVED);
    }

    long doneMicros() {
        return chunk.time(slot, Moment.DONE);
    }

    long visibleMicros() {
        return chunk.time(slot, Moment.VISIBLE);
    }

    /** The first ordinal that it was given; 0 if none. */
    int ordinal() {
        return chunk.ordinals[slot];
    }

    void ordinal(int ordinal) {
        chunk.ordinals[slot] = ordinal;
    }

    /** @param copy told apart by its sequence number */
    void countRow(int copy) {
        if (is(Mark.IN_TABLE)) {
            chunk.furtherCopy(slot, copy);
        } else {
            chunk.firstCopies[slot] = copy;
            mark(Mark.IN_TABLE);
        }
    }

    /** Rows beyond the first of each copy that the stream holds. */
    long duplicatesByConsumer() {
        return chunk.furtherCopies(slot).size() - duplicatesByProducer();
    }

    /** Copies in the table beyond the first. */
    long duplicatesByProducer() {
        List<Integer> further = chunk.furtherCopies(slot);
        if (further.isEmpty()) {
            return 0;
        }
        Set<Integer> others = new HashSet<>(further);
        others.remove(chunk.firstCopies[slot]);
        return others.size();
    }
}
