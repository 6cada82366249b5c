package io.plumbline.ledger;

import java.util.Arrays;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The records by their dense sequence numbers: columns of primitives in chunks, so that a record in flight costs its
 * fields and no object. A chunk makes room as its records settle, so that a few that are lost do not hold on to the room of
 * all, and is dropped once all have settled; what stays of them is {@link Lives}.
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

        /** Less room is not worth the work. */
        private static final int LEAST_ROOM = 16;

        private int added;
        private int settled;

        /** The places of those that are left, in ascending order; null where all have room. */
        private final short @Nullable [] left;

        final byte[] attempts;
        final boolean[] timed;
        final long[] sentMicros;
        final long[] deadlineMicros;
        final int[] lagMicros;
        final long[] ackedMicros;
        final Put[] put;
        final @Nullable String[] sequenceNumber;
        final @Nullable String[] reason;
        final @Nullable Arrival[] arrival;
        final @Nullable Waiter[] waiter;

        Chunk() {
            this(CHUNK_SIZE, null);
        }

        private Chunk(int room, short @Nullable [] left) {
            this.left = left;
            attempts = new byte[room];
            timed = new boolean[room];
            sentMicros = new long[room];
            deadlineMicros = new long[room];
            lagMicros = new int[room];
            ackedMicros = new long[room];
            put = new Put[room];
            sequenceNumber = new @Nullable String[room];
            reason = new @Nullable String[room];
            arrival = new @Nullable Arrival[room];
            waiter = new @Nullable Waiter[room];
        }

        /** Where the fields of an open record are. */
        int index(long sequence) {
            return left == null ? place(sequence) : Arrays.binarySearch(left, (short) place(sequence));
        }

        private static int place(long sequence) {
            return (int) sequence & (CHUNK_SIZE - 1);
        }

        private boolean hasRoomToSpare() {
            return added == CHUNK_SIZE && attempts.length > LEAST_ROOM && CHUNK_SIZE - settled <= attempts.length / 4;
        }

        /** The same with room for those only that are open. */
        private Chunk smaller(LongPredicate isOpen, long first) {
            short[] places = new short[CHUNK_SIZE - settled];
            int found = 0;
            for (int place = 0; place < CHUNK_SIZE; place++) {
                if (isOpen.test(first + place)) {
                    places[found++] = (short) place;
                }
            }
            Chunk smaller = new Chunk(found, places);
            smaller.added = added;
            smaller.settled = settled;
            for (int i = 0; i < found; i++) {
                smaller.take(i, this, index(first + places[i]));
            }
            return smaller;
        }

        private void take(int to, Chunk other, int from) {
            attempts[to] = other.attempts[from];
            timed[to] = other.timed[from];
            sentMicros[to] = other.sentMicros[from];
            deadlineMicros[to] = other.deadlineMicros[from];
            lagMicros[to] = other.lagMicros[from];
            ackedMicros[to] = other.ackedMicros[from];
            put[to] = other.put[from];
            sequenceNumber[to] = other.sequenceNumber[from];
            reason[to] = other.reason[from];
            arrival[to] = other.arrival[from];
            waiter[to] = other.waiter[from];
        }
    }

    int count() {
        return count;
    }

    void add(Sent sent, @Nullable Waiter waiter) {
        if (!lives.isAbsent(sent.sequence())) {
            throw new IllegalStateException("registered twice: " + sent.sequence());
        }
        Chunk chunk = chunkFor(sent.sequence());
        int i = chunk.index(sent.sequence());
        lives.opened(sent.sequence());
        expected.expect(sent.sequence(), sent.rows());
        chunk.attempts[i] = 1;
        chunk.timed[i] = sent.timed();
        chunk.sentMicros[i] = sent.sentMicros();
        chunk.deadlineMicros[i] = sent.deadlineMicros();
        chunk.lagMicros[i] = sent.lagMicros();
        chunk.put[i] = Put.IN_FLIGHT;
        chunk.waiter[i] = waiter;
        chunk.added++;
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
        int i = chunk.index(sequence);
        return new Sent(
                sequence,
                chunk.sentMicros[i],
                chunk.deadlineMicros[i],
                chunk.timed[i],
                chunk.lagMicros[i],
                expected.of(sequence));
    }

    /** The chunk is not to be used any more: another one may have taken its place. */
    void remove(Chunk chunk, long sequence, State state) {
        int i = chunk.index(sequence);
        lives.settled(sequence, state);
        chunk.sequenceNumber[i] = null;
        chunk.reason[i] = null;
        chunk.arrival[i] = null;
        chunk.waiter[i] = null;
        count--;
        chunk.settled++;
        int number = (int) (sequence >> CHUNK_BITS);
        if (chunk.settled == CHUNK_SIZE) {
            chunks[number] = null;
        } else if (chunk.hasRoomToSpare()) {
            chunks[number] = chunk.smaller(lives::isOpen, (long) number << CHUNK_BITS);
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

    /** For how many records there is room in the chunks that are held. */
    int room() {
        int room = 0;
        for (Chunk chunk : chunks) {
            room += chunk == null ? 0 : chunk.attempts.length;
        }
        return room;
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
