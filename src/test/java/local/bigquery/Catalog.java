package local.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import local.bigquery.sql.Relation;

/** Datasets and tables by name. */
final class Catalog {

    private final Store store;
    private final Map<String, ObjectNode> datasets = new ConcurrentHashMap<>();
    private final Map<TableName, StoredTable> tables = new ConcurrentHashMap<>();
    private final AtomicLong created = new AtomicLong();

    Catalog(Store store) {
        this.store = store;
    }

    ObjectNode dataset(String project, String dataset) {
        ObjectNode resource = datasets.get(project + ":" + dataset);
        if (resource == null) {
            throw GoogleError.notFound("Dataset " + project + ":" + dataset);
        }
        return resource;
    }

    void create(String project, String dataset, ObjectNode resource) {
        if (datasets.putIfAbsent(project + ":" + dataset, resource) != null) {
            throw GoogleError.duplicate("Dataset " + project + ":" + dataset);
        }
    }

    StoredTable table(TableName name) {
        dataset(name.project(), name.dataset());
        StoredTable table = tables.get(name);
        if (table == null) {
            throw GoogleError.notFound("Table " + name.inMessages());
        }
        return table;
    }

    StoredTable create(TableName name, ObjectNode resource) throws SQLException {
        dataset(name.project(), name.dataset());
        StoredTable table = new StoredTable(name, resource, "table_" + created.incrementAndGet());
        if (tables.putIfAbsent(name, table) != null) {
            throw GoogleError.duplicate("Table " + name.inMessages());
        }
        store.create(table);
        return table;
    }

    void drop(TableName name) throws SQLException {
        StoredTable table = table(name);
        if (tables.remove(name, table)) {
            store.drop(table);
        }
    }

    StoredTable table(Relation relation) {
        String[] parts = relation.name().split("\\.", -1);
        return table(new TableName(parts[0], parts[1], parts[2]));
    }

    /** The tables as a query of this project sees them. @param defaultDataset empty if the request names none */
    Relation.Catalog seenFrom(String project, String defaultDataset, View view) {
        return path -> {
            if (path.size() == 1 && defaultDataset.isEmpty()) {
                throw GoogleError.invalid(
                        "Table \"" + path.get(0) + "\" must be qualified with a dataset (e.g. dataset.table).");
            }
            return table(resolve(path, project, defaultDataset)).relation(view);
        };
    }

    private static TableName resolve(List<String> path, String project, String dataset) {
        return switch (path.size()) {
            case 1 -> new TableName(project, dataset, path.get(0));
            case 2 -> new TableName(project, path.get(0), path.get(1));
            case 3 -> new TableName(path.get(0), path.get(1), path.get(2));
            default -> throw GoogleError.invalidQuery("Invalid table name: " + String.join(".", path));
        };
    }
}
