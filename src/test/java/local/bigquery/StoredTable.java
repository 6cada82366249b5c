package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import local.bigquery.sql.Relation;
import local.bigquery.sql.Type;

/**
 * A table: what its creator said of it and where DuckDB keeps its rows.
 *
 * @param resource the REST resource as inserted
 * @param storage the table's name inside DuckDB
 */
record StoredTable(TableName name, ObjectNode resource, List<Column> columns, String storage) {

    /** When a row was committed, beside the columns of the schema; no BigQuery column can have this name. */
    static final String COMMITTED = "\"#committed\"";

    static StoredTable of(TableName name, ObjectNode resource, String storage) {
        return new StoredTable(name, resource, Column.of(resource.path("schema")), storage);
    }

    String ddl() {
        String list = columns.stream()
                .map(c -> quoted(c.name()) + " " + c.type().duckDb())
                .collect(Collectors.joining(", "));
        return "CREATE TABLE " + storage + " (" + list + (list.isEmpty() ? "" : ", ") + COMMITTED + " TIMESTAMP)";
    }

    Relation relation() {
        List<Relation.Field> fields = new ArrayList<>();
        columns.forEach(c -> fields.add(new Relation.Field(c.name(), c.type(), false)));
        boolean byIngestion =
                resource.has("timePartitioning") && partitionField().isEmpty();
        String sql = "SELECT * FROM " + storage;
        if (byIngestion) {
            fields.add(new Relation.Field("_PARTITIONTIME", Type.TIMESTAMP, true));
            sql = "SELECT *, date_trunc('day', " + COMMITTED + ") AS \"_PARTITIONTIME\" FROM " + storage;
        }
        JsonNode cluster = resource.path("clustering").path("fields").path(0);
        return new Relation(
                name.dotted(),
                sql,
                List.copyOf(fields),
                cluster.isMissingNode() ? Optional.empty() : Optional.of(cluster.asText()),
                byIngestion ? Optional.of("_PARTITIONTIME") : partitionField(),
                resource.path("requirePartitionFilter").asBoolean());
    }

    private Optional<String> partitionField() {
        JsonNode field = resource.path("timePartitioning").path("field");
        return field.isTextual() ? Optional.of(field.asText()) : Optional.empty();
    }

    static String quoted(String column) {
        return '"' + column + '"';
    }
}
