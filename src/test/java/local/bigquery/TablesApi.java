package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;

/** Datasets, tables and views. */
final class TablesApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Catalog catalog;
    private final String location;

    TablesApi(Catalog catalog, String location) {
        this.location = location;
        this.catalog = catalog;
    }

    ObjectNode createDataset(Call call) {
        ObjectNode resource = call.body();
        String dataset = identifier(resource.path("datasetReference").path("datasetId"), "dataset");
        resource.put("kind", "bigquery#dataset")
                .put("id", call.project() + ":" + dataset)
                .put("location", location);
        resource.putObject("datasetReference").put("projectId", call.project()).put("datasetId", dataset);
        catalog.create(call.project(), dataset, resource);
        return resource;
    }

    ObjectNode dataset(Call call) {
        return catalog.dataset(call.project(), call.path().get(1));
    }

    ObjectNode createTable(Call call) throws SQLException {
        ObjectNode resource = call.body();
        String table = identifier(resource.path("tableReference").path("tableId"), "table");
        TableName name = new TableName(call.project(), call.path().get(1), table);
        boolean view = resource.hasNonNull("view");
        resource.put("kind", "bigquery#table")
                .put("type", view ? "VIEW" : "TABLE")
                .put("id", name.inMessages())
                .put("location", location)
                .set("tableReference", name.reference());
        return (view ? catalog.createView(name, resource) : catalog.create(name, resource)).resource();
    }

    ObjectNode table(Call call) {
        return catalog.entry(call.tableName()).resource();
    }

    ObjectNode dropTable(Call call) throws SQLException {
        catalog.drop(call.tableName());
        return NODES.objectNode();
    }

    private static String identifier(JsonNode node, String what) {
        if (!node.asText().matches("[A-Za-z0-9_-]{1,1024}")) {
            throw GoogleError.invalid("Invalid " + what + " ID \"" + node.asText() + '"');
        }
        return node.asText();
    }
}
