package io.plumbline.gatling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Rows of a table as JSON objects, made for each user anew. */
public final class JsonRows {

    /** The session's map of {@code #{insert.index}}. */
    private static final String INSERT = "insert";

    private static final JsonFactory PARSING = new JsonFactory();
    private static final JsonMapper WRITING = new JsonMapper();

    private final Function<Session, List<String>> rows;

    private JsonRows(Function<Session, List<String>> rows) {
        this.rows = rows;
    }

    /** So many rows of one body. */
    public static JsonRows alike(int count, Body body) {
        if (count < 1) {
            throw new IllegalArgumentException("there has to be at least one row, not " + count);
        }
        Function<Session, Validation<byte[]>> data = RecordTemplate.data(body.asScala());
        return new JsonRows(session ->
                IntStream.range(0, count).mapToObj(i -> row(session, data, i)).toList());
    }

    /** A row of each body. */
    public static JsonRows ofBodies(List<Body> bodies) {
        List<Function<Session, Validation<byte[]>>> data =
                bodies.stream().map(body -> RecordTemplate.data(body.asScala())).toList();
        return new JsonRows(session -> IntStream.range(0, data.size())
                .mapToObj(i -> row(session, data.get(i), i))
                .toList());
    }

    /** A row of each map that a function makes of the user's session. */
    public static JsonRows ofMaps(Function<io.gatling.javaapi.core.Session, List<Map<String, Object>>> maps) {
        return new JsonRows(session -> {
            List<String> rows = new ArrayList<>();
            for (Map<String, Object> map : maps.apply(new io.gatling.javaapi.core.Session(session))) {
                rows.add(row(map, rows.size()));
            }
            return rows;
        });
    }

    /** @throws IllegalArgumentException if one cannot be made for this user; the message says which and why */
    List<String> in(Session session) {
        return rows.apply(session);
    }

    private static String row(Map<String, Object> map, int index) {
        try {
            return WRITING.writeValueAsString(map);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "row " + index + ": it cannot be written as JSON: " + e.getOriginalMessage(), e);
        }
    }

    private static String row(Session session, Function<Session, Validation<byte[]>> data, int index) {
        String which = "row " + index + ": ";
        byte[] bytes = El.value(data.apply(session.set(INSERT, Map.of("index", index))), which + "body");
        String text = new String(bytes, StandardCharsets.UTF_8);
        requireObject(text, which);
        return text;
    }

    private static void requireObject(String text, String which) {
        try (JsonParser json = PARSING.createParser(text)) {
            if (json.nextToken() != JsonToken.START_OBJECT) {
                throw new IllegalArgumentException(which + "it is no JSON object: " + text);
            }
            json.skipChildren();
            if (json.nextToken() != null) {
                throw new IllegalArgumentException(which + "it is more than one JSON object: " + text);
            }
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(which + "it is no JSON: " + e.getOriginalMessage(), e);
        } catch (IOException e) {
            throw new IllegalArgumentException(which + "it is no JSON: " + e, e);
        }
    }
}
