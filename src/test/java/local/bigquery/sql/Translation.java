package local.bigquery.sql;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A GoogleSQL query as DuckDB runs it.
 *
 * @param bindings the values of {@code $1}, {@code $2}, …, all arrays
 * @param uses one for each mention of a stored table
 */
public record Translation(String sql, List<Value> bindings, List<Column> columns, List<TableUse> uses) {

    public record Column(String name, Type type) {}

    /**
     * Translates, or throws {@link InvalidQuery} with the construct that is wrong or outside the subset.
     *
     * @param nowMicros what CURRENT_TIMESTAMP() gives, epoch microseconds
     */
    public static Translation of(String sql, Map<String, Value> parameters, Referent.Catalog catalog, long nowMicros) {
        Map<String, Value> byName = new HashMap<>();
        parameters.forEach((name, value) -> byName.put(name.toLowerCase(Locale.ROOT), value));
        Statement statement = new Statement(catalog, byName, nowMicros);
        Statement.Body body = body(sql, statement);
        List<Column> columns =
                body.columns().stream().map(c -> new Column(c.name(), c.type())).toList();
        return new Translation(
                statement.withTables(body.sql()),
                List.copyOf(statement.bindings()),
                columns,
                List.copyOf(statement.uses()));
    }

    private static Statement.Body body(String sql, Statement statement) {
        try {
            return statement.query(Parser.parse(sql));
        } catch (ArithmeticException e) {
            throw new InvalidQuery("A constant of the query overflows: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new InvalidQuery("Outside the local stand-in's SQL subset: expressions nested so deeply");
        }
    }
}
