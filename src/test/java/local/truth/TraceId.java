package local.truth;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.zip.GZIPInputStream;

/**
 * A trace id as this side reads it: whatever stands before a dash, a letter for the kind and ten digits.
 *
 * @param prefix all before the kind
 */
public record TraceId(String prefix, char kind, long sequence) {

    private static final String KINDS = "lwcn";
    private static final int DIGITS = 10;
    private static final int TAIL = 2 + DIGITS;

    /** Enough for any record that a function could write into a table. */
    private static final int MOST_BYTES = 10_000_000;

    /** Whether it belongs to the load: the only kind that is counted. */
    public boolean isLoad() {
        return kind == 'l';
    }

    public String text() {
        return prefix + "-" + kind + "%010d".formatted(sequence);
    }

    /** A load record's id; empty for any other text. */
    public static Optional<TraceId> parseLoad(String text) {
        int dash = text.length() - TAIL;
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (dash < 0 || bytes.length != text.length() || bytes[dash] != '-' || !isTail(bytes, dash)) {
            return Optional.empty();
        }
        return Optional.of(new TraceId(text.substring(0, dash), text.charAt(dash + 1), number(bytes, dash + 2)))
                .filter(TraceId::isLoad);
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
        for (int dash = 0; dash <= data.length - TAIL; dash++) {
            if (data[dash] == '-' && isTail(data, dash)) {
                int start = dash;
                while (start > 0 && isIdCharacter(data[start - 1])) {
                    start--;
                }
                return Optional.of(new TraceId(
                        new String(data, start, dash - start, StandardCharsets.US_ASCII),
                        (char) data[dash + 1],
                        number(data, dash + 2)));
            }
        }
        return Optional.empty();
    }

    private static boolean isTail(byte[] data, int dash) {
        if (KINDS.indexOf(data[dash + 1]) < 0) {
            return false;
        }
        for (int i = dash + 2; i < dash + TAIL; i++) {
            if (data[i] < '0' || data[i] > '9') {
                return false;
            }
        }
        return dash + TAIL == data.length || !isIdCharacter(data[dash + TAIL]);
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
