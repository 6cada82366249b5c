package local.bigquery;

import java.util.Arrays;

/**
 * The insertIds by which repeated rows are dropped: best effort, for a minute, as BigQuery's. An id is kept as a hash of 64
 * bits, in 32 to 64 bytes: two of a million ids are taken for one once in 10^7 runs.
 */
final class RecentIds {

    static final long WINDOW_MICROS = 60_000_000L;

    /** A minute at 17,000 rows/s, in 33 MB; beyond it the oldest are forgotten early. */
    static final int MOST = 1 << 20;

    private static final int FIRST_CAPACITY = 1 << 10;
    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;

    /** Hashes and when they came, from the oldest to the newest: a ring, whose length is a power of two. */
    private long[] hashes = new long[FIRST_CAPACITY];

    private long[] micros = new long[FIRST_CAPACITY];
    private long oldest;
    private long next;

    /** The same hashes, each at its place or in the first free one behind it; 0 is free. */
    private long[] table = new long[2 * FIRST_CAPACITY];

    /** Whether the id is new; remembers it. */
    boolean add(String insertId, long nowMicros) {
        while (oldest < next && (micros[slot(oldest)] < nowMicros - WINDOW_MICROS || next - oldest == MOST)) {
            remove(hashes[slot(oldest++)]);
        }
        long hash = hash(insertId);
        if (table[place(hash)] == hash) {
            return false;
        }
        if (next - oldest == hashes.length) {
            grow();
        }
        table[place(hash)] = hash;
        hashes[slot(next)] = hash;
        micros[slot(next++)] = nowMicros;
        return true;
    }

    /** Where {@link #forgetFrom} goes back to. */
    long mark() {
        return next;
    }

    /** The rows whose ids were added since the mark were not stored after all. */
    void forgetFrom(long mark) {
        while (next > Math.max(mark, oldest)) {
            remove(hashes[slot(--next)]);
        }
    }

    private int slot(long count) {
        return (int) (count & (hashes.length - 1));
    }

    /** Where the hash is, or would be. */
    private int place(long hash) {
        int place = home(hash);
        while (table[place] != 0 && table[place] != hash) {
            place = place + 1 & table.length - 1;
        }
        return place;
    }

    private int home(long hash) {
        return (int) (hash & (table.length - 1));
    }

    /** Frees its place, and moves up those behind it that would have lain there. */
    private void remove(long hash) {
        int free = place(hash);
        table[free] = 0;
        for (int at = free + 1 & table.length - 1; table[at] != 0; at = at + 1 & table.length - 1) {
            int home = home(table[at]);
            boolean mayMove = (at - home & table.length - 1) >= (at - free & table.length - 1);
            if (mayMove) {
                table[free] = table[at];
                table[at] = 0;
                free = at;
            }
        }
    }

    private void grow() {
        long[] allHashes = new long[2 * hashes.length];
        long[] allMicros = new long[2 * hashes.length];
        for (long i = oldest; i < next; i++) {
            allHashes[(int) (i & (allHashes.length - 1))] = hashes[slot(i)];
            allMicros[(int) (i & (allMicros.length - 1))] = micros[slot(i)];
        }
        table = new long[2 * table.length];
        hashes = allHashes;
        micros = allMicros;
        Arrays.stream(hashes).filter(hash -> hash != 0).forEach(hash -> table[place(hash)] = hash);
    }

    /** FNV-1a, mixed once more as MurmurHash3 does it, so that the low bits depend on all. */
    private static long hash(String text) {
        long hash = FNV_OFFSET;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * FNV_PRIME;
        }
        hash = (hash ^ hash >>> 33) * 0xff51afd7ed558ccdL;
        hash = (hash ^ hash >>> 33) * 0xc4ceb9fe1a85ec53L;
        hash ^= hash >>> 33;
        return hash == 0 ? 1 : hash;
    }
}
