package io.plumbline.trace;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The digest that travels in a record and tells whether it was changed on its way: MD5, which guards against accidents
 * and which SQL can compute, of the trace id, the key and the canonical form of {@code data}, a line each.
 */
public final class Digest {

    /** What a body has where the digest will be; as long as a digest, so that nothing moves. */
    public static final String PLACEHOLDER = "-the-digest-of-the-record-is-it-";

    private static final byte[] PLACEHOLDER_BYTES = PLACEHOLDER.getBytes(StandardCharsets.US_ASCII);
    private static final JsonMapper JSON = new JsonMapper();
    private static final ThreadLocal<MessageDigest> MD5 = ThreadLocal.withInitial(Digest::md5);

    private Digest() {}

    /** Whether a body wants a digest. */
    public static boolean isWantedIn(byte[] body) {
        return placeholder(body) >= 0;
    }

    /**
     * The body with its digest in the place of {@link #PLACEHOLDER}; the same array where there is no such place.
     *
     * @throws IllegalArgumentException if a body with the placeholder is no JSON object with {@code traceId}; the message
     *     is the rest of a sentence about the body
     */
    public static byte[] seal(byte[] body) {
        int place = placeholder(body);
        if (place < 0) {
            return body;
        }
        String digest = of(body);
        byte[] sealed = body.clone();
        System.arraycopy(digest.getBytes(StandardCharsets.US_ASCII), 0, sealed, place, PLACEHOLDER_BYTES.length);
        return sealed;
    }

    /** A sealed body with something else in {@code data}, so that its digest is wrong. */
    public static byte[] alter(byte[] sealed) {
        JsonNode json = parse(sealed);
        JsonNode data = json.path("data");
        if (data instanceof ObjectNode members) {
            members.put("altered", true);
        } else {
            ((ObjectNode) json).put("data", "altered");
        }
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * Whether a row is what was sent.
     *
     * @param data the text of the column, JSON in any form or null
     */
    public static boolean matches(String digest, String traceId, @Nullable String key, @Nullable String data) {
        String canonical = data == null ? "" : canonical(data);
        return digest.equals(of(traceId, key == null ? "" : key, canonical));
    }

    private static String of(String traceId, String key, String canonicalData) {
        byte[] text = (traceId + "\n" + key + "\n" + canonicalData).getBytes(StandardCharsets.UTF_8);
        return HexFormat.of().formatHex(MD5.get().digest(text));
    }

    private static String canonical(String data) {
        try (JsonParser json = JSON.createParser(data)) {
            return json.nextToken() == null ? data : CanonicalJson.of(json);
        } catch (IOException e) {
            return data;
        }
    }

    private static String of(byte[] body) {
        try (JsonParser json = JSON.createParser(body)) {
            String traceId = null;
            String key = "";
            String data = "";
            if (json.nextToken() == JsonToken.START_OBJECT) {
                for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                    JsonToken value = json.nextToken();
                    switch (name) {
                        case "traceId" -> traceId = isText(value) ? json.getText() : null;
                        case "load_test" -> key = key(json);
                        case "data" -> data = value == JsonToken.VALUE_NULL ? "" : CanonicalJson.of(json);
                        default -> {}
                    }
                    json.skipChildren();
                }
            }
            if (traceId != null) {
                return of(traceId, key, data);
            }
        } catch (IOException e) {
            // Said below.
        }
        throw notSealable();
    }

    /** Or a number, which is its digits. */
    private static boolean isText(JsonToken value) {
        return value == JsonToken.VALUE_STRING || value == JsonToken.VALUE_NUMBER_INT;
    }

    /** Of the load test's object that the parser stands at. */
    private static String key(JsonParser json) throws IOException {
        String key = "";
        if (json.currentToken() == JsonToken.START_OBJECT) {
            for (String name = json.nextFieldName(); name != null; name = json.nextFieldName()) {
                JsonToken value = json.nextToken();
                if (name.equals("key") && value.isScalarValue() && value != JsonToken.VALUE_NULL) {
                    key = json.getText();
                }
                json.skipChildren();
            }
        }
        return key;
    }

    private static JsonNode parse(byte[] body) {
        try {
            JsonNode json = JSON.readTree(body);
            if (json.isObject() && json.path("traceId").isTextual()) {
                return json;
            }
        } catch (IOException e) {
            // Said below.
        }
        throw notSealable();
    }

    private static IllegalArgumentException notSealable() {
        return new IllegalArgumentException("#{trace.digest} needs a JSON object with traceId");
    }

    private static int placeholder(byte[] body) {
        int last = body.length - PLACEHOLDER_BYTES.length;
        for (int start = 0; start <= last; start++) {
            if (body[start] == PLACEHOLDER_BYTES[0]
                    && Arrays.equals(
                            body,
                            start,
                            start + PLACEHOLDER_BYTES.length,
                            PLACEHOLDER_BYTES,
                            0,
                            PLACEHOLDER_BYTES.length)) {
                return start;
            }
        }
        return -1;
    }

    private static MessageDigest md5() {
        try {
            return MessageDigest.getInstance("MD5");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java platform has MD5.", e);
        }
    }
}
