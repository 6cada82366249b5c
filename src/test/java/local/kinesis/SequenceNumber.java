package local.kinesis;

import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** 56 digits, increasing within the shard and over restarts: a prefix for the shard, then the position in it. */
final class SequenceNumber {

    private static final int POSITION_DIGITS = 19;

    private SequenceNumber() {}

    /** What those of a shard start with. */
    static String prefix(int shard, long createdMillis) {
        return "49%013d%022d".formatted(createdMillis, shard);
    }

    /** By hand, as one is made for every put. */
    @SuppressWarnings("deprecation")
    static String of(String prefix, long position) {
        int start = prefix.length();
        byte[] digits = new byte[start + POSITION_DIGITS];
        prefix.getBytes(0, start, digits, 0);
        long rest = position;
        for (int i = digits.length - 1; i >= start; i--) {
            digits[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return new String(digits, StandardCharsets.ISO_8859_1);
    }

    /** The position in one of this prefix; empty for any other text. */
    static OptionalLong position(String prefix, String sequenceNumber) {
        int start = prefix.length();
        if (sequenceNumber.length() != start + POSITION_DIGITS || !sequenceNumber.startsWith(prefix)) {
            return OptionalLong.empty();
        }
        try {
            return OptionalLong.of(Long.parseUnsignedLong(sequenceNumber.substring(start)));
        } catch (NumberFormatException e) {
            return OptionalLong.empty();
        }
    }
}
