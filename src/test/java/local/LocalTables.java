package local;

import io.plumbline.handler.BigQueryRowWriter;
import io.plumbline.handler.Row;
import io.plumbline.handler.RowWriter;
import java.io.IOException;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import local.lambda.TableByLevel;
import local.shape.Shape;
import local.shape.ShapedFunction;

/** What the function writes into, and what people look at: its table or, of several, the view of them. */
final class LocalTables {

    private static final String DATASET = "local_dataset";
    private static final String TABLE = "events";
    private static final int OLD_ROWS = 5_000;
    private static final String VIEW = "all_events";

    private final URI bigquery;
    private final String project;
    private final Shape shape;
    private final Map<String, String> byLevel;

    /** @param byLevel tables of records of a log level, where they are not the usual one */
    private LocalTables(URI bigquery, String project, Shape shape, Map<String, String> byLevel) {
        this.bigquery = bigquery;
        this.project = project;
        this.shape = shape;
        this.byLevel = byLevel;
    }

    static LocalTables create(
            URI bigquery,
            String project,
            Shape shape,
            Map<String, String> byLevel,
            String idType,
            Map<String, String> labels)
            throws IOException {
        ReferenceTable.createDataset(bigquery, project, DATASET);
        if (shape.table().isPresent()) {
            ReferenceTable.createShaped(
                    bigquery, project, DATASET, TABLE, shape.table().get(), labels);
            insertOldRows(bigquery, project, shape);
        } else {
            ReferenceTable.createAnother(bigquery, project, DATASET, TABLE, idType, labels);
        }
        if (!byLevel.isEmpty()) {
            Set<String> tables = new LinkedHashSet<>(byLevel.values());
            tables.remove(TABLE);
            for (String table : tables) {
                ReferenceTable.createAnother(bigquery, project, DATASET, table, idType, labels);
            }
            tables.add(TABLE);
            String sql = tables.stream()
                    .map(table -> "SELECT * FROM `%s.%s.%s`".formatted(project, DATASET, table))
                    .collect(Collectors.joining(" UNION ALL "));
            ReferenceTable.createView(bigquery, project, DATASET, VIEW, sql, labels);
        }
        return new LocalTables(bigquery, project, shape, byLevel);
    }

    /** Enough for a query's price to tell whether it reads them. */
    private static void insertOldRows(URI bigquery, String project, Shape shape) {
        List<Row> rows = IntStream.range(0, OLD_ROWS)
                .boxed()
                .flatMap(number -> shape.oldRow(number).map(columns -> new Row("old-" + number, columns)).stream())
                .toList();
        if (!rows.isEmpty()) {
            BigQueryRowWriter.from(environment(bigquery, project, TABLE)).write(rows);
        }
    }

    RowWriter writer() {
        RowWriter usual = ShapedFunction.into(shape, BigQueryRowWriter.from(environment(TABLE)));
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
        return environment(bigquery, project, table);
    }

    private static Map<String, String> environment(URI bigquery, String project, String table) {
        Map<String, String> environment = new LinkedHashMap<>();
        environment.put("BIGQUERY_EMULATOR_HOST", bigquery.getAuthority());
        environment.put("GCP_PROJECT_ID", project);
        environment.put("BQ_DATASET", DATASET);
        environment.put("BQ_TABLE", table);
        return environment;
    }
}
