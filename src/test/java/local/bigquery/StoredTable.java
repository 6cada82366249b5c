package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.LocalDate;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import local.bigquery.sql.Relation;
import local.bigquery.sql.TableUse;
import local.bigquery.sql.Type;
import local.bigquery.sql.Value;

/** A table: what its creator said of it, and the segments that hold its rows. Guarded by its store. */
final class StoredTable implements Catalog.Entry {

    static final String PARTITION_TIME = "_PARTITIONTIME";

    /** When a row was committed, beside the columns of the schema; no BigQuery column can have this name. */
    private static final String COMMITTED = "\"#committed\"";

    private static final long DAY_MICROS = 86_400_000_000L;

    private final TableName name;
    private final ObjectNode resource;
    private final List<Column> columns;
    private final String storage;
    private final int clusterColumn;
    private final Optional<String> partitionColumn;
    private final Deque<Segment> segments = new ArrayDeque<>();
    private final Map<String, Tally> retired = new HashMap<>();
    private final RecentIds recentIds = new RecentIds();
    private int segmentsMade;

    StoredTable(TableName name, ObjectNode resource, String storage) {
        this.name = name;
        this.resource = resource;
        this.storage = storage;
        this.columns = Column.of(resource.path("schema"));
        JsonNode cluster = resource.path("clustering").path("fields").path(0);
        this.clusterColumn = cluster.isMissingNode() ? -1 : index(cluster.asText());
        this.partitionColumn = partitionColumn(resource.path("timePartitioning"));
    }

    private Optional<String> partitionColumn(JsonNode partitioning) {
        if (partitioning.isMissingNode() || partitioning.isNull()) {
            return Optional.empty();
        }
        if (!partitioning.path("type").asText("DAY").equals("DAY")) {
            throw GoogleError.invalid("The local stand-in partitions by DAY only");
        }
        JsonNode field = partitioning.path("field");
        if (!field.isTextual()) {
            return Optional.of(PARTITION_TIME);
        }
        Type type = columns.get(index(field.asText())).type();
        if (!type.equals(Type.TIMESTAMP) && !type.equals(Type.DATE)) {
            throw GoogleError.invalid(
                    "The field specified for partitioning must be a DATE or TIMESTAMP: " + field.asText());
        }
        return Optional.of(field.asText());
    }

    TableName name() {
        return name;
    }

    @Override
    public ObjectNode resource() {
        return resource;
    }

    List<Column> columns() {
        return columns;
    }

    RecentIds recentIds() {
        return recentIds;
    }

    Deque<Segment> segments() {
        return segments;
    }

    /** By cluster, what retention has taken away for want of memory. */
    Map<String, Tally> retired() {
        return retired;
    }

    int index(String column) {
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equalsIgnoreCase(column)) {
                return i;
            }
        }
        throw GoogleError.invalid("The field " + column + " is not in the schema");
    }

    Segment nextSegment() {
        return new Segment(storage + "_" + ++segmentsMade);
    }

    String ddl(Segment segment) {
        String list = columns.stream()
                .map(c -> '"' + c.name() + "\" " + c.type().duckDb() + ", ")
                .collect(Collectors.joining());
        return "CREATE TABLE " + segment.storage() + " (" + list + COMMITTED + " TIMESTAMP)";
    }

    Segment.Slice slice(Object[] row, long committedMicros) {
        String cluster = clusterColumn < 0 ? "" : Segment.cluster(row[clusterColumn]);
        return new Segment.Slice(
                cluster, partitionColumn.map(p -> day(p, row, committedMicros)).orElse(0L));
    }

    private long day(String partition, Object[] row, long committedMicros) {
        Object time = partition.equals(PARTITION_TIME) ? (Object) committedMicros : row[index(partition)];
        if (time instanceof LocalDate date) {
            return date.toEpochDay();
        }
        return time == null ? 0 : Math.floorDiv((Long) time, DAY_MICROS);
    }

    Relation relation(AsOf asOf) {
        List<Relation.Field> fields = new ArrayList<>();
        columns.forEach(c -> fields.add(new Relation.Field(c.name(), c.type(), false)));
        if (partitionColumn.filter(PARTITION_TIME::equals).isPresent()) {
            fields.add(new Relation.Field(PARTITION_TIME, Type.TIMESTAMP, true));
        }
        return new Relation(
                name.dotted(),
                use -> segments.stream()
                        .filter(s -> s == segments.getLast() || mayHold(s, use))
                        .map(s -> select(s, asOf))
                        .collect(Collectors.joining(" UNION ALL ")),
                List.copyOf(fields),
                clusterColumn < 0
                        ? Optional.empty()
                        : Optional.of(columns.get(clusterColumn).name()),
                partitionColumn,
                resource.path("requirePartitionFilter").asBoolean()
                        || resource.path("timePartitioning")
                                .path("requirePartitionFilter")
                                .asBoolean());
    }

    /** Whether a row of the segment can pass the query's WHERE, as far as the tallies tell. */
    private boolean mayHold(Segment segment, TableUse use) {
        Optional<String> cluster = cluster(use);
        return segment.slices().entrySet().stream()
                .filter(e ->
                        cluster.isEmpty() || cluster.get().equals(e.getKey().cluster()))
                .anyMatch(e -> use.ranges().entrySet().stream()
                        .noneMatch(r -> isOlder(e.getValue(), r.getKey(), r.getValue())));
    }

    /** Whether all of the tallied rows are too old for a bound on a TIMESTAMP column. */
    boolean isOlder(Tally tally, String column, TableUse.Range range) {
        return !column.equalsIgnoreCase(PARTITION_TIME)
                && columns.get(index(column)).type().equals(Type.TIMESTAMP)
                && !range.orNull()
                && range.from() > tally.newestMicros(index(column));
    }

    /** The one value of the clustering column that the query wants, if it wants one. */
    Optional<String> cluster(TableUse use) {
        return clusterColumn < 0
                ? Optional.empty()
                : Optional.ofNullable(
                                use.equalities().get(columns.get(clusterColumn).name()))
                        .flatMap(Value::value)
                        .map(Segment::cluster);
    }

    private String select(Segment segment, AsOf asOf) {
        String partitionTime = partitionColumn
                .filter(PARTITION_TIME::equals)
                .map(p -> ", CASE WHEN " + COMMITTED + " <= " + time(asOf.bufferedAfterMicros())
                        + " THEN date_trunc('day', " + COMMITTED + ") END AS \"" + p + '"')
                .orElse("");
        String visible = asOf.visibleMicros() < segment.lastCommittedMicros()
                ? " WHERE " + COMMITTED + " <= " + time(asOf.visibleMicros())
                : "";
        return "SELECT *" + partitionTime + " FROM " + segment.storage() + visible;
    }

    private static String time(long micros) {
        return "make_timestamp((" + micros + ")::BIGINT)";
    }
}
