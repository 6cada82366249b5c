package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import local.truth.InsertListener;

/** tabledata.insertAll. */
final class InsertApi {

    static final int MAX_ROWS = 50_000;

    /** The largest row, as JSON. */
    static final int MAX_ROW_BYTES = 10 << 20;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Catalog catalog;
    private final Store store;
    private final InsertListener listener;
    private final Conduct conduct;
    private final Later later;

    InsertApi(Catalog catalog, Store store, InsertListener listener, Conduct conduct, Later later) {
        this.catalog = catalog;
        this.store = store;
        this.listener = listener;
        this.conduct = conduct;
        this.later = later;
    }

    /** The rows of one call, told apart into those that can be stored and those that cannot, by index. */
    private record Batch(
            StoredTable table,
            List<JsonNode> sent,
            List<Store.NewRow> good,
            List<Integer> goodIndexes,
            TreeMap<Integer, List<RowReader.Fault>> bad) {}

    CompletableFuture<ObjectNode> insertAll(Call call) {
        ObjectNode body = call.body();
        StoredTable table = catalog.table(call.tableName());
        JsonNode rows = body.path("rows");
        if (rows.isEmpty()) {
            throw GoogleError.invalid("No rows present in the request.");
        }
        if (rows.size() > MAX_ROWS) {
            throw GoogleError.invalid(
                    "too many rows present in the request, limit: " + MAX_ROWS + " row count: " + rows.size() + ".");
        }
        List<JsonNode> sent = new ArrayList<>();
        rows.forEach(row -> sent.add(row.path("json")));
        Conduct.Insert how = conduct.insert(inDataset(table), sent);
        Batch batch = read(table, body, sent, how);
        return later.run(
                        how.beforeCommit(),
                        () -> commit(batch, body.path("skipInvalidRows").asBoolean(), how))
                .thenCompose(answer -> later.run(how.beforeAnswer(), () -> how.failure()
                        .<ObjectNode>map(error -> {
                            throw error;
                        })
                        .orElse(answer)));
    }

    private static Batch read(StoredTable table, ObjectNode body, List<JsonNode> sent, Conduct.Insert how) {
        RowReader reader =
                new RowReader(table.columns(), body.path("ignoreUnknownValues").asBoolean());
        Batch batch = new Batch(table, sent, new ArrayList<>(), new ArrayList<>(), new TreeMap<>());
        for (int i = 0; i < sent.size(); i++) {
            RowReader.Row row = reader.read(sent.get(i));
            if (how.refusedRows().contains(i)) {
                batch.bad().put(i, List.of(new RowReader.Fault("", "The local stand-in refuses this row on purpose.")));
            } else if (!row.faults().isEmpty()) {
                batch.bad().put(i, row.faults());
            } else {
                batch.good()
                        .add(new Store.NewRow(
                                row.values(),
                                body.path("rows").path(i).path("insertId").asText("")));
                batch.goodIndexes().add(i);
            }
        }
        return batch;
    }

    private ObjectNode commit(Batch batch, boolean skipInvalidRows, Conduct.Insert how) throws SQLException {
        ObjectNode answer = NODES.objectNode().put("kind", "bigquery#tableDataInsertAllResponse");
        boolean stores = how.failure().isEmpty() || how.storesBeforeFailing();
        boolean stopped = !batch.bad().isEmpty() && !skipInvalidRows;
        if (stores && !stopped && !batch.good().isEmpty()) {
            store(batch);
        }
        if (!batch.bad().isEmpty()) {
            answer.set("insertErrors", errors(batch, stopped));
        }
        return answer;
    }

    private void store(Batch batch) throws SQLException {
        Store.Inserted inserted = store.insert(batch.table(), batch.good());
        List<JsonNode> stored = new ArrayList<>();
        for (int i = 0; i < batch.good().size(); i++) {
            if (inserted.stored()[i]) {
                stored.add(batch.sent().get(batch.goodIndexes().get(i)));
            }
        }
        if (!stored.isEmpty()) {
            listener.inserted(inDataset(batch.table()), stored, inserted.committedMicros());
        }
    }

    private static ArrayNode errors(Batch batch, boolean stopped) {
        ArrayNode errors = NODES.arrayNode();
        for (int i = 0; i < batch.sent().size(); i++) {
            List<RowReader.Fault> faults = batch.bad().get(i);
            if (faults == null && !stopped) {
                continue;
            }
            ArrayNode list = errors.addObject().put("index", i).putArray("errors");
            if (faults == null) {
                list.add(error("stopped", "", ""));
            } else {
                faults.forEach(f -> list.add(error("invalid", f.location(), f.message())));
            }
        }
        return errors;
    }

    private static ObjectNode error(String reason, String location, String message) {
        return NODES.objectNode()
                .put("reason", reason)
                .put("location", location)
                .put("debugInfo", "")
                .put("message", message);
    }

    private static String inDataset(StoredTable table) {
        return table.name().dataset() + "." + table.name().table();
    }
}
