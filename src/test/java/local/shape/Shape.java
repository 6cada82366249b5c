package local.shape;

import static local.shape.Place.Form.EPOCH_MILLIS;
import static local.shape.Place.Form.EPOCH_NANOS;
import static local.shape.Place.Form.EPOCH_SECONDS;
import static local.shape.Place.Form.NUMBER;
import static local.shape.Place.Form.TEXT;
import static local.shape.Place.Form.TIMESTAMP;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What somebody's pipeline looked like before it was load-tested: where its records have their id, and what its table
 * has. Rows are translated on their way into the table, and back for the truth.
 */
public enum Shape {
    /** That of the reference function. */
    REFERENCE("/traceId", Map.of(), ""),

    /** An id deep in the record; no run, no key, no insert stamp. */
    CORRELATION(
            "/meta/correlation/id",
            Map.of(
                    "trace_id", Place.at("correlation_id", TEXT),
                    "kinesis_sequence_number", Place.at("sequence", TEXT),
                    "lambda_received", Place.at("received_ms", EPOCH_MILLIS),
                    "data", Place.at("payload.data", TEXT)),
            """
            "clustering": {"fields": ["correlation_id"]},
            "schema": {"fields": [
              {"name": "correlation_id", "type": "STRING"},
              {"name": "sequence", "type": "STRING"},
              {"name": "received_ms", "type": "INT64"},
              {"name": "payload", "type": "JSON"}]}"""),

    /** Numbers wherever there can be numbers. */
    NUMBERS(
            "/event/number",
            Map.of(
                    "trace_id", Place.at("event_id", NUMBER),
                    "kinesis_arrival", Place.at("arrived", EPOCH_SECONDS),
                    "lambda_received", Place.at("received", EPOCH_NANOS),
                    "lambda_done", Place.at("done", EPOCH_MILLIS)),
            """
            "clustering": {"fields": ["event_id"]},
            "schema": {"fields": [
              {"name": "event_id", "type": "INT64"},
              {"name": "arrived", "type": "FLOAT64"},
              {"name": "received", "type": "INT64"},
              {"name": "done", "type": "INT64"},
              {"name": "loaded_at", "type": "TIMESTAMP", "defaultValueExpression": "CURRENT_TIMESTAMP()"}]}"""),

    /** All in one JSON column. */
    DOCUMENT(
            "/traceId",
            Map.of(
                    "trace_id", Place.at("data.traceId", TEXT),
                    "run_id", Place.at("data.k6_test.test_run_id", TEXT),
                    "lambda_received", Place.at("data.timestamps.lambda_process", EPOCH_MILLIS),
                    "lambda_done", Place.at("data.timestamps.bigquery_insert", EPOCH_MILLIS)),
            """
            "schema": {"fields": [{"name": "data", "type": "JSON"}]}"""),

    /** By day of the record's own time, which every query has to name. */
    PARTITIONED(
            "/id",
            Map.of(
                    "trace_id", Place.at("id", TEXT),
                    "run_id", Place.at("source", TEXT),
                    "event_time", Place.at("event_time", TIMESTAMP),
                    "kinesis_sequence_number", Place.at("sequence", TEXT),
                    "lambda_received", Place.at("received", TIMESTAMP),
                    "lambda_done", Place.at("done", TIMESTAMP)),
            """
            "timePartitioning": {"type": "DAY", "field": "event_time"}, "requirePartitionFilter": true,
            "clustering": {"fields": ["source"]},
            "schema": {"fields": [
              {"name": "id", "type": "STRING"},
              {"name": "source", "type": "STRING"},
              {"name": "event_time", "type": "TIMESTAMP"},
              {"name": "sequence", "type": "STRING"},
              {"name": "received", "type": "TIMESTAMP"},
              {"name": "done", "type": "TIMESTAMP"},
              {"name": "loaded_at", "type": "TIMESTAMP", "defaultValueExpression": "CURRENT_TIMESTAMP()"}]}""");

    private static final JsonMapper JSON = new JsonMapper();

    private final String idInRecord;
    private final Map<String, Place> places;
    private final String table;

    /**
     * @param idInRecord JSON pointer
     * @param places by the reference table's columns; what is not there is not kept
     * @param table members of its resource
     */
    Shape(String idInRecord, Map<String, Place> places, String table) {
        this.idInRecord = idInRecord;
        this.places = places;
        this.table = table;
    }

    /** Members of the table's resource in BigQuery's API; empty for the reference table. */
    public Optional<String> table() {
        return Optional.of(table).filter(text -> !text.isEmpty());
    }

    /** A row that was in the table long before; empty where there is none. */
    public Optional<Map<String, Object>> oldRow(int number) {
        return this == PARTITIONED
                ? Optional.of(Map.of(
                        "id",
                        "of-a-record-that-was-here-before-%010d".formatted(number),
                        "source",
                        "somebody-else",
                        "event_time",
                        Instant.now().minus(Duration.ofDays(30)).toString()))
                : Optional.empty();
    }

    /** A record of this shape as the reference function reads it. */
    JsonNode record(JsonNode foreign) {
        ObjectNode reference = JSON.createObjectNode();
        reference.set("traceId", foreign.at(idInRecord));
        reference.set("data", foreign);
        ObjectNode load = reference.putObject("load_test");
        foreign.findParents("test_run_id").stream()
                .findFirst()
                .ifPresent(parent -> load.set("test_run_id", parent.path("test_run_id")));
        return reference;
    }

    /** A row of the reference table as this table has it. */
    Map<String, Object> row(Map<String, Object> reference) {
        ObjectNode row = JSON.createObjectNode();
        Map<String, Object> known = new HashMap<>(reference);
        JsonNode record = json(String.valueOf(known.getOrDefault("data", "{}")));
        if (record.hasNonNull("event_time")) {
            known.put("event_time", record.path("event_time").asText());
        }
        places.forEach((column, place) -> {
            if (known.get(column) instanceof String text) {
                place.put(row, place.foreign(text));
            }
        });
        Map<String, Object> columns = new LinkedHashMap<>();
        row.properties()
                .forEach(column -> columns.put(
                        column.getKey(),
                        column.getValue().isObject()
                                ? column.getValue().toString()
                                : JSON.convertValue(column.getValue(), Object.class)));
        return columns;
    }

    /** And back, as far as this table keeps it. */
    public JsonNode reference(JsonNode row) {
        if (this == REFERENCE) {
            return row;
        }
        ObjectNode foreign = JSON.createObjectNode();
        row.properties()
                .forEach(column -> foreign.set(
                        column.getKey(),
                        column.getValue().asText().startsWith("{")
                                ? json(column.getValue().asText())
                                : column.getValue()));
        ObjectNode reference = JSON.createObjectNode();
        places.forEach((column, place) -> {
            JsonNode value = place.in(foreign);
            if (!value.isMissingNode()) {
                reference.put(column, place.reference(value));
            }
        });
        return reference;
    }

    private static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("a shape needs records of JSON", e);
        }
    }
}
