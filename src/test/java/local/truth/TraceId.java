package local.truth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A trace id as this side reads it: ten digits behind a letter for the kind. Before it stands a dash and any text, or what
 * makes a UUID of it, or eight digits with which it is a number of 19; then the kind is a digit.
 *
 * @param prefix all before the kind, without a text's dash
 */
public record TraceId(String prefix, char kind, long sequence) {

    private static final String KINDS_OF_TEXT = "lwcn";
    private static final String KINDS_OF_UUID = "ab";
    private static final String KINDS_OF_NUMBER = "12";
    private static final String LOADS = "la1";
    private static final int DIGITS = 10;
    private static final int UUID_UP_TO_THE_LAST_DASH = 23;
    private static final int NUMBER_UP_TO_THE_KIND = 8;

    /** Enough for any record that a function could write into a table. */
    private static final int MOST_BYTES = 10_000_000;

    /** Whether it belongs to the load: the only kind that is counted. */
    public boolean isLoad() {
        return LOADS.indexOf(kind) >= 0;
    }

    public String text() {
        String dash = KINDS_OF_TEXT.indexOf(kind) < 0 ? "" : "-";
        return prefix + dash + kind + "%010d".formatted(sequence);
    }

    /** A load record's id; empty for any other text. */
    public static Optional<TraceId> parseLoad(String text) {
        return findIn(text.getBytes(StandardCharsets.UTF_8))
                .filter(id -> id.isLoad() && id.text().equals(text));
    }

    /** The first trace id in a record's data, if it is one of the load's. */
    public static Optional<TraceId> findLoad(byte[] data) {
        return find(data).filter(TraceId::isLoad);
    }

    /** The first trace id in a record's data, wherever it stands; in what is compressed there, if it begins as gzip does. */
    public static Optional<TraceId> find(byte[] data) {
        return findIn(data.length > 1 && data[0] == 0x1f && data[1] == (byte) 0x8b ? expanded(data) : data);
    }

    /** Nothing, where it is no gzip in spite of its beginning. */
    private static byte[] expanded(byte[] gzip) {
        try (InputStream plain = new GZIPInputStream(new ByteArrayInputStream(gzip))) {
            return plain.readNBytes(MOST_BYTES);
        } catch (IOException e) {
            return new byte[0];
        }
    }

    private static Optional<TraceId> findIn(byte[] data) {
        for (int i = 0; i < data.length - DIGITS; i++) {
            int kindAt = kindAt(data, i);
            if (kindAt > 0) {
                int start = i;
                while (start > 0 && isIdCharacter(data[start - 1])) {
                    start--;
                }
                int end = KINDS_OF_TEXT.indexOf(data[kindAt]) < 0 ? kindAt : i;
                return Optional.of(new TraceId(
                        new String(data, start, end - start, StandardCharsets.US_ASCII),
                        (char) data[kindAt],
                        number(data, kindAt + 1)));
            }
        }
        return Optional.empty();
    }

    /** Where the kind is of an id of which something characteristic begins here; -1 for none. */
    private static int kindAt(byte[] data, int i) {
        if (data[i] == '-') {
            if (isTail(data, i + 1, KINDS_OF_TEXT)) {
                return i + 1;
            }
            boolean uuid = i >= UUID_UP_TO_THE_LAST_DASH && data[i + 1] == '0' && isTail(data, i + 2, KINDS_OF_UUID);
            return uuid ? i + 2 : -1;
        }
        int kindAt = i + NUMBER_UP_TO_THE_KIND;
        boolean number = isDigit(data[i])
                && (i == 0 || !isIdCharacter(data[i - 1]))
                && areDigits(data, i, NUMBER_UP_TO_THE_KIND)
                && isTail(data, kindAt, KINDS_OF_NUMBER);
        return number ? kindAt : -1;
    }

    /** Whether a kind stands here, then ten digits, and then the id is over. */
    private static boolean isTail(byte[] data, int kindAt, String kinds) {
        int end = kindAt + 1 + DIGITS;
        return end <= data.length
                && kinds.indexOf(data[kindAt]) >= 0
                && areDigits(data, kindAt + 1, DIGITS)
                && (end == data.length || !isIdCharacter(data[end]));
    }

    private static boolean areDigits(byte[] data, int from, int count) {
        if (from + count > data.length) {
            return false;
        }
        for (int i = from; i < from + count; i++) {
            if (!isDigit(data[i])) {
                return false;
            }
        }
        return true;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static long number(byte[] data, int start) {
        long number = 0;
        for (int i = start; i < start + DIGITS; i++) {
            number = number * 10 + (data[i] - '0');
        }
        return number;
    }

    private static boolean isIdCharacter(byte b) {
        return b >= 'a' && b <= 'z' || b >= 'A' && b <= 'Z' || b >= '0' && b <= '9' || b == '-' || b == '_';
    }
}
