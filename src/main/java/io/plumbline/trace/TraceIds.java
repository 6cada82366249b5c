package io.plumbline.trace;

import java.util.OptionalLong;

/**
 * The text form of trace ids: {@code <run token>-<generator>-<kind><sequence>}. The sequence is dense and ten digits
 * wide, so that ids sort as they were sent and SQL can group them by blocks.
 *
 * @param runToken the run's id and nonce, what the table's run id column holds
 * @param generator this generator's index
 */
public record TraceIds(String runToken, int generator) {

    /** How many digits the sequence has in an id. */
    public static final int SEQUENCE_DIGITS = 10;

    private static final long END_OF_SEQUENCE = 10_000_000_000L;

    private static final char LOAD = 'l';
    private static final char CONTROL = 'c';

    /** The id of the load's record with this sequence number. */
    public String load(long sequence) {
        return id(LOAD, sequence);
    }

    /** The id of a control: a record that the run itself treats wrongly on purpose, outside the load. */
    public String control(long number) {
        return id(CONTROL, number);
    }

    /** The sequence number in an id of this generator's load; empty for any other text. */
    public OptionalLong sequenceOf(String id) {
        return number(LOAD, id);
    }

    /** The number in a control's id; empty for any other text. */
    public OptionalLong controlOf(String id) {
        return number(CONTROL, id);
    }

    private OptionalLong number(char kind, String id) {
        String prefix = prefix(kind);
        if (id.length() != prefix.length() + SEQUENCE_DIGITS || !id.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        long sequence = 0;
        for (int i = prefix.length(); i < id.length(); i++) {
            int digit = id.charAt(i) - '0';
            if (digit < 0 || digit > 9) {
                return OptionalLong.empty();
            }
            sequence = sequence * 10 + digit;
        }
        return OptionalLong.of(sequence);
    }

    private String id(char kind, long sequence) {
        if (sequence < 0 || sequence >= END_OF_SEQUENCE) {
            throw new IllegalArgumentException("a sequence number has at most ten digits: " + sequence);
        }
        String digits = Long.toString(sequence);
        return prefix(kind) + "0".repeat(SEQUENCE_DIGITS - digits.length()) + digits;
    }

    private String prefix(char kind) {
        return runToken + "-" + generator + "-" + kind;
    }
}
