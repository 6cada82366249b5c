package io.plumbline.ledger;

/** Neighbouring sequence numbers, counted together: by them an audit compares the ledger with the table. */
public final class Blocks {

    /** Sequence numbers in a block: few enough rows to read again, few enough blocks to list for millions of records. */
    public static final int SIZE = 1_000;

    /**
     * What was seen of a block.
     *
     * @param records different ones
     * @param rows that these account for
     */
    public record Seen(int records, int rows) {}

    private Blocks() {}

    /** The block of a sequence number. */
    public static long blockOf(long sequence) {
        return sequence / SIZE;
    }
}
