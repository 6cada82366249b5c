package io.plumbline.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Rows of an answer as maps by the columns' names. Values are Long, Double (text where JSON has no such number), Boolean,
 * lists of arrays, maps of structs, what is in JSON, times as ISO 8601 in UTC with microseconds, and text for all else,
 * NUMERIC and BYTES too.
 *
 * @param fields the schema's
 */
record AnsweredRows(JsonNode fields) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** @param row {@code {"f": [{"v": …}, …]}} */
    Map<String, @Nullable Object> row(JsonNode row) {
        return struct(fields, row);
    }

    private static Map<String, @Nullable Object> struct(JsonNode fields, JsonNode struct) {
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (int i = 0; i < fields.size(); i++) {
            JsonNode field = fields.get(i);
            JsonNode cell = struct.path("f").path(i).path("v");
            values.put(field.path("name").asText(), value(field, cell));
        }
        return values;
    }

    private static @Nullable Object value(JsonNode field, JsonNode cell) {
        if (!field.path("mode").asText().equals("REPEATED")) {
            return single(field, cell);
        }
        List<@Nullable Object> elements = new ArrayList<>();
        for (JsonNode element : cell) {
            elements.add(single(field, element.path("v")));
        }
        return elements;
    }

    private static @Nullable Object single(JsonNode field, JsonNode cell) {
        if (cell.isNull() || cell.isMissingNode()) {
            return null;
        }
        String text = cell.asText();
        return switch (field.path("type").asText()) {
            case "INTEGER", "INT64" -> Long.valueOf(text);
            case "FLOAT", "FLOAT64" -> number(text);
            case "BOOLEAN", "BOOL" -> Boolean.valueOf(text);
            case "TIMESTAMP" ->
                Instant.EPOCH.plus(Long.parseLong(text), ChronoUnit.MICROS).toString();
            case "JSON" -> json(text);
            case "RECORD", "STRUCT" -> struct(field.path("fields"), cell);
            default -> text;
        };
    }

    private static Object number(String text) {
        double number = Double.parseDouble(text);
        return Double.isFinite(number) ? (Object) number : text;
    }

    private static @Nullable Object json(String text) {
        try {
            return JSON.readValue(text, Object.class);
        } catch (JsonProcessingException e) {
            return text;
        }
    }
}
