package local.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import local.bigquery.sql.InvalidQuery;
import local.bigquery.sql.Referent;
import local.bigquery.sql.Relation;
import local.bigquery.sql.SavedQuery;
import local.bigquery.sql.Translation;

/** Datasets, tables and views by name. */
final class Catalog {

    /** What a name is taken by. */
    sealed interface Entry permits StoredTable, LogicalView {

        ObjectNode resource();
    }

    private final Store store;
    private final Map<String, ObjectNode> datasets = new ConcurrentHashMap<>();
    private final Map<TableName, Entry> entries = new ConcurrentHashMap<>();
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

    Entry entry(TableName name) {
        dataset(name.project(), name.dataset());
        Entry entry = entries.get(name);
        if (entry == null) {
            throw GoogleError.notFound("Table " + name.inMessages());
        }
        return entry;
    }

    /** For what only a table can be used for. */
    StoredTable table(TableName name) {
        if (entry(name) instanceof StoredTable table) {
            return table;
        }
        throw GoogleError.invalid(
                name.inMessages() + " is not allowed for this operation because it is currently a VIEW.");
    }

    StoredTable create(TableName name, ObjectNode resource) throws SQLException {
        dataset(name.project(), name.dataset());
        StoredTable table = new StoredTable(name, resource, "table_" + created.incrementAndGet());
        put(name, table);
        store.create(table);
        return table;
    }

    /** @param resource gets the schema that the view's query has now, and keeps it whatever becomes of its tables */
    LogicalView createView(TableName name, ObjectNode resource) {
        dataset(name.project(), name.dataset());
        LogicalView view = new LogicalView(name, resource);
        try {
            Translation translation = store.plan(
                    now -> Translation.of(view.sql(), Map.of(), inViewsOf(name.project(), new AsOf(now, now, 0)), now));
            resource.set("schema", Cells.schema(translation.columns()));
        } catch (InvalidQuery e) {
            throw GoogleError.invalidQuery(e.getMessage());
        }
        put(name, view);
        return view;
    }

    private void put(TableName name, Entry entry) {
        if (entries.putIfAbsent(name, entry) != null) {
            throw GoogleError.duplicate("Table " + name.inMessages());
        }
    }

    void drop(TableName name) throws SQLException {
        Entry entry = entry(name);
        if (entries.remove(name, entry) && entry instanceof StoredTable table) {
            store.drop(table);
        }
    }

    StoredTable table(Relation relation) {
        String[] parts = relation.name().split("\\.", -1);
        return table(new TableName(parts[0], parts[1], parts[2]));
    }

    /** Names as a query of this project means them. @param defaultDataset empty if the request names none */
    Referent.Catalog seenFrom(String project, String defaultDataset, AsOf asOf) {
        return path -> {
            if (path.size() == 1 && defaultDataset.isEmpty()) {
                throw GoogleError.invalid(
                        "Table \"" + path.get(0) + "\" must be qualified with a dataset (e.g. dataset.table).");
            }
            Entry entry = entry(resolve(path, project, defaultDataset));
            return entry instanceof LogicalView view
                    ? new SavedQuery(
                            view.name().dotted(),
                            view.sql(),
                            inViewsOf(view.name().project(), asOf))
                    : ((StoredTable) entry).relation(asOf);
        };
    }

    /** A request's default dataset does not reach into views. */
    private Referent.Catalog inViewsOf(String project, AsOf asOf) {
        return seenFrom(project, "", asOf);
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
