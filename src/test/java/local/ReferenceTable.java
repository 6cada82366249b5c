package local;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;

/** Creates the reference table, as its owner would. */
public final class ReferenceTable {

    private static final String SCHEMA =
            """
            {"tableReference": {"projectId": "%1$s", "datasetId": "%2$s", "tableId": "%3$s"},
             "clustering": {"fields": ["run_id"]},
             "schema": {"fields": [
               {"name": "run_id", "type": "STRING"},
               {"name": "trace_id", "type": "STRING"},
               {"name": "key", "type": "STRING"},
               {"name": "kinesis_sequence_number", "type": "STRING"},
               {"name": "digest", "type": "STRING"},
               {"name": "kinesis_arrival", "type": "TIMESTAMP"},
               {"name": "lambda_received", "type": "TIMESTAMP"},
               {"name": "lambda_done", "type": "TIMESTAMP"},
               {"name": "data", "type": "JSON"},
               {"name": "inserted_at", "type": "TIMESTAMP", "defaultValueExpression": "CURRENT_TIMESTAMP()"}]}}""";

    private ReferenceTable() {}

    public static void create(URI bigquery, String project, String dataset, String table) throws IOException {
        String datasets = "/bigquery/v2/projects/" + project + "/datasets";
        post(
                bigquery.resolve(datasets),
                "{\"datasetReference\": {\"projectId\": \"%s\", \"datasetId\": \"%s\"}}".formatted(project, dataset));
        post(bigquery.resolve(datasets + "/" + dataset + "/tables"), SCHEMA.formatted(project, dataset, table));
    }

    private static void post(URI uri, String json) throws IOException {
        try {
            HttpResponse<String> answer = HttpClient.newHttpClient()
                    .send(
                            HttpRequest.newBuilder(uri)
                                    .POST(HttpRequest.BodyPublishers.ofString(json))
                                    .build(),
                            HttpResponse.BodyHandlers.ofString());
            if (answer.statusCode() != 200) {
                throw new IOException("POST " + uri + ": " + answer.body());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }
}
