package io.plumbline.bigquery;

import io.plumbline.settings.Settings.Columns;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.Stamp;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The SQL of the arrival queries. Values travel as parameters only; names of columns come from the settings, quoted.
 * Stamps are read as epoch microseconds: an answer's first page and the pages after it write TIMESTAMPs differently.
 * Where a stamp is a number, its unit is told by its size: seconds, milliseconds, microseconds and nanoseconds since 1970
 * are apart by a factor of a thousand, so for the next three thousand years none can be taken for another.
 */
final class ArrivalSql {

    private final TableName table;
    private final Columns columns;
    private final TableColumns types;
    private final Optional<String> filter;

    /**
     * @param types of the table's columns
     * @param filter a condition that the rows of every query have
     */
    ArrivalSql(TableName table, Columns columns, TableColumns types, Optional<String> filter) {
        this.table = table;
        this.columns = columns;
        this.types = types;
        this.filter = filter;
    }

    /** The stamps in the order in which a row has them, after the id and the sequence number. */
    static List<Stamp> stamped(Columns columns) {
        return List.copyOf(places(columns).keySet());
    }

    /** Where the stamps are that the table has. */
    private static Map<Stamp, String> places(Columns columns) {
        Map<Stamp, String> places = new LinkedHashMap<>();
        columns.kinesisArrival().ifPresent(place -> places.put(Stamp.KINESIS_ARRIVAL, place));
        columns.lambdaReceived().ifPresent(place -> places.put(Stamp.LAMBDA_RECEIVED, place));
        columns.lambdaDone().ifPresent(place -> places.put(Stamp.LAMBDA_DONE, place));
        columns.inserted().ifPresent(place -> places.put(Stamp.INSERTED, place));
        return places;
    }

    String rows() {
        return select() + ofRun();
    }

    /** Needs {@link Columns#inserted}; parameter {@code inserted_from} in epoch microseconds. */
    String rowsInsertedFrom() {
        return rows() + " AND " + insertedFrom("@inserted_from");
    }

    /**
     * Needs {@link Columns#inserted}; parameters {@code window} in microseconds, by BigQuery's clock, and {@code ours}: what
     * the run's column, or without one the id, begins with in rows that are not foreign.
     */
    String foreignRows() {
        String place = columns.runId().map(this::text).orElse(id());
        return "SELECT COUNT(*) FROM " + from() + " WHERE " + insertedFrom("UNIX_MICROS(CURRENT_TIMESTAMP()) - @window")
                + " AND NOT IFNULL(STARTS_WITH(" + place + ", @ours), FALSE)";
    }

    /** @param from epoch microseconds */
    private String insertedFrom(String from) {
        String place = columns.inserted().orElseThrow();
        // Of a column as it is, so that BigQuery can leave out what is older.
        return isTimestamp(place)
                ? quoted(place) + " >= TIMESTAMP_MICROS(" + from + ")"
                : micros(place) + " >= " + from;
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
                + micros(columns.lambdaReceived().orElseThrow()) + " AS r FROM " + from() + ofRun() + between();
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
                + columns.runId().map(this::text).orElse(id()) + " IS NULL AND " + number
                + " IN UNNEST(@numbers)";
    }

    /** Parameter {@code block_length}. */
    String countByBlock() {
        return "SELECT SUBSTR(" + id() + ", 1, @block_length) AS block, COUNT(*) AS row_count, COUNT(DISTINCT " + id()
                + ") AS id_count FROM " + from() + ofRun() + " GROUP BY block";
    }

    private String select() {
        String sequenceNumber = columns.sequenceNumber().map(this::text).orElse("NULL");
        String stampList = places(columns).values().stream()
                .map(place -> ", " + micros(place))
                .collect(Collectors.joining());
        return "SELECT " + id() + ", " + sequenceNumber + stampList + " FROM " + from();
    }

    /** Parameter {@code run}: what the run's column holds, or what ids begin with. */
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
        String all = quoted(table.dotted());
        return filter.map(condition -> "(SELECT * FROM " + all + " WHERE " + condition + ")")
                .orElse(all);
    }

    /** The text in a column, or of a member of the JSON in it; the digits of a number. */
    private String text(String place) {
        int dot = place.indexOf('.');
        if (dot < 0 && types.type(place).filter(ColumnType::isNumber).isPresent()) {
            return "CAST(" + quoted(place) + " AS STRING)";
        }
        return dot < 0
                ? quoted(place)
                : "JSON_VALUE(" + quoted(place.substring(0, dot)) + ", '$" + place.substring(dot) + "')";
    }

    private boolean isTimestamp(String place) {
        return place.indexOf('.') < 0
                && types.type(place).filter(ColumnType::isNumber).isEmpty();
    }

    /** Epoch microseconds; a text that is neither a time nor a number gives NULL. */
    private String micros(String place) {
        if (isTimestamp(place)) {
            return "UNIX_MICROS(" + quoted(place) + ")";
        }
        if (place.indexOf('.') < 0) {
            return epoch("CAST(" + quoted(place) + " AS FLOAT64)");
        }
        String text = text(place);
        return "COALESCE(UNIX_MICROS(SAFE_CAST(" + text + " AS TIMESTAMP)), "
                + epoch("SAFE_CAST(" + text + " AS FLOAT64)") + ")";
    }

    /** Before 1973, and after nanoseconds of the year 5138, there is no telling. */
    private static String epoch(String number) {
        return "CAST(" + number + " * CASE WHEN ABS(" + number + ") < 1e11 THEN 1e6 WHEN ABS(" + number
                + ") < 1e14 THEN 1e3 WHEN ABS(" + number + ") < 1e17 THEN 1.0 WHEN ABS(" + number
                + ") < 1e20 THEN 1e-3 END AS INT64)";
    }

    static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
