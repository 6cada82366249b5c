package io.plumbline.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Pages of run records, and run records in which one thing is changed. */
final class Pages {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String HOSTILE = "\u001b[2J<script>alert('x')</script>\"'&\r\n\u202e" + "y".repeat(200_000);

    private Pages() {}

    static String page(RunRecord run) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        new ReportPage(run).writeWhole(out);
        return out.toString(StandardCharsets.UTF_8);
    }

    static RunRecord read(JsonNode json) throws IOException {
        return RunRecordJson.read(new ByteArrayInputStream(JSON.writeValueAsBytes(json)));
    }

    static Optional<RunRecord> readable(JsonNode json) {
        try {
            return Optional.of(read(json));
        } catch (IOException | NullPointerException e) {
            return Optional.empty();
        }
    }

    static List<String> numbers(JsonNode json) {
        return leaves(json).stream()
                .filter(pointer -> json.at(pointer).isNumber())
                .toList();
    }

    static List<String> texts(JsonNode json) {
        return leaves(json).stream()
                .filter(pointer -> json.at(pointer).isTextual())
                .filter(pointer -> !pointer.matches(
                        ".*/(verdict|start|loadEnd|drainEnd|end|from|to|drained|peakAt|sent|state|unit|result|told"
                                + "|limit|limitedBy|disturbance)"))
                .toList();
    }

    /** Of long lists the first and the last elements will do. */
    static List<String> leaves(JsonNode json) {
        List<String> leaves = new ArrayList<>();
        leaves("", json, leaves);
        return leaves;
    }

    static void leaves(String pointer, JsonNode json, List<String> leaves) {
        if (json.isObject()) {
            json.properties().forEach(field -> leaves(pointer + "/" + field.getKey(), field.getValue(), leaves));
        } else if (json.isArray()) {
            for (int i = 0; i < json.size(); i++) {
                if (i == 31 || i < 3) {
                    leaves(pointer + "/" + i, json.get(i), leaves);
                }
            }
        } else {
            leaves.add(pointer);
        }
    }

    static void change(JsonNode json, String pointer) {
        JsonNode old = json.at(pointer);
        JsonNode changed = old.isIntegralNumber()
                ? JSON.getNodeFactory().numberNode(old.asLong() * 3 + 17)
                : JSON.getNodeFactory().numberNode(old.asDouble() * 3 + 0.17);
        put(json, pointer, changed);
    }

    static void set(JsonNode json, String pointer) {
        put(json, pointer, JSON.getNodeFactory().nullNode());
    }

    static void setText(JsonNode json, String pointer) {
        put(json, pointer, JSON.getNodeFactory().textNode(HOSTILE));
    }

    static void put(JsonNode json, String pointer, JsonNode value) {
        int last = pointer.lastIndexOf('/');
        JsonNode parent = json.at(pointer.substring(0, last));
        if (parent instanceof ObjectNode object) {
            object.set(pointer.substring(last + 1), value);
        } else if (parent instanceof ArrayNode array) {
            array.set(Integer.parseInt(pointer.substring(last + 1)), value);
        } else {
            throw new UncheckedIOException(new IOException("nothing at " + pointer));
        }
    }
}
