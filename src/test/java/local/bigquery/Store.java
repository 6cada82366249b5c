package local.bigquery;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.function.LongFunction;
import java.util.function.LongSupplier;
import local.bigquery.sql.Times;
import local.bigquery.sql.Translation;
import local.bigquery.sql.Type;
import local.bigquery.sql.Value;
import org.duckdb.DuckDBAppender;
import org.duckdb.DuckDBConnection;

/**
 * The rows, in an in-memory DuckDB. One instant orders everything: a row committed at c is in every answer whose snapshot
 * is at c or later, and in no earlier one.
 */
final class Store implements AutoCloseable {

    /** @param values by column. @param insertId empty where the row came without one */
    record NewRow(Object[] values, String insertId) {}

    /** @param stored by row: false for one dropped as a repetition */
    record Inserted(long committedMicros, boolean[] stored) {}

    /** A query ready to run. */
    interface Plan {
        Translation translation();
    }

    record Answer<P extends Plan>(P plan, List<Object[]> rows) {}

    /** A query that does not fit into memory works on disk, up to this many times the memory. */
    private static final int OVERFLOW_FACTOR = 4;

    private final DuckDBConnection connection;
    private final Path overflow;
    private final LongSupplier clock;
    private final Retention retention;
    private final List<StoredTable> tables = new ArrayList<>();
    private final Object instant = new Object();
    private long lastCommit;
    private long lastSnapshot;

