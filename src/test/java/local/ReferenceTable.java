package local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;

/** Creates the reference table, others like it and a view of them, as their owner would. */
public final class ReferenceTable {

    private static final JsonMapper JSON = new JsonMapper();

    private static final String RESOURCE =
            """
            {"tableReference": {"projectId": "%1$s", "datasetId": "%2$s", "tableId": "%3$s"}, %4$s}""";

    private static final String SCHEMA =
            """
            "clustering": {"fields": ["run_id"]},
             "schema": {"fields": [
               {"name": "run_id", "type": "STRING"},
               {"name": "trace_id", "type": "%s"},
               {"name": "key", "type": "STRING"},
               {"name": "kinesis_sequence_number", "type": "STRING"},
               {"name": "digest", "type": "STRING"},
               {"name": "kinesis_arrival", "type": "TIMESTAMP"},
               {"name": "lambda_received", "type": "TIMESTAMP"},
               {"name": "lambda_done", "type": "TIMESTAMP"},
               {"name": "data", "type": "JSON"},
               {"name": "inserted_at", "type": "TIMESTAMP", "defaultValueExpression": "CURRENT_TIMESTAMP()"}]}""";

    private ReferenceTable() {}

    /** With its data set. */
    public static void create(URI bigquery, String project, String dataset, String table) throws IOException {
        createDataset(bigquery, project, dataset);
        createAnother(bigquery, project, dataset, table, "STRING");
    }

    public static void createDataset(URI bigquery, String project, String dataset) throws IOException {
        post(
                bigquery.resolve(datasets(project)),
                "{\"datasetReference\": {\"projectId\": \"%s\", \"datasetId\": \"%s\"}}".formatted(project, dataset));
    }

    /** @param idType STRING or INT64 */
    public static void createAnother(URI bigquery, String project, String dataset, String table, String idType)
            throws IOException {
        createAnother(bigquery, project, dataset, table, idType, Map.of());
    }

    static void createAnother(
            URI bigquery, String project, String dataset, String table, String idType, Map<String, String> labels)
            throws IOException {
        createShaped(bigquery, project, dataset, table, SCHEMA.formatted(idType), labels);
    }

    /** @param members of its resource: its schema, how it is partitioned and clustered */
    static void createShaped(
            URI bigquery, String project, String dataset, String table, String members, Map<String, String> labels)
            throws IOException {
        ObjectNode resource = (ObjectNode) JSON.readTree(RESOURCE.formatted(project, dataset, table, members));
        resource.set("labels", JSON.valueToTree(labels));
        post(tables(bigquery, project, dataset), resource.toString());
    }

    public static void createView(URI bigquery, String project, String dataset, String view, String sql)
            throws IOException {
        createView(bigquery, project, dataset, view, sql, Map.of());
    }

    static void createView(
            URI bigquery, String project, String dataset, String view, String sql, Map<String, String> labels)
            throws IOException {
        ObjectNode resource = JSON.createObjectNode();
        resource.set("labels", JSON.valueToTree(labels));
        resource.putObject("tableReference")
                .put("projectId", project)
                .put("datasetId", dataset)
                .put("tableId", view);
        resource.putObject("view").put("query", sql).put("useLegacySql", false);
        post(tables(bigquery, project, dataset), resource.toString());
    }

    private static URI tables(URI bigquery, String project, String dataset) {
        return bigquery.resolve(datasets(project) + "/" + dataset + "/tables");
    }

    private static String datasets(String project) {
        return "/bigquery/v2/projects/" + project + "/datasets";
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
