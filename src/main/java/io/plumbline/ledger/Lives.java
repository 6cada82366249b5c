package io.plumbline.ledger;

import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What each record has come to, by its dense sequence number: half a byte a record, kept to the end of the run. The codes
 * are absent, open, the states of settled records in their order, and those three again that a row may have been seen of
 * or not; a record that is on time or late was seen.
 */
final class Lives {

    private static final int CHUNK_BITS = 12;

    private static final int ABSENT = 0;
    private static final int OPEN = 1;
    private static final int SETTLED = 2;
    private static final int OPEN_SEEN = SETTLED + State.values().length;
    private static final int REJECTED_SEEN = OPEN_SEEN + 1;
    private static final int UNTIMED_SEEN = OPEN_SEEN + 2;

    private static final State[] STATES = State.values();

    /** Two records a byte; null where no record was registered yet. */
    private byte[] @Nullable [] chunks = new byte[16] @Nullable [];

    boolean isAbsent(long sequence) {
        return code(sequence) == ABSENT;
    }

    boolean isOpen(long sequence) {
        int code = code(sequence);
        return code == OPEN || code == OPEN_SEEN;
    }

    void opened(long sequence) {
        int number = Math.toIntExact(sequence >> CHUNK_BITS);
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, chunks.length * 2));
        }
        if (chunks[number] == null) {
            chunks[number] = new byte[1 << CHUNK_BITS - 1];
        }
        code(sequence, OPEN);
    }

    void settled(long sequence, State state) {
        boolean seen = isSeen(sequence);
        code(sequence, SETTLED + state.ordinal());
        if (seen) {
            seen(sequence);
        }
    }

    /** A row of it was found. Without effect where there is no such record. */
    void seen(long sequence) {
        int code = code(sequence);
        if (code == OPEN) {
            code(sequence, OPEN_SEEN);
        } else if (code == SETTLED + State.REJECTED.ordinal()) {
            code(sequence, REJECTED_SEEN);
        } else if (code == SETTLED + State.UNTIMED.ordinal()) {
            code(sequence, UNTIMED_SEEN);
        }
    }

    boolean isSeen(long sequence) {
        int code = code(sequence);
        return code >= OPEN_SEEN || code == SETTLED + State.ON_TIME.ordinal() || code == SETTLED + State.LATE.ordinal();
    }

    /** Empty while the record is open, and where there is none. */
    Optional<State> stateOf(long sequence) {
        int code = code(sequence);
        if (code == REJECTED_SEEN) {
            return Optional.of(State.REJECTED);
        }
        if (code == UNTIMED_SEEN) {
            return Optional.of(State.UNTIMED);
        }
        return code < SETTLED || code == OPEN_SEEN ? Optional.empty() : Optional.of(STATES[code - SETTLED]);
    }

    private int code(long sequence) {
        int number = (int) (sequence >> CHUNK_BITS);
        byte[] chunk = number < chunks.length ? chunks[number] : null;
        return chunk == null ? ABSENT : chunk[index(sequence)] >> shift(sequence) & 0xf;
    }

    private void code(long sequence, int code) {
        byte[] chunk = chunks[(int) (sequence >> CHUNK_BITS)];
        if (chunk != null) {
            int others = chunk[index(sequence)] & ~(0xf << shift(sequence));
            chunk[index(sequence)] = (byte) (others | code << shift(sequence));
        }
    }

    private static int index(long sequence) {
        return (int) sequence >> 1 & (1 << CHUNK_BITS - 1) - 1;
    }

    private static int shift(long sequence) {
        return ((int) sequence & 1) * 4;
    }
}
