package io.plumbline.bigquery;

import io.plumbline.settings.Settings.Columns;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.Stamp;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL of the arrival queries. Values travel as parameters only; names of columns come from the settings, quoted.
 * Stamps are read as epoch microseconds: an answer's first page and the pages after it write TIMESTAMPs differently.
 */
final class ArrivalSql {

    /** A column that is read, and the stamp it holds; no stamp for Kinesis' sequence number. */
    record StampColumn(Stamp stamp, String column) {}

    private final TableName table;
    private final Columns columns;
    private final List<StampColumn> stamps;

    ArrivalSql(TableName table, Columns columns) {
        this.table = table;
        this.columns = columns;
        this.stamps = stampColumns(columns);
    }

    /** The stamps in the order in which a row has them, after the id and the sequence number. */
    List<StampColumn> stamps() {
        return stamps;
    }

    String rows() {
        return select() + ofRun();
    }

    /** Needs {@link Columns#inserted}; parameter {@code inserted_from} in epoch microseconds. */
    String rowsInsertedFrom() {
        String inserted = timestamp(columns.inserted().orElseThrow());
        return rows() + " AND " + inserted + " >= TIMESTAMP_MICROS(@inserted_from)";
    }

    /** Parameter {@code ids}. */
    String rowsOf() {
        return rows() + " AND " + id() + " IN UNNEST(@ids)";
    }

    /** Parameter {@code ids}. */
    String rowsOfAnyRun() {
        return select() + " WHERE " + id() + " IN UNNEST(@ids)";
    }

    /** Parameters {@code first} and {@code last}. */
    String rowsBetween() {
        return rows() + between();
    }

    /**
     * Parameters {@code first} and {@code last}. Of each record counts the delivery that the function received first;
     * sequence numbers are decimal numbers, so a longer one is a higher one.
     */
    String order() {
        String rows = "SELECT " + id() + " AS i, " + text(columns.key().orElseThrow()) + " AS k, "
                + text(columns.sequenceNumber().orElseThrow()) + " AS n, "
                + timestamp(columns.lambdaReceived().orElseThrow()) + " AS r FROM " + from() + ofRun() + between();
        String deliveries = "SELECT k, n, r FROM stamped WHERE k IS NOT NULL AND n IS NOT NULL AND r IS NOT NULL"
                + " QUALIFY ROW_NUMBER() OVER (PARTITION BY i ORDER BY r, LENGTH(n), n) = 1";
        String judged = "SELECT r, MIN(r) OVER (PARTITION BY k ORDER BY LENGTH(n), n"
                + " ROWS BETWEEN 1 FOLLOWING AND UNBOUNDED FOLLOWING) AS earliest_later FROM deliveries";
        return "WITH stamped AS (" + rows + "), deliveries AS (" + deliveries + "), judged AS (" + judged
                + ") SELECT COUNT(*) AS judged, COUNTIF(r > earliest_later) AS overtaken FROM judged";
    }

    /** Parameters {@code first} and {@code last}. */
    String countSealed() {
        return "SELECT COUNT(*) FROM " + from() + ofRun() + between() + " AND " + digest() + " IS NOT NULL";
    }

    /** Parameters {@code first} and {@code last}. */
    String suspects() {
        String key = text(columns.key().orElseThrow());
        String column = quoted(columns.data().orElseThrow());
        // Of a NULL it would make the text "null".
        String data = "IF(" + column + " IS NULL, NULL, TO_JSON_STRING(" + column + "))";
        return "SELECT " + id() + ", " + key + ", " + data + ", " + digest() + " FROM " + from() + ofRun() + between()
                + " AND " + digest() + " IS NOT NULL AND " + digest() + " != TO_HEX(MD5(CONCAT(" + id()
                + ", '\\n', IFNULL(" + key + ", ''), '\\n', IFNULL(" + data + ", ''))))";
    }

    /** Parameter {@code numbers}. By the reference function's word why it kept a record without its id. */
    String strays() {
        String number = text(columns.sequenceNumber().orElseThrow());
        String why = columns.data()
                .map(data -> "JSON_VALUE(" + quoted(data) + ", '$.unreadable')")
                .orElse("CAST(NULL AS STRING)");
        return "SELECT " + number + ", " + why + " FROM " + from() + " WHERE "
                + columns.runId().map(ArrivalSql::text).orElse(id()) + " IS NULL AND " + number
                + " IN UNNEST(@numbers)";
    }

    /** Parameter {@code block_length}. */
    String countByBlock() {
        return "SELECT SUBSTR(" + id() + ", 1, @block_length) AS block, COUNT(*) AS row_count, COUNT(DISTINCT " + id()
                + ") AS id_count FROM " + from() + ofRun() + " GROUP BY block";
    }

    private String select() {
        String sequenceNumber = columns.sequenceNumber().map(ArrivalSql::text).orElse("NULL");
        String stampList = stamps.stream()
                .map(stamp -> ", UNIX_MICROS(" + timestamp(stamp.column()) + ")")
                .collect(Collectors.joining());
        return "SELECT " + id() + ", " + sequenceNumber + stampList + " FROM " + from();
    }

    /** Ids begin with what the run's column would hold. */
    private String ofRun() {
        return " WHERE "
                + columns.runId().map(place -> text(place) + " = @run").orElse("STARTS_WITH(" + id() + ", @run)");
    }

    private String between() {
        return " AND " + id() + " BETWEEN @first AND @last";
    }

    private String digest() {
        return text(columns.digest().orElseThrow());
    }

    private String id() {
        return text(columns.traceId());
    }

    private String from() {
        return quoted(table.dotted());
    }

    private static List<StampColumn> stampColumns(Columns columns) {
        List<StampColumn> known = new ArrayList<>();
        add(known, Stamp.KINESIS_ARRIVAL, columns.kinesisArrival());
        add(known, Stamp.LAMBDA_RECEIVED, columns.lambdaReceived());
        add(known, Stamp.LAMBDA_DONE, columns.lambdaDone());
        add(known, Stamp.INSERTED, columns.inserted());
        return List.copyOf(known);
    }

    private static void add(List<StampColumn> known, Stamp stamp, Optional<String> column) {
        column.ifPresent(name -> known.add(new StampColumn(stamp, name)));
    }

    /** The text in a column, or of a member of the JSON in it. */
    private static String text(String place) {
        int dot = place.indexOf('.');
        return dot < 0
                ? quoted(place)
                : "JSON_VALUE(" + quoted(place.substring(0, dot)) + ", '$" + place.substring(dot) + "')";
    }

    /** A text that is no time gives NULL. */
    private static String timestamp(String place) {
        return place.indexOf('.') < 0 ? quoted(place) : "SAFE_CAST(" + text(place) + " AS TIMESTAMP)";
    }

    static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
