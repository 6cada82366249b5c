package io.plumbline.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.ByteArrayContent;
import com.google.api.client.http.GZipEncoding;
import com.google.api.client.http.GenericUrl;
import com.google.api.client.http.HttpRequest;
import com.google.api.client.http.HttpResponse;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.model.TableDataInsertAllRequest;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings.TableName;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;

/** Inserts rows by {@code tabledata.insertAll}, one request a call. */
final class InsertClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Of a valid row that was not inserted because another one was not valid. */
    private static final String STOPPED = "stopped";

    private final Bigquery bigquery;
    private final int timeoutMillis;

    /** @param timeout after it an insert has failed */
    InsertClient(Bigquery bigquery, Duration timeout) {
        this.bigquery = bigquery;
        this.timeoutMillis = Math.toIntExact(timeout.toMillis());
    }

    InsertOutcome insert(RowsToInsert rows) throws IOException {
        HttpRequest request = bigquery.getRequestFactory()
                .buildPostRequest(url(rows.table()), new ByteArrayContent("application/json", rows.request()))
                .setEncoding(new GZipEncoding())
                .setReadTimeout(timeoutMillis);
        HttpResponse response = GoogleJsonResponseException.execute(bigquery.getJsonFactory(), request);
        try {
            return outcome(JSON.readTree(response.getContent()));
        } finally {
            response.disconnect();
        }
    }

    private GenericUrl url(TableName table) throws IOException {
        return bigquery.tabledata()
                .insertAll(table.project(), table.dataset(), table.table(), new TableDataInsertAllRequest())
                .buildHttpRequestUrl();
    }

    private static InsertOutcome outcome(JsonNode answer) {
        JsonNode errors = answer.path("insertErrors");
        String text = errors.isMissingNode() ? "[]" : errors.toString();
        return new InsertOutcome.Answered(errors.size(), text, first(errors));
    }

    private static Optional<String> first(JsonNode errors) {
        for (JsonNode row : errors) {
            JsonNode error = row.path("errors").path(0);
            if (!error.path("reason").asText().equals(STOPPED)) {
                String location = error.path("location").asText();
                return Optional.of("row " + row.path("index").asText() + ": "
                        + error.path("reason").asText() + (location.isEmpty() ? "" : " at " + location) + ": "
                        + Redaction.keepingNumbers(error.path("message").asText()));
            }
        }
        return Optional.empty();
    }
}
