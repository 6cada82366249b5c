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
        String inserted = quoted(columns.inserted().orElseThrow());
        return rows() + " AND " + inserted + " >= TIMESTAMP_MICROS(@inserted_from)";
    }

    /** Parameters {@code first} and {@code last}. */
    String rowsBetween() {
        return rows() + " AND " + id() + " BETWEEN @first AND @last";
    }

    /** Parameter {@code block_length}. */
    String countByBlock() {
        return "SELECT SUBSTR(" + id() + ", 1, @block_length) AS block, COUNT(*) AS row_count, COUNT(DISTINCT " + id()
                + ") AS id_count FROM " + from() + ofRun() + " GROUP BY block";
    }

    private String select() {
        String sequenceNumber = columns.sequenceNumber().map(ArrivalSql::quoted).orElse("NULL");
        String stampList = stamps.stream()
                .map(stamp -> ", UNIX_MICROS(" + quoted(stamp.column()) + ")")
                .collect(Collectors.joining());
        return "SELECT " + id() + ", " + sequenceNumber + stampList + " FROM " + from();
    }

    private String ofRun() {
        return " WHERE " + quoted(columns.runId()) + " = @run";
    }

    private String id() {
        return quoted(columns.traceId());
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

    private static String quoted(String name) {
        return "`" + name.replace("\\", "\\\\").replace("`", "\\`") + "`";
    }
}