    /**
     * @param memoryMegabytes DuckDB's own limit
     * @param clock epoch microseconds
     */
    Store(int memoryMegabytes, int threads, Retention retention, LongSupplier clock) throws SQLException, IOException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memoryMegabytes + "MB");
        settings.setProperty("threads", Integer.toString(threads));
        this.overflow = Files.createTempDirectory("stand-in-bigquery");
        overflow.toFile().deleteOnExit();
        settings.setProperty("temp_directory", overflow.toString());
        settings.setProperty("max_temp_directory_size", OVERFLOW_FACTOR * memoryMegabytes + "MB");
        settings.setProperty("autoinstall_known_extensions", "false");
        this.connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
        this.retention = retention;
        this.clock = clock;
        execute("SET TimeZone = 'UTC'");
    }

    void create(StoredTable table) throws SQLException {
        synchronized (instant) {
            addSegment(table);
            tables.add(table);
        }
    }

    void drop(StoredTable table) throws SQLException {
        synchronized (instant) {
            tables.remove(table);
            for (Segment segment : table.segments()) {
                execute("DROP TABLE " + segment.storage());
            }
        }
    }

    private Segment addSegment(StoredTable table) throws SQLException {
        Segment segment = table.nextSegment();
        execute(table.ddl(segment));
        table.segments().add(segment);
        return segment;
    }

    /** Stores the rows, all or none but for repetitions; they are visible from the instant it returns. */
    Inserted insert(StoredTable table, List<NewRow> rows) throws SQLException {
        synchronized (instant) {
            long micros = commitInstant();
            Segment segment = table.segments().getLast();
            if (segment.rows() >= retention.segmentRows()) {
                segment = addSegment(table);
                expire(micros);
            }
            boolean[] stored = append(table, segment, rows, micros);
            return new Inserted(micros, stored);
        }
    }

    private boolean[] append(StoredTable table, Segment segment, List<NewRow> rows, long micros) throws SQLException {
        boolean[] stored = new boolean[rows.size()];
        long mark = table.recentIds().mark();
        List<Object[]> fresh = new ArrayList<>();
        for (int i = 0; i < stored.length; i++) {
            String id = rows.get(i).insertId();
            stored[i] = id.isEmpty() || table.recentIds().add(id, micros);
            if (stored[i]) {
                fresh.add(withDefaults(table.columns(), rows.get(i).values(), micros));
            }
        }
        connection.setAutoCommit(false);
        try (DuckDBAppender appender = connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, segment.storage())) {
            for (Object[] values : fresh) {
                append(appender, table.columns(), values, micros);
            }
            appender.flush();
            connection.commit();
        } catch (SQLException | RuntimeException e) {
            connection.rollback();
            table.recentIds().forgetFrom(mark);
            throw e;
        } finally {
            connection.setAutoCommit(true);
        }
        fresh.forEach(values -> segment.add(table.columns(), table.slice(values, micros), values, micros));
        return stored;
    }

    private static Object[] withDefaults(List<Column> columns, Object[] row, long micros) {
        Object[] values = row.clone();
        for (int i = 0; i < values.length; i++) {
            if (values[i] == RowReader.OMITTED) {
                values[i] = columns.get(i).defaultsToNow() ? micros : null;
            }
        }
        return values;
    }

    private static void append(DuckDBAppender appender, List<Column> columns, Object[] row, long micros)
            throws SQLException {
        appender.beginRow();
        for (int i = 0; i < row.length; i++) {
            if (row[i] == null) {
                appender.appendNull();
                continue;
            }
            switch (columns.get(i).type().base()) {
                case STRING, JSON -> appender.append((String) row[i]);
                case INT64 -> appender.append((long) row[i]);
                case FLOAT64 -> appender.append((double) row[i]);
                case BOOL -> appender.append((boolean) row[i]);
                case DATE -> appender.append((LocalDate) row[i]);
                case TIMESTAMP -> appender.appendEpochMicros((long) row[i]);
                case BYTES, NULL ->
                    throw new IllegalStateException(
                            "no column has the type " + columns.get(i).type());
            }
        }
        appender.appendEpochMicros(micros);
        appender.endRow();
    }

    /** Drops the oldest full segments: those past their age, then, while memory is short, the oldest of all. */
    private void expire(long nowMicros) throws SQLException {
        long oldest = nowMicros - retention.maxAge().toNanos() / 1000;
        for (StoredTable table : tables) {
            while (table.segments().size() > 1 && table.segments().getFirst().lastCommittedMicros() < oldest) {
                execute("DROP TABLE " + table.segments().removeFirst().storage());
            }
        }
        while (usedBytes() > retention.maxMegabytes() << 20) {
            StoredTable table = tables.stream()
                    .filter(t -> t.segments().size() > 1)
                    .min(java.util.Comparator.comparingLong(
                            t -> t.segments().getFirst().lastCommittedMicros()))
                    .orElse(null);
            if (table == null) {
                return;
            }
            Segment segment = table.segments().removeFirst();
            segment.slices().forEach((slice, tally) -> table.retired()
                    .computeIfAbsent(
                            slice.cluster(), c -> new Tally(table.columns().size()))
                    .add(tally));
            execute("DROP TABLE " + segment.storage());
        }
    }

    /** What DuckDB holds in memory now. */
    long usedBytes() throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet used =
                        statement.executeQuery("SELECT sum(memory_usage_bytes)::BIGINT FROM duckdb_memory()")) {
            used.next();
            return used.getLong(1);
        }
    }

    /** Plans a query as of this instant without running it. */
    <P> P plan(LongFunction<P> planner) {
        synchronized (instant) {
            return planner.apply(snapshotInstant());
        }
    }

    /** Runs a query on the rows as of one instant. @param planner called at that instant, with it */
    <P extends Plan> Answer<P> query(LongFunction<P> planner) throws SQLException {
        try (Connection reader = connection.duplicate()) {
            reader.setAutoCommit(false);
            P plan;
            try (Statement pin = reader.createStatement()) {
                synchronized (instant) {
                    plan = planner.apply(snapshotInstant());
                    // A transaction's snapshot is taken when it first looks at the database, not when it begins.
                    pin.execute("SELECT 1 FROM duckdb_tables() LIMIT 0");
                }
            }
            List<Object[]> rows = rows(reader, plan.translation());
            reader.rollback();
            return new Answer<>(plan, rows);
        }
    }

    private static List<Object[]> rows(Connection reader, Translation query) throws SQLException {
        try (PreparedStatement statement = reader.prepareStatement(query.sql())) {
            for (int i = 0; i < query.bindings().size(); i++) {
                statement.setArray(i + 1, array(reader, query.bindings().get(i)));
            }
            List<Object[]> rows = new ArrayList<>();
            try (ResultSet results = statement.executeQuery()) {
                while (results.next()) {
                    rows.add(row(results, query.columns()));
                }
            }
            return rows;
        }
    }

    private static java.sql.Array array(Connection reader, Value value) throws SQLException {
        Type element = new Type(value.type().base(), false);
        Object[] elements = ((List<?>) value.value().orElse(List.of()))
                .stream()
                        .map(v -> element.equals(Type.TIMESTAMP) ? Times.dateTime((Long) v) : v)
                        .toArray();
        return reader.createArrayOf(element.duckDb(), elements);
    }

    private static Object[] row(ResultSet results, List<Translation.Column> columns) throws SQLException {
        Object[] row = new Object[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = Cells.value(results, i + 1, columns.get(i).type());
        }
        return row;
    }

    /** Later than every snapshot before it: no answer given already should have held what is committed now. */
    private long commitInstant() {
        lastCommit = Math.max(Math.max(lastCommit, lastSnapshot + 1), clock.getAsLong());
        return lastCommit;
    }

    private long snapshotInstant() {
        lastSnapshot = Math.max(Math.max(lastSnapshot, lastCommit), clock.getAsLong());
        return lastSnapshot;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        connection.close();
        // DuckDB removes its own files and sometimes the directory.
        Files.deleteIfExists(overflow);
    }
}
