package io.plumbline.gatling;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.ser.std.StdDelegatingSerializer;
import com.fasterxml.jackson.databind.ser.std.ToStringSerializer;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.HexFormat;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import scala.jdk.javaapi.CollectionConverters;

/**
 * Values as JSON. Java's times are texts in ISO 8601; Scala's lists and maps, which some of Gatling's feeders have, are
 * what Java's are. Half of a surrogate pair, which UTF-8 cannot hold, is escaped, so that all texts come back as they were.
 */
public final class JsonText {

    private static final JsonMapper WRITING =
            JsonMapper.builder().addModule(additions()).build();

    private static final JsonMapper WRITING_ASCII =
            WRITING.rebuild().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

    private static final HexFormat HEX = HexFormat.of();

    private JsonText() {}

    /** @throws IllegalArgumentException if Jackson knows no JSON for it; the message says why */
    public static String of(@Nullable Object value) {
        try {
            String json = WRITING.writeValueAsString(value);
            return isWhole(json) ? json : WRITING_ASCII.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("it cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    /**
     * Appends a value.
     *
     * @throws IllegalArgumentException if Jackson knows no JSON for it; the message says why
     */
    static void append(@Nullable Object value, StringBuilder json) {
        if (value instanceof Long number) {
            json.append(number.longValue());
        } else if (value instanceof Integer number) {
            json.append(number.intValue());
        } else if (value instanceof String text) {
            json.append('"');
            appendEscaped(text, json);
            json.append('"');
        } else {
            json.append(of(value));
        }
    }

    /** Appends a text as it stands between the quotes of a JSON string. */
    static void appendEscaped(String text, StringBuilder json) {
        int written = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                json.append(text, written, i).append('\\');
                written = i;
            } else if (c < ' ' || isHalf(text, i)) {
                json.append(text, written, i).append("\\u").append(HEX.toHexDigits(c));
                written = i + 1;
            }
        }
        json.append(text, written, text.length());
    }

    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isHalf(text, i)) {
                return false;
            }
        }
        return true;
    }

    /** Whether there is half of a surrogate pair without the other. */
    private static boolean isHalf(String text, int index) {
        char c = text.charAt(index);
        if (!Character.isSurrogate(c)) {
            return false;
        }
        return Character.isHighSurrogate(c)
                ? index + 1 == text.length() || !Character.isLowSurrogate(text.charAt(index + 1))
                : index == 0 || !Character.isHighSurrogate(text.charAt(index - 1));
    }

    private static SimpleModule additions() {
        return new SimpleModule()
                .addSerializer(TemporalAccessor.class, ToStringSerializer.instance)
                .addSerializer(TemporalAmount.class, ToStringSerializer.instance)
                .addSerializer(like(scala.collection.Map.class, CollectionConverters::asJava))
                .addSerializer(like(scala.collection.Seq.class, CollectionConverters::asJava));
    }

    private static <T> StdDelegatingSerializer like(Class<T> type, Function<T, Object> inJava) {
        return new StdDelegatingSerializer(type, new StdConverter<T, Object>() {
            @Override
            public Object convert(T value) {
                return inJava.apply(value);
            }
        });
    }
}
