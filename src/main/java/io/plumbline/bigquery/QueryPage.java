package io.plumbline.bigquery;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.arrival.Answer;
import io.plumbline.settings.Redaction;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A page of a query's answer, from {@code jobs.query} or {@code jobs.getQueryResults}. Read as a stream: Google's model
 * makes three objects of each cell, by reflection, which at thousands of rows a second is most of what a poll costs.
 *
 * @param envelope all but the rows, by the names of the service
 * @param rows as lists of nullable texts, as the service writes them
 */
record QueryPage(JsonNode envelope, List<List<@Nullable String>> rows) {

    private static final ObjectMapper JSON = new ObjectMapper();

    static QueryPage read(InputStream answer) throws IOException {
        ObjectNode envelope = JSON.createObjectNode();
        List<List<@Nullable String>> rows = new ArrayList<>();
        try (JsonParser json = JSON.createParser(answer)) {
            expect(JsonToken.START_OBJECT, json.nextToken());
            while (json.nextToken() == JsonToken.FIELD_NAME) {
                String name = json.currentName();
                json.nextToken();
                if (name.equals("rows")) {
                    readRows(json, rows);
                } else {
                    envelope.set(name, json.readValueAsTree());
                }
            }
            expect(JsonToken.END_OBJECT, json.currentToken());
        }
        return new QueryPage(envelope, rows);
    }

    boolean complete() {
        return envelope.path("jobComplete").asBoolean();
    }

    /** Null on the last page. */
    @Nullable
    String pageToken() {
        return envelope.path("pageToken").textValue();
    }

    String jobId() {
        return envelope.path("jobReference").path("jobId").asText();
    }

    @Nullable
    String location() {
        return envelope.path("jobReference").path("location").textValue();
    }

    /** What the service has to remark on the query; null where it has nothing. */
    @Nullable
    String warning() {
        JsonNode first = envelope.path("errors").path(0);
        return first.isMissingNode()
                ? null
                : Redaction.keepingNumbers(first.path("message").asText(first.toString()));
    }

    /** 0 where the service does not say, as in all but the first page. */
    long bytesBilled() {
        return envelope.path("totalBytesBilled").asLong();
    }

    long bytesProcessed() {
        return envelope.path("totalBytesProcessed").asLong();
    }

    /** Empty where the job had not ended when this page was made. */
    Optional<Answer.JobTimes> job() {
        long created = envelope.path("creationTime").asLong();
        long ended = envelope.path("endTime").asLong();
        return created == 0 || ended == 0
                ? Optional.empty()
                : Optional.of(new Answer.JobTimes(created * 1_000, ended * 1_000));
    }

    /** Rows are {@code [{"f": [{"v": "…"}, …]}, …]}; null stands for none. */
    private static void readRows(JsonParser json, List<List<@Nullable String>> rows) throws IOException {
        if (json.currentToken() == JsonToken.VALUE_NULL) {
            return;
        }
        expect(JsonToken.START_ARRAY, json.currentToken());
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, json.currentToken());
            expect("f", json.nextFieldName());
            rows.add(readRow(json));
            expect(JsonToken.END_OBJECT, json.nextToken());
        }
    }

    private static List<@Nullable String> readRow(JsonParser json) throws IOException {
        List<@Nullable String> cells = new ArrayList<>();
        expect(JsonToken.START_ARRAY, json.nextToken());
        while (json.nextToken() != JsonToken.END_ARRAY) {
            expect(JsonToken.START_OBJECT, json.currentToken());
            expect("v", json.nextFieldName());
            JsonToken value = json.nextToken();
            if (!value.isScalarValue()) {
                throw new IOException("a cell of the answer is no scalar but begins with " + value);
            }
            cells.add(json.getValueAsString());
            expect(JsonToken.END_OBJECT, json.nextToken());
        }
        return cells;
    }

    private static void expect(Object expected, @Nullable Object found) throws IOException {
        if (!expected.equals(found)) {
            throw new IOException(
                    "the answer is no page of a query: " + found + " stands where " + expected + " should");
        }
    }
}
