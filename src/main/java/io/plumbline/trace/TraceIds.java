package io.plumbline.trace;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * The ids of one generator's records: what its run and itself share, a character for the kind, and the sequence, which is
 * dense and ten decimal digits wide in every form, so that ids sort as they were sent and SQL can group them by blocks.
 * Immutable.
 *
 * <pre>
 *   text    &lt;run token&gt;-&lt;generator&gt;-l0000000042
 *   uuid    6f1b0c5e-3d55-4a0e-8000-0a0000000042   (the first three groups are the run's)
 *   int64   4711081510000000042
 * </pre>
 */
public final class TraceIds {

    /** How many digits the sequence has in an id. */
    public static final int SEQUENCE_DIGITS = 10;

    private static final long END_OF_SEQUENCE = 10_000_000_000L;
    private static final int MOST_GENERATORS = 1_000;

    /** So that an id has 19 digits and stays below 2^63. */
    private static final long FIRST_OF_INT64 = 10_000_000;

    private static final long END_OF_INT64 = 92_000_000;
    private static final char LOAD_OF_NUMBER = '1';

    private final String runToken;
    private final int generator;
    private final String runPrefix;
    private final String prefix;
    private final char load;
    private final char control;

    private TraceIds(String runToken, int generator, String runPrefix, String prefix, char load, char control) {
        this.runToken = runToken;
        this.generator = generator;
        this.runPrefix = runPrefix;
        this.prefix = prefix;
        this.load = load;
        this.control = control;
    }

    /**
     * As text.
     *
     * @param runToken the run's id and nonce, what the table's run id column holds
     * @param generator this generator's index
     */
    public TraceIds(String runToken, int generator) {
        this(runToken, generator, runToken, runToken + "-" + generator + "-", 'l', 'c');
    }

    /**
     * In the shape of a UUID of version 4. Two runs have the same first three groups with a probability of 2^-60.
     *
     * @param generator below 1,000
     */
    public static TraceIds uuids(String runToken, int generator) {
        if (generator < 0 || generator >= MOST_GENERATORS) {
            throw new IllegalArgumentException("a generator's index is below " + MOST_GENERATORS + ": " + generator);
        }
        String run = new UUID(hash(runToken), 0).toString();
        String ofRun = run.substring(0, 14) + "4" + run.substring(15, 19) + "8";
        return new TraceIds(runToken, generator, ofRun, ofRun + "%03d-0".formatted(generator), 'a', 'b');
    }

    /** As numbers above 0. Two runs begin alike with a probability of one in 82 million. */
    public static TraceIds int64s(String runToken, int generator) {
        long first = FIRST_OF_INT64 + Math.floorMod(hash(runToken + "-" + generator), END_OF_INT64 - FIRST_OF_INT64);
        String prefix = Long.toString(first);
        return new TraceIds(runToken, generator, prefix, prefix, LOAD_OF_NUMBER, '2');
    }

    private static long hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return ByteBuffer.wrap(digest).getLong();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /** Whether they are whole numbers, which fit 64 bits. */
    public boolean areNumbers() {
        return load == LOAD_OF_NUMBER;
    }

    /** What the ids of this run begin with, and of no other run. */
    public String runPrefix() {
        return runPrefix;
    }

    public String runToken() {
        return runToken;
    }

    public int generator() {
        return generator;
    }

    /** The id of the load's record with this sequence number. */
    public String load(long sequence) {
        return id(load, sequence);
    }

    /** The id of a control: a record that the run itself treats wrongly on purpose, outside the load. */
    public String control(long number) {
        return id(control, number);
    }

    /** The sequence number in an id of this generator's load; empty for any other text. */
    public OptionalLong sequenceOf(String id) {
        return number(load, id);
    }

    /** The number in a control's id; empty for any other text. */
    public OptionalLong controlOf(String id) {
        return number(control, id);
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
