package local.bigquery;

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
import java.util.function.LongSupplier;
import java.util.function.Supplier;
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

    /** @param snapshotMicros the instant as of which the rows were read */
    record Answer(long snapshotMicros, List<Translation.Column> columns, List<Object[]> rows) {}

    private final DuckDBConnection connection;
    private final LongSupplier clock;
    private final Object instant = new Object();
    private long lastMicros;

    /**
     * @param memoryMegabytes DuckDB's own limit
     * @param clock epoch microseconds
     */
    Store(int memoryMegabytes, int threads, LongSupplier clock) throws SQLException {
        Properties settings = new Properties();
        settings.setProperty("memory_limit", memoryMegabytes + "MB");
        settings.setProperty("threads", Integer.toString(threads));
        settings.setProperty("temp_directory", "");
        settings.setProperty("autoinstall_known_extensions", "false");
        this.connection = (DuckDBConnection) DriverManager.getConnection("jdbc:duckdb:", settings);
        this.clock = clock;
        execute("SET TimeZone = 'UTC'");
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    void create(StoredTable table) throws SQLException {
        execute(table.ddl());
    }

    void drop(StoredTable table) throws SQLException {
        execute("DROP TABLE " + table.storage());
    }

    /** Stores the rows, all or none; returns the instant from which queries see them. */
    long insert(StoredTable table, List<Object[]> rows) throws SQLException {
        synchronized (instant) {
            long micros = now();
            try (DuckDBAppender appender =
                    connection.createAppender(DuckDBConnection.DEFAULT_SCHEMA, table.storage())) {
                for (Object[] row : rows) {
                    append(appender, table.columns(), row, micros);
                }
            }
            return micros;
        }
    }

    private static void append(DuckDBAppender appender, List<Column> columns, Object[] row, long micros)
            throws SQLException {
        appender.beginRow();
        for (int i = 0; i < row.length; i++) {
            boolean omitted = row[i] == RowReader.OMITTED;
            Object value = omitted ? (columns.get(i).defaultsToNow() ? (Object) micros : null) : row[i];
            if (value == null) {
                appender.appendNull();
                continue;
            }
            switch (columns.get(i).type().base()) {
                case STRING, JSON -> appender.append((String) value);
                case INT64 -> appender.append((long) value);
                case FLOAT64 -> appender.append((double) value);
                case BOOL -> appender.append((boolean) value);
                case DATE -> appender.append((LocalDate) value);
                case TIMESTAMP -> appender.appendEpochMicros((long) value);
                case NULL -> throw new IllegalStateException("a column has a type");
            }
        }
        appender.appendEpochMicros(micros);
        appender.endRow();
    }

    /** Runs a query on the rows as of one instant. @param translation called at that instant */
    Answer query(Supplier<Translation> translation) throws SQLException {
        try (Connection reader = connection.duplicate()) {
            reader.setAutoCommit(false);
            long snapshot;
            Translation query;
            try (Statement pin = reader.createStatement()) {
                synchronized (instant) {
                    snapshot = now();
                    query = translation.get();
                    pin.execute("SELECT 1 FROM duckdb_tables() LIMIT 0");
                }
            }
            List<Object[]> rows = rows(reader, query);
            reader.rollback();
            return new Answer(snapshot, query.columns(), rows);
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
        List<?> list = (List<?>) value.value().orElse(null);
        if (list == null) {
            return null;
        }
        Object[] elements = list.stream()
                .map(v -> element.equals(Type.TIMESTAMP) ? local.bigquery.sql.Times.dateTime((Long) v) : v)
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

    /** The clock, never backwards: later commits and snapshots never get an earlier instant. */
    private long now() {
        lastMicros = Math.max(lastMicros, clock.getAsLong());
        return lastMicros;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
