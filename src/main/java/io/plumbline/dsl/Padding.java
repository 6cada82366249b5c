package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.gatling.javaapi.core.CoreDsl;
import java.nio.charset.StandardCharsets;

/** Makes bodies of one size. */
public final class Padding {

    private static final String MEMBER = ",\"padding\":\"";
    private static final String END = "\"}";

    private Padding() {}

    /**
     * @param bytes as they are sent, in UTF-8, at least 1
     * @param body JSON objects get a member {@code padding}, all else and what lacks only a few bytes gets spaces at its end
     */
    public static Body.WithString to(int bytes, Body.WithString body) {
        if (bytes < 1) {
            throw new IllegalArgumentException("paddedTo takes at least 1 byte, not " + bytes);
        }
        return CoreDsl.StringBody(session -> pad(body.apply(session), bytes));
    }

    /** @throws IllegalArgumentException if the text is longer */
    static String pad(String text, int bytes) {
        int length = text.getBytes(StandardCharsets.UTF_8).length;
        int missing = bytes - length;
        if (missing < 0) {
            throw new IllegalArgumentException(
                    "it has " + length + " bytes without padding, which is more than the " + bytes + " it should have");
        }
        int filler = missing - MEMBER.length() - END.length() + 1;
        int end = text.lastIndexOf('}');
        boolean object = text.startsWith("{")
                && end > 0
                && text.substring(0, end).strip().length() > 1;
        return object && filler >= 0
                ? text.substring(0, end) + MEMBER + "x".repeat(filler) + END + text.substring(end + 1)
                : text + " ".repeat(missing);
    }
}
