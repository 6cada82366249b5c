package io.plumbline.gatling;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.body.BodyWithStringExpression;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import java.nio.charset.StandardCharsets;

/** A body that has one size, whatever is in it. */
public final class PaddedBody implements BodyWithStringExpression {

    private static final String MEMBER = ",\"padding\":\"";
    private static final String END = "\"}";

    private final int bytes;
    private final BodyWithStringExpression body;

    private PaddedBody(int bytes, BodyWithStringExpression body) {
        this.bytes = bytes;
        this.body = body;
    }

    /**
     * @param bytes as they are sent, in UTF-8, at least 1
     * @param body JSON objects get a member {@code padding}, all else and what lacks only a few bytes gets spaces at its end
     */
    public static Body.WithString to(int bytes, Body.WithString body) {
        if (bytes < 1) {
            throw new IllegalArgumentException("paddedTo takes at least 1 byte, not " + bytes);
        }
        return new Body.WithString(new PaddedBody(bytes, (BodyWithStringExpression) body.asScala()));
    }

    @Override
    @SuppressWarnings("unchecked")
    public Validation<String> apply(Session session) {
        Validation<String> made = body.apply(session);
        if (made instanceof Success<String> text) {
            try {
                return new Success<>(pad(text.value(), bytes));
            } catch (IllegalArgumentException e) {
                return (Validation<String>) (Validation<?>) new Failure(e.getMessage());
            }
        }
        return made;
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
