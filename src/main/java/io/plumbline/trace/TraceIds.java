package io.plumbline.trace;

import java.util.OptionalLong;

/**
 * The text form of trace ids: {@code <run token>-<generator>-<kind><sequence>}. The sequence is dense and ten digits
 * wide, so that ids sort as they were sent and SQL can group them by blocks. Immutable.
 */
public final class TraceIds {

    /** How many digits the sequence has in an id. */
    public static final int SEQUENCE_DIGITS = 10;

    private static final long END_OF_SEQUENCE = 10_000_000_000L;

    private static final char LOAD = 'l';
    private static final char CONTROL = 'c';

    private final String runToken;
    private final int generator;
    private final String prefix;

    /**
     * @param runToken the run's id and nonce, what the table's run id column holds
     * @param generator this generator's index
     */
    public TraceIds(String runToken, int generator) {
        this.runToken = runToken;
        this.generator = generator;
        this.prefix = runToken + "-" + generator + "-";
    }

    public String runToken() {
        return runToken;
    }

    public int generator() {
        return generator;
    }

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
        int kindAt = prefix.length();
        if (id.length() != kindAt + 1 + SEQUENCE_DIGITS || id.charAt(kindAt) != kind || !id.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        long sequence = 0;
        for (int i = kindAt + 1; i < id.length(); i++) {
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
        // The end of the sequence has one digit more, which makes the leading zeros.
        String digits = Long.toString(END_OF_SEQUENCE + sequence);
        return new StringBuilder(prefix.length() + digits.length())
                .append(prefix)
                .append(kind)
                .append(digits, 1, digits.length())
                .toString();
    }
}
