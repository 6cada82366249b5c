package local.bigquery.sql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A small table t, and GoogleSQL run on it. */
final class SqlSample implements AutoCloseable {

    private static final long NOW = 1_700_000_000_000_000L;

    private final Connection duckDb;

    SqlSample() throws SQLException {
        duckDb = DriverManager.getConnection("jdbc:duckdb:");
        duckDb.createStatement().execute("SET TimeZone = 'UTC'");
        duckDb.createStatement()
                .execute("CREATE TABLE t (id VARCHAR, n BIGINT, x DOUBLE, seen TIMESTAMP, doc JSON, flag BOOLEAN)");
        duckDb.createStatement()
                .execute("INSERT INTO t VALUES"
                        + " ('a', 1, 0.5, '2023-11-14 10:00:00', '{\"k\":{\"v\":\"one\"},\"list\":[7,8]}', true),"
                        + " ('b', 2, 1.5, '2023-11-14 11:30:00.123456', '{\"k\":null}', false),"
                        + " ('b', 3, 2.5, '2023-11-15 12:00:00', '{\"k\":{\"v\":2}}', NULL),"
                        + " ('c', NULL, NULL, NULL, NULL, NULL)");
    }

    @Override
    public void close() throws SQLException {
        duckDb.close();
    }

    static Translation translate(String sql, Map<String, Value> parameters) {
        List<Relation.Field> fields = List.of(
                new Relation.Field("id", Type.STRING, false),
                new Relation.Field("n", Type.INT64, false),
                new Relation.Field("x", Type.FLOAT64, false),
                new Relation.Field("seen", Type.TIMESTAMP, false),
                new Relation.Field("doc", Type.JSON, false),
                new Relation.Field("flag", Type.BOOL, false));
        return Translation.of(
                sql,
                parameters,
                path -> new Relation(
                        String.join(".", path),
                        use -> "SELECT * FROM t",
                        fields,
                        Optional.of("id"),
                        Optional.empty(),
                        false),
                NOW);
    }

    /** Rows as text: columns joined by a bar. */
    List<String> rows(String sql, Map<String, Value> parameters) {
        Translation query = translate(sql, parameters);
        try (var statement = duckDb.prepareStatement(query.sql())) {
            for (int i = 0; i < query.bindings().size(); i++) {
                Value value = query.bindings().get(i);
                Object[] elements = ((List<?>) value.value().orElseThrow()).toArray();
                statement.setArray(
                        i + 1, duckDb.createArrayOf(new Type(value.type().base(), false).duckDb(), elements));
            }
            ResultSet results = statement.executeQuery();
            List<String> rows = new ArrayList<>();
            while (results.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= query.columns().size(); i++) {
                    row.add(String.valueOf(results.getString(i)));
                }
                rows.add(String.join("|", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new InvalidQuery(e.getMessage() + " in " + query.sql());
        }
    }
}
