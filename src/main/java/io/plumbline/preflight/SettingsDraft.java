package io.plumbline.preflight;

import io.plumbline.aws.StreamFacts;
import io.plumbline.bigquery.TableFacts;
import io.plumbline.bigquery.TableFacts.ColumnFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * A settings file for a stream and a table, as far as the names and types of its columns let one guess. Each guess says
 * that it is one.
 */
public final class SettingsDraft {

    private static final Set<String> NUMBERS = Set.of("INTEGER", "INT64", "FLOAT", "FLOAT64", "NUMERIC", "BIGNUMERIC");
    private static final Set<String> WHOLE = Set.of("INTEGER", "INT64");
    private static final String NONE = "\"\"";

    private final String region;
    private final String streamName;
    private final StreamFacts stream;
    private final String tableName;
    private final TableFacts table;
    private final List<String> lines = new ArrayList<>();

    private SettingsDraft(String region, String streamName, StreamFacts stream, String tableName, TableFacts table) {
        this.region = region;
        this.streamName = streamName;
        this.stream = stream;
        this.tableName = tableName;
        this.table = table;
    }

    /**
     * @param region empty where the stream's ARN says it
     * @param streamName as it is to be named
     * @param tableName project.dataset.table
     */
    public static String of(String region, String streamName, StreamFacts stream, String tableName, TableFacts table) {
        return new SettingsDraft(region, streamName, stream, tableName, table).text();
    }

    private String text() {
        line(
                0,
                "# Made by `doctor init` of what the stream and the table say. What is guessed by a column's name says so;");
        line(0, "# look at it, then ask the doctor. All settings, with their defaults: docs/settings.md.");
        line(0, "plumbline {");
        if (!region.isEmpty()) {
            line(1, "aws.region = " + quoted(region));
        }
        line(0, "");
        line(1, "# " + stream.openShards() + " open shards" + (stream.onDemand() ? ", on demand" : ""));
        line(1, "kinesis.stream = " + quoted(streamName));
        bigquery();
        trace();
        columns();
        line(0, "}");
        return String.join("\n", lines) + "\n";
    }

    private void bigquery() {
        line(0, "");
        line(1, "bigquery {");
        line(
                2,
                "# " + table.rows() + " rows, " + TableChecks.bytes(table.bytes())
                        + table.location().map(place -> ", in " + place).orElse("")
                        + (table.clustering().isEmpty()
                                ? table.isView() ? "" : "; not clustered: each look reads the whole column"
                                : "; clustered by " + String.join(", ", table.clustering())));
        line(2, "table = " + quoted(tableName));
        table.partitionedBy().ifPresent(column -> {
            line(
                    2,
                    "# Partitioned by " + column
                            + (table.partitionFilterRequired() ? ", which each query has to name." : "."));
            line(2, "requiredFilter = " + quoted(newest(column)));
        });
        line(1, "}");
    }

    private String newest(String column) {
        if (column.equals("_PARTITIONTIME")) {
            return "_PARTITIONTIME IS NULL OR _PARTITIONTIME >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)";
        }
        boolean date = table.columns().stream()
                .anyMatch(found ->
                        found.name().equalsIgnoreCase(column) && found.type().equals("DATE"));
        return date
                ? column + " >= CURRENT_DATE() - 1"
                : column + " >= TIMESTAMP_SUB(CURRENT_TIMESTAMP(), INTERVAL 1 DAY)";
    }

    private void trace() {
        line(0, "");
        line(1, "trace {");
        Optional<ColumnFacts> id = first(
                column -> isText(column) || WHOLE.contains(column.type()),
                "^trace_?id$",
                "correlation_?id$",
                "^(event|message|record|request)_?(id|uuid)$",
                "(uuid|guid)$",
                "^id$");
        if (id.isPresent()) {
            line(2, "# Guessed.");
            line(2, "column = " + quoted(id.get().name()));
            boolean number = WHOLE.contains(id.get().type());
            boolean uuid = id.get().name().toLowerCase(Locale.ROOT).matches(".*(uuid|guid|correlation).*");
            line(2, "codec = " + (number ? "int64" : uuid ? "uuid" : "text"));
        } else {
            Optional<ColumnFacts> document = first(column -> column.type().equals("JSON"), "");
            line(
                    2,
                    document.isPresent()
                            ? "# No column looks like an id. Guessed: a member of the JSON in this one."
                            : "# No column looks like an id: name the one that has it.");
            line(
                    2,
                    "column = "
                            + quoted(document.map(found -> found.name() + ".traceId")
                                    .orElse("trace_id")));
            line(2, "codec = text");
        }
        line(1, "}");
    }

    private void columns() {
        line(0, "");
        line(1, "# \"\": the table has no such column. What each of them shows: docs/levels.md.");
        line(1, "columns {");
        column("runId", this::isText, "^(test_?)?run_?id$");
        column("key", this::isText, "^(partition_?)?key$");
        column("sequenceNumber", this::isText, "sequence");
        column("kinesisArrival", this::isMoment, "(kinesis|approximate).*arriv", "^arriv");
        column("lambdaReceived", this::isMoment, "(lambda|function).*(receiv|start|process)", "^receiv");
        column("lambdaDone", this::isMoment, "(lambda|function).*(done|finish|end)", "^(done|finished)");
        Optional<ColumnFacts> stamped = table.columns().stream()
                .filter(this::isMoment)
                .filter(column -> column.defaultValue()
                        .filter(value -> value.toUpperCase(Locale.ROOT).startsWith("CURRENT_TIMESTAMP"))
                        .isPresent())
                .findFirst();
        column("inserted", stamped.or(() -> first(this::isMoment, "insert", "^(loaded|ingest)")));
        Optional<ColumnFacts> digest = first(this::isText, "^digest$");
        column("digest", digest);
        column("data", digest.flatMap(with -> first(column -> column.type().equals("JSON"), "^data$")));
        line(1, "}");
    }

    private void column(String setting, Predicate<ColumnFacts> type, String... names) {
        column(setting, first(type, names));
    }

    private void column(String setting, Optional<ColumnFacts> found) {
        line(
                2,
                setting + " = "
                        + found.map(column -> quoted(column.name()) + "  # guessed")
                                .orElse(NONE));
    }

    /** The first column of the first pattern that one has. */
    private Optional<ColumnFacts> first(Predicate<ColumnFacts> type, String... names) {
        for (String name : names) {
            Pattern pattern = Pattern.compile(name, Pattern.CASE_INSENSITIVE);
            Optional<ColumnFacts> found = table.columns().stream()
                    .filter(type)
                    .filter(column -> pattern.matcher(column.name()).find())
                    .findFirst();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    private boolean isText(ColumnFacts column) {
        return column.type().equals("STRING");
    }

    private boolean isMoment(ColumnFacts column) {
        return column.type().equals("TIMESTAMP") || NUMBERS.contains(column.type());
    }

    private void line(int depth, String text) {
        lines.add(text.isEmpty() ? "" : "  ".repeat(depth) + text);
    }

    private static String quoted(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
    }
}
