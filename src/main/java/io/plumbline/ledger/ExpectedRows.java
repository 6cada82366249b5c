package io.plumbline.ledger;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * How many rows each record is to have, by its dense sequence number: one, unless something else was said. Kept to the end
 * of the run, a byte a record where records lie of which something else was said, and nothing elsewhere. Not thread-safe.
 */
public final class ExpectedRows {

    /** What a byte holds. */
    public static final int MOST = Byte.MAX_VALUE;

    private static final int CHUNK_BITS = 12;
    private static final int CHUNK_SIZE = 1 << CHUNK_BITS;

    private byte @Nullable [] @Nullable [] chunks;

    /** @param rows from 0 to {@link #MOST} */
    public void expect(long sequence, int rows) {
        if (rows == 1) {
            return;
        }
        byte[] @Nullable [] held = chunks == null ? new byte[16] @Nullable [] : chunks;
        int number = Math.toIntExact(sequence >> CHUNK_BITS);
        if (number >= held.length) {
            held = Arrays.copyOf(held, Math.max(number + 1, held.length * 2));
        }
        byte[] chunk = held[number];
        if (chunk == null) {
            chunk = new byte[CHUNK_SIZE];
            Arrays.fill(chunk, (byte) 1);
            held[number] = chunk;
        }
        chunk[index(sequence)] = (byte) rows;
        chunks = held;
    }

    public int of(long sequence) {
        int number = (int) (sequence >> CHUNK_BITS);
        byte[] chunk = chunks == null || number >= chunks.length ? null : chunks[number];
        return chunk == null ? 1 : chunk[index(sequence)];
    }

    private static int index(long sequence) {
        return (int) sequence & CHUNK_SIZE - 1;
    }
}
