package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import local.truth.InsertListener;

/** Datasets, tables and tabledata.insertAll. */
final class TablesApi {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Catalog catalog;
    private final Store store;
    private final InsertListener listener;

    TablesApi(Catalog catalog, Store store, InsertListener listener) {
        this.catalog = catalog;
        this.store = store;
        this.listener = listener;
    }

    ObjectNode createDataset(Call call) {
        ObjectNode resource = call.body();
        String dataset = identifier(resource.path("datasetReference").path("datasetId"), "dataset");
        resource.put("kind", "bigquery#dataset").put("id", call.project() + ":" + dataset);
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
        resource.put("kind", "bigquery#table")
                .put("type", "TABLE")
                .put("id", name.inMessages())
                .set("tableReference", name.reference());
        return catalog.create(name, resource).resource();
    }

    ObjectNode table(Call call) {
        return catalog.table(call.tableName()).resource();
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

    ObjectNode insertAll(Call call) throws SQLException {
        StoredTable table = catalog.table(call.tableName());
        ObjectNode body = call.body();
        RowReader reader =
                new RowReader(table.columns(), body.path("ignoreUnknownValues").asBoolean());
        List<Object[]> values = new ArrayList<>();
        List<JsonNode> sent = new ArrayList<>();
        ObjectNode answer = NODES.objectNode().put("kind", "bigquery#tableDataInsertAllResponse");
        ArrayNode errors = NODES.arrayNode();
        int index = 0;
        for (JsonNode row : body.path("rows")) {
            RowReader.Row read = reader.read(row.path("json"));
            if (read.faults().isEmpty()) {
                values.add(read.values());
                sent.add(row.path("json"));
            } else {
                error(errors, index, read.faults());
            }
            index++;
        }
        if (index == 0) {
            throw GoogleError.invalid("No rows present in the request.");
        }
        if (!errors.isEmpty()) {
            answer.set("insertErrors", errors);
            return answer;
        }
        long visibleMicros = store.insert(table, values);
        listener.inserted(table.name().dataset() + "." + table.name().table(), sent, visibleMicros);
        return answer;
    }

    private static void error(ArrayNode errors, int index, List<RowReader.Fault> faults) {
        ArrayNode list = errors.addObject().put("index", index).putArray("errors");
        for (RowReader.Fault fault : faults) {
            list.addObject()
                    .put("reason", "invalid")
                    .put("location", fault.location())
                    .put("debugInfo", "")
                    .put("message", fault.message());
        }
    }
}
