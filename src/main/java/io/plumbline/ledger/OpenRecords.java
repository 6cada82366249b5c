package io.plumbline.ledger;

import java.util.Arrays;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The records by their dense sequence numbers: columns of primitives in chunks, so that a record in flight costs its
 * fields and no object. A chunk is dropped once all of its records have settled; what stays of them is a byte a record.
 */
final class OpenRecords {

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;

    private static final byte ABSENT = 0;
    private static final byte OPEN = 1;

    /** What a settled record's byte has above its state's ordinal. */
    private static final int SETTLED = 2;

    /** Set in the byte of every record of which a row was found. */
    private static final byte SEEN = 0x40;

    private static final State[] STATES = State.values();

    /** Null where no record was registered yet, or all have settled. */
    private @Nullable Chunk[] chunks = new @Nullable Chunk[16];

    /** What each record has come to; null where no record was registered yet. */
    private byte[] @Nullable [] lives = new byte[16] @Nullable [];

    private int count;

    /** A put, as far as it has got. */
    enum Put {
        IN_FLIGHT,
        ACKNOWLEDGED,
        UNANSWERED,
        REFUSED
    }

    /** Up to {@link #CHUNK_SIZE} records; all fields of one have the same index. */
    static final class Chunk {

        private int settled;
        final boolean[] timed = new boolean[CHUNK_SIZE];
        final long[] sentMicros = new long[CHUNK_SIZE];
        final long[] deadlineMicros = new long[CHUNK_SIZE];
        final long[] ackedMicros = new long[CHUNK_SIZE];
        final Put[] put = new Put[CHUNK_SIZE];
        final @Nullable String[] sequenceNumber = new @Nullable String[CHUNK_SIZE];
        final @Nullable String[] reason = new @Nullable String[CHUNK_SIZE];
        final @Nullable Arrival[] arrival = new @Nullable Arrival[CHUNK_SIZE];
        final @Nullable Waiter[] waiter = new @Nullable Waiter[CHUNK_SIZE];
    }

    static int index(long sequence) {
        return (int) sequence & (CHUNK_SIZE - 1);
    }

    int count() {
        return count;
    }

    void add(Sent sent, @Nullable Waiter waiter) {
        if (life(sent.sequence()) != ABSENT) {
            throw new IllegalStateException("registered twice: " + sent.sequence());
        }
        Chunk chunk = chunkFor(sent.sequence());
        int i = index(sent.sequence());
        life(sent.sequence(), OPEN);
        chunk.timed[i] = sent.timed();
        chunk.sentMicros[i] = sent.sentMicros();
        chunk.deadlineMicros[i] = sent.deadlineMicros();
        chunk.put[i] = Put.IN_FLIGHT;
        chunk.waiter[i] = waiter;
        count++;
    }

    /** The chunk that holds the record; null unless the record is open. */
    @Nullable
    Chunk chunkOf(long sequence) {
        return (life(sequence) & ~SEEN) == OPEN ? chunks[(int) (sequence >> CHUNK_BITS)] : null;
    }

    /** Empty while the record is open, and where there is none. */
    Optional<State> stateOf(long sequence) {
        int settled = (life(sequence) & ~SEEN) - SETTLED;
        return settled < 0 ? Optional.empty() : Optional.of(STATES[settled]);
    }

    /** A row of it was found. Without effect where there is no such record. */
    void markSeen(long sequence) {
        byte life = life(sequence);
        if (life != ABSENT) {
            life(sequence, (byte) (life | SEEN));
        }
    }

    /** How many of the records from one sequence number up to, not including, another were seen. */
    int seenBetween(long from, long to) {
        int seen = 0;
        for (long sequence = from; sequence < to; sequence++) {
            seen += life(sequence) >> 6 & 1;
        }
        return seen;
    }

    private byte life(long sequence) {
        int number = (int) (sequence >> CHUNK_BITS);
        byte[] life = number < lives.length ? lives[number] : null;
        return life == null ? ABSENT : life[index(sequence)];
    }

    private void life(long sequence, byte life) {
        byte[] chunk = lives[(int) (sequence >> CHUNK_BITS)];
        if (chunk != null) {
            chunk[index(sequence)] = life;
        }
    }

    Sent sent(Chunk chunk, long sequence) {
        int i = index(sequence);
        return new Sent(sequence, chunk.sentMicros[i], chunk.deadlineMicros[i], chunk.timed[i]);
    }

    void remove(Chunk chunk, long sequence, State state) {
        int i = index(sequence);
        life(sequence, (byte) (life(sequence) & SEEN | SETTLED + state.ordinal()));
        chunk.sequenceNumber[i] = null;
        chunk.reason[i] = null;
        chunk.arrival[i] = null;
        chunk.waiter[i] = null;
        count--;
        chunk.settled++;
        if (chunk.settled == CHUNK_SIZE) {
            chunks[(int) (sequence >> CHUNK_BITS)] = null;
        }
    }

    /** How many chunks are held in memory. */
    int chunkCount() {
        int held = 0;
        for (Chunk chunk : chunks) {
            held += chunk == null ? 0 : 1;
        }
        return held;
    }

    /** Visits every open record, in the order of sending; the visitor may remove it. */
    void forEach(LongConsumer visitor) {
        for (int number = 0; number < chunks.length; number++) {
            long first = (long) number << CHUNK_BITS;
            for (long sequence = first; chunks[number] != null && sequence < first + CHUNK_SIZE; sequence++) {
                if (chunkOf(sequence) != null) {
                    visitor.accept(sequence);
                }
            }
        }
    }

    private Chunk chunkFor(long sequence) {
        int number = Math.toIntExact(sequence >> CHUNK_BITS);
        if (number >= chunks.length) {
            chunks = Arrays.copyOf(chunks, Math.max(number + 1, chunks.length * 2));
            lives = Arrays.copyOf(lives, chunks.length);
        }
        Chunk chunk = chunks[number];
        if (chunk == null) {
            chunk = new Chunk();
            chunks[number] = chunk;
            lives[number] = new byte[CHUNK_SIZE];
        }
        return chunk;
    }
}
