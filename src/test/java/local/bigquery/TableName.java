package local.bigquery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

record TableName(String project, String dataset, String table) {

    /** As messages name it: {@code project:dataset.table}. */
    String inMessages() {
        return project + ":" + dataset + "." + table;
    }

    String dotted() {
        return project + "." + dataset + "." + table;
    }

    ObjectNode reference() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("projectId", project)
                .put("datasetId", dataset)
                .put("tableId", table);
    }
}
