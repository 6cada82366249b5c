package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A logical view: a query that stands for its rows. */
record LogicalView(TableName name, ObjectNode resource) implements Catalog.Entry {

    LogicalView {
        JsonNode view = resource.path("view");
        if (view.path("useLegacySql").asBoolean(true)) {
            throw GoogleError.invalidQuery(
                    "Outside the local stand-in's SQL subset: legacy SQL (view.useLegacySql is not false)");
        }
        if (view.path("query").asText("").isBlank()) {
            throw new GoogleError(400, "required", "Required parameter is missing: view.query");
        }
        for (String ofTables : new String[] {"schema", "timePartitioning", "clustering"}) {
            if (resource.hasNonNull(ofTables)) {
                throw GoogleError.invalid(ofTables + " cannot be given for a view");
            }
        }
    }

    String sql() {
        return resource.path("view").path("query").asText();
    }
}
