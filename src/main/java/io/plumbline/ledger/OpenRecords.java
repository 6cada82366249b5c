package io.plumbline.ledger;

import java.util.Arrays;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * The records by their dense sequence numbers: columns of primitives in chunks, so that a record in flight costs its
 * fields and no object. A chunk is dropped once all of its records have settled; what stays of them is {@link Lives}.
 */
final class OpenRecords {

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;

    /** Null where no record was registered yet, or all have settled. */
    private @Nullable Chunk[] chunks = new @Nullable Chunk[16];

    private final Lives lives = new Lives();
    private final ExpectedRows expected = new ExpectedRows();

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
        final byte[] attempts = new byte[CHUNK_SIZE];
        final boolean[] timed = new boolean[CHUNK_SIZE];
        final long[] sentMicros = new long[CHUNK_SIZE];
        final long[] deadlineMicros = new long[CHUNK_SIZE];
        final int[] lagMicros = new int[CHUNK_SIZE];
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
        if (!lives.isAbsent(sent.sequence())) {
            throw new IllegalStateException("registered twice: " + sent.sequence());
        }
        Chunk chunk = chunkFor(sent.sequence());
        int i = index(sent.sequence());
        lives.opened(sent.sequence());
        expected.expect(sent.sequence(), sent.rows());
        chunk.attempts[i] = 1;
        chunk.timed[i] = sent.timed();
        chunk.sentMicros[i] = sent.sentMicros();
        chunk.deadlineMicros[i] = sent.deadlineMicros();
        chunk.lagMicros[i] = sent.lagMicros();
        chunk.put[i] = Put.IN_FLIGHT;
        chunk.waiter[i] = waiter;
        count++;
    }

    /** The chunk that holds the record; null unless the record is open. */
    @Nullable
    Chunk chunkOf(long sequence) {
        return lives.isOpen(sequence) ? chunks[(int) (sequence >> CHUNK_BITS)] : null;
    }

    /** What every record that was ever added has come to. */
    Lives lives() {
        return lives;
    }

    /** How many rows every record that was ever added is to have. */
    ExpectedRows expected() {
        return expected;
    }

    Sent sent(Chunk chunk, long sequence) {
        int i = index(sequence);
        return new Sent(
                sequence,
                chunk.sentMicros[i],
                chunk.deadlineMicros[i],
                chunk.timed[i],
                chunk.lagMicros[i],
                expected.of(sequence));
    }

    void remove(Chunk chunk, long sequence, State state) {
        int i = index(sequence);
        lives.settled(sequence, state);
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
        }
        Chunk chunk = chunks[number];
        if (chunk == null) {
            chunk = new Chunk();
            chunks[number] = chunk;
        }
        return chunk;
    }
}
