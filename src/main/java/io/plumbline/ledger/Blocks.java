package io.plumbline.ledger;

import java.util.BitSet;

/** Which sequence numbers were seen, and how many in each block of a thousand: what an audit compares with the table. */
public final class Blocks {

    /** Sequence numbers in a block: few enough rows to read again, few enough blocks to list for millions of records. */
    public static final int SIZE = 1_000;

    private final BitSet members = new BitSet();

    /** The block of a sequence number. */
    public static long blockOf(long sequence) {
        return sequence / SIZE;
    }

    void add(long sequence) {
        members.set(Math.toIntExact(sequence));
    }

    /** How many different sequence numbers of the block were seen. */
    public int count(long block) {
        int from = Math.toIntExact(block * SIZE);
        return members.get(from, from + SIZE).cardinality();
    }
}
