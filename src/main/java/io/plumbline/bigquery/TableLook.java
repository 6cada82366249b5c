package io.plumbline.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import com.google.api.client.http.HttpRequest;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.BigqueryRequest;
import com.google.api.services.bigquery.model.Job;
import com.google.api.services.bigquery.model.JobConfiguration;
import com.google.api.services.bigquery.model.JobConfigurationQuery;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.Table;
import com.google.api.services.bigquery.model.TableFieldSchema;
import com.google.api.services.bigquery.model.TableSchema;
import com.google.api.services.bigquery.model.TimePartitioning;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The look at the settings' table before a record is sent. It may be a view, of one table or of several. */
final class TableLook {

    /** What is there under the table's name. */
    record Found(TableName name, boolean isView, Map<String, String> labels) {

        /** As messages name it. */
        String named() {
            return (isView ? "view " : "table ") + name.dotted();
        }
    }

    /** What is wrong, a sentence. */
    static final class Problem extends Exception {

        private Problem(String sentence) {
            super(sentence);
        }

        String sentence() {
            return String.valueOf(getMessage());
        }
    }

    private static final int CONNECT_MILLIS = 3_000;

    /** Together with the connection and another look why there was none it stays below ten seconds. */
    private static final int ANSWER_MILLIS = 6_000;

    private final Bigquery bigquery;
    private final Settings.BigQuery settings;
    private final TableName name;

    TableLook(Bigquery bigquery, Settings.BigQuery settings) {
        this.bigquery = bigquery;
        this.settings = settings;
        this.name = settings.table().orElseThrow();
    }

    Found found() throws Problem {
        return found(table());
    }

    /** @throws IllegalStateException if the table does not tell; the message says why */
    Map<String, String> labels() {
        try {
            return found().labels();
        } catch (Problem problem) {
            throw new IllegalStateException(problem.sentence(), problem);
        }
    }

    TableColumns columns() throws Problem {
        Table table = table();
        Found found = found(table);
        TableSchema schema = found.isView() ? schemaNow(found) : table.getSchema();
        return TableColumns.of(found.named(), isPartitionFilterRequired(table), fields(schema));
    }

    TableFacts facts() throws Problem {
        Table table = table();
        Found found = found(table);
        TableSchema schema = found.isView() ? schemaNow(found) : table.getSchema();
        return new TableFacts(
                found.named(),
                found.isView(),
                fields(schema).stream()
                        .map(field -> new TableFacts.ColumnFacts(
                                field.getName(),
                                field.getType(),
                                Optional.ofNullable(field.getDefaultValueExpression())))
                        .toList(),
                Optional.ofNullable(table.getLocation()),
                Optional.ofNullable(table.getCreationTime()).map(Instant::ofEpochMilli),
                table.getNumRows() == null ? 0 : table.getNumRows().longValue(),
                table.getNumBytes() == null ? 0 : table.getNumBytes(),
                table.getClustering() == null
                        ? List.of()
                        : table.getClustering().getFields(),
                partitionedBy(table.getTimePartitioning()),
                isPartitionFilterRequired(table));
    }

    private static Optional<String> partitionedBy(@Nullable TimePartitioning partitioning) {
        return Optional.ofNullable(partitioning).map(by -> by.getField() == null ? "_PARTITIONTIME" : by.getField());
    }

    private Found found(Table table) {
        // Also MATERIALIZED_VIEW.
        boolean isView = String.valueOf(table.getType()).endsWith("VIEW");
        return new Found(name, isView, table.getLabels() == null ? Map.of() : Map.copyOf(table.getLabels()));
    }

    /** It stood with the partitioning before it was the table's. */
    private static boolean isPartitionFilterRequired(Table table) {
        TimePartitioning partitioning = table.getTimePartitioning();
        return Boolean.TRUE.equals(table.getRequirePartitionFilter())
                || partitioning != null && Boolean.TRUE.equals(partitioning.getRequirePartitionFilter());
    }

    private static List<TableFieldSchema> fields(@Nullable TableSchema schema) {
        return schema == null || schema.getFields() == null ? List.of() : schema.getFields();
    }

    private Table table() throws Problem {
        try {
            return answer(bigquery.tables().get(name.project(), name.dataset(), name.table()));
        } catch (IOException e) {
            String table = "table " + name.dotted();
            boolean isMissing = e instanceof GoogleJsonResponseException answered && answered.getStatusCode() == 404;
            throw isMissing ? new Problem(table + " was not found") : problem(table, e);
        }
    }

    /**
     * By a dry run, which costs nothing: a view's resource has the schema of the day on which the view was made, and does
     * not tell whether its tables are still there and may be read.
     */
    private @Nullable TableSchema schemaNow(Found view) throws Problem {
        Job job = new Job()
                .setConfiguration(new JobConfiguration()
                        .setDryRun(true)
                        .setQuery(new JobConfigurationQuery()
                                .setQuery("SELECT * FROM " + ArrivalSql.quoted(name.dotted()))
                                .setUseLegacySql(false)));
        settings.location().ifPresent(location -> job.setJobReference(new JobReference().setLocation(location)));
        try {
            Job planned = answer(bigquery.jobs().insert(GoogleService.jobProject(settings), job));
            return planned.getStatistics().getQuery().getSchema();
        } catch (IOException e) {
            throw problem(view.named() + " cannot be queried", e);
        }
    }

    /** Neither takes as long as a query may. */
    private static <T> T answer(BigqueryRequest<T> request) throws IOException {
        HttpRequest sent =
                request.buildHttpRequest().setConnectTimeout(CONNECT_MILLIS).setReadTimeout(ANSWER_MILLIS);
        return GoogleJsonResponseException.execute(
                        request.getAbstractGoogleClient().getJsonFactory(), sent)
                .parseAs(request.getResponseClass());
    }

    private Problem problem(String what, IOException e) {
        return new Problem(Failures.atTheStart(what, e, settings.endpoint()));
    }
}
