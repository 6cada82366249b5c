package local;

import io.plumbline.handler.BigQueryRowWriter;
import io.plumbline.handler.RowWriter;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import local.lambda.TableByLevel;

/** What the function writes into, and what people look at: its table or, of several, the view of them. */
final class LocalTables {

    private static final String PROJECT = "local-project";
    private static final String DATASET = "local_dataset";
    private static final String TABLE = "events";
    private static final String VIEW = "all_events";

    private final URI bigquery;
    private final Map<String, String> byLevel;

    /** @param byLevel tables of records of a log level, where they are not the usual one */
    private LocalTables(URI bigquery, Map<String, String> byLevel) {
        this.bigquery = bigquery;
        this.byLevel = byLevel;
    }

    static LocalTables create(URI bigquery, Map<String, String> byLevel, String idType) throws IOException {
        ReferenceTable.createDataset(bigquery, PROJECT, DATASET);
        ReferenceTable.createAnother(bigquery, PROJECT, DATASET, TABLE, idType);
        if (!byLevel.isEmpty()) {
            Set<String> tables = new LinkedHashSet<>(byLevel.values());
            tables.remove(TABLE);
            for (String table : tables) {
                ReferenceTable.createAnother(bigquery, PROJECT, DATASET, table, idType);
            }
            tables.add(TABLE);
            String sql = tables.stream()
                    .map(table -> "SELECT * FROM `%s.%s.%s`".formatted(PROJECT, DATASET, table))
                    .collect(Collectors.joining(" UNION ALL "));
            ReferenceTable.createView(bigquery, PROJECT, DATASET, VIEW, sql);
        }
        return new LocalTables(bigquery, byLevel);
    }

    RowWriter writer() {
        RowWriter usual = BigQueryRowWriter.from(environment(TABLE));
        if (byLevel.isEmpty()) {
            return usual;
        }
        return new TableByLevel(
                byLevel.entrySet().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, level -> BigQueryRowWriter.from(environment(level.getValue())))),
                usual);
    }

    /** By which clients find what people look at. */
    Map<String, String> environment() {
        return environment(byLevel.isEmpty() ? TABLE : VIEW);
    }

    private Map<String, String> environment(String table) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BIGQUERY_EMULATOR_HOST", bigquery.getAuthority());
        environment.put("GCP_PROJECT_ID", PROJECT);
        environment.put("BQ_DATASET", DATASET);
        environment.put("BQ_TABLE", table);
        return environment;
    }
}
