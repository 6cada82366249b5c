package local.bigquery.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** One statement on its way to DuckDB: what its parameters, tables and named subqueries mean, and what it binds. */
final class Statement {

    record Column(String name, Type type) {}

    /** A query as DuckDB's SQL, its output columns named as DuckDB is told to name them. */
    record Body(String sql, List<Column> columns) {}

    private final Relation.Catalog catalog;
    private final Map<String, Value> parameters;
    private final long nowMicros;
    private final List<Value> bindings = new ArrayList<>();
    private final List<TableUse> uses = new ArrayList<>();
    private final Map<String, Body> named = new HashMap<>();
    private int sources;

    /** @param parameters by name in lower case */
    Statement(Relation.Catalog catalog, Map<String, Value> parameters, long nowMicros) {
        this.catalog = catalog;
        this.parameters = parameters;
        this.nowMicros = nowMicros;
    }

    long nowMicros() {
        return nowMicros;
    }

    List<Value> bindings() {
        return bindings;
    }

    List<TableUse> uses() {
        return uses;
    }

    /** Stands for a table until the whole query is known; NUL, so that no literal can look like it. */
    String placeholder(TableUse use) {
        uses.add(use);
        return "\0table" + (uses.size() - 1) + "\0";
    }

    String withTables(String sql) {
        String complete = sql;
        for (int i = 0; i < uses.size(); i++) {
            TableUse use = uses.get(i);
            complete =
                    complete.replace("\0table" + i + "\0", use.relation().sql().apply(use));
        }
        return complete;
    }

    Relation.Catalog catalog() {
        return catalog;
    }

    Optional<Body> named(String name) {
        return Optional.ofNullable(named.get(name.toLowerCase(Locale.ROOT)));
    }

    String nextSource() {
        return "t" + sources++;
    }

    /** Scalars are written out, so that DuckDB can prune by them; arrays are bound. */
    Typed parameter(Expr.Parameter parameter) {
        Value value = parameters.get(parameter.name().toLowerCase(Locale.ROOT));
        if (value == null) {
            throw InvalidQuery.at(parameter.at(), "Query parameter '" + parameter.name() + "' not found");
        }
        if (!value.type().array()) {
            return Typed.constant(value);
        }
        bindings.add(value);
        return Typed.of(
                value.type(), "$" + bindings.size() + "::" + value.type().duckDb());
    }

    Body query(Query query) {
        for (Query.Named with : query.with()) {
            if (named.put(with.name().toLowerCase(Locale.ROOT), query(with.query())) != null) {
                throw new InvalidQuery("Duplicate alias " + with.name() + " in WITH clause");
            }
        }
        if (query.branches().size() > 1) {
            return union(query);
        }
        return new SelectTranslator(this).translate(query.branches().get(0), query);
    }

    private Body union(Query query) {
        List<Body> bodies = query.branches().stream()
                .map(s -> new SelectTranslator(this)
                        .translate(s, new Query(List.of(), List.of(s), List.of(), Optional.empty(), 0)))
                .toList();
        List<Column> columns = bodies.get(0).columns();
        for (Body body : bodies) {
            if (!body.columns().stream()
                    .map(Column::type)
                    .toList()
                    .equals(columns.stream().map(Column::type).toList())) {
                throw InvalidQuery.unsupported(query.branches().get(1).at(), "UNION ALL of different types");
            }
        }
        String all = bodies.stream().map(b -> "(" + b.sql() + ")").collect(Collectors.joining(" UNION ALL "));
        Scope scope = new Scope();
        columns.forEach(
                c -> scope.add(new Scope.Column("", c.name(), c.type(), quoted(c.name()), false, Optional.empty())));
        Resolver resolver = new Resolver(scope, this, Map.of());
        String order = query.orderBy().isEmpty()
                ? ""
                : " ORDER BY " + resolver.order(query.orderBy(), SelectTranslator.byPosition(resolver, columns));
        return new Body("SELECT * FROM (" + all + ")" + order + limit(query), columns);
    }

    static String limit(Query query) {
        return query.limit().map(n -> " LIMIT " + n).orElse("")
                + (query.offset() > 0 ? " OFFSET " + query.offset() : "");
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
