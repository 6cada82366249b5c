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

    /** @param origins as a {@link Scope.Column} has them */
    record Column(String name, Type type, List<Origin> origins) {

        Column withOrigins(List<Origin> known) {
            return new Column(name, type, known);
        }
    }

    /** A query as DuckDB's SQL, its output columns named as DuckDB is told to name them. */
    record Body(String sql, List<Column> columns) {

        /** Where a filter on it is none on its tables. */
        Body withoutOrigins() {
            return new Body(
                    sql, columns.stream().map(c -> c.withOrigins(List.of())).toList());
        }
    }

    /** What the statement and the views in it fill together. */
    private static final class Filled {
        final List<Value> bindings = new ArrayList<>();
        final List<TableUse> uses = new ArrayList<>();
        int sources;
    }

    /** How deep Google lets views be in views. */
    private static final int MAX_VIEWS = 16;

    private final Referent.Catalog catalog;
    private final Map<String, Value> parameters;
    private final long nowMicros;
    private final Filled filled;
    private final int depth;
    private final Map<String, Body> named = new HashMap<>();

    /** @param parameters by name in lower case */
    Statement(Referent.Catalog catalog, Map<String, Value> parameters, long nowMicros) {
        this(catalog, parameters, nowMicros, new Filled(), 0);
    }

    private Statement(
            Referent.Catalog catalog, Map<String, Value> parameters, long nowMicros, Filled filled, int depth) {
        this.catalog = catalog;
        this.parameters = parameters;
        this.nowMicros = nowMicros;
        this.filled = filled;
        this.depth = depth;
    }

    long nowMicros() {
        return nowMicros;
    }

    List<Value> bindings() {
        return filled.bindings;
    }

    List<TableUse> uses() {
        return filled.uses;
    }

    /** Stands for a table until the whole query is known; NUL, so that no literal can look like it. */
    String placeholder(TableUse use) {
        filled.uses.add(use);
        return "\0table" + (filled.uses.size() - 1) + "\0";
    }

    String withTables(String sql) {
        String complete = sql;
        for (int i = 0; i < filled.uses.size(); i++) {
            TableUse use = filled.uses.get(i);
            complete =
                    complete.replace("\0table" + i + "\0", use.relation().sql().apply(use));
        }
        return complete;
    }

    Referent.Catalog catalog() {
        return catalog;
    }

    Optional<Body> named(String name) {
        return Optional.ofNullable(named.get(name.toLowerCase(Locale.ROOT)));
    }

    String nextSource() {
        return "t" + filled.sources++;
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
        filled.bindings.add(value);
        return Typed.of(
                value.type(), "$" + filled.bindings.size() + "::" + value.type().duckDb());
    }

    /** Neither the query's parameters nor its named subqueries mean anything in a view. */
    Body view(SavedQuery view) {
        if (depth == MAX_VIEWS) {
            throw new InvalidQuery("View " + view.name() + ": views are more than " + MAX_VIEWS + " levels deep");
        }
        try {
            return new Statement(view.catalog(), Map.of(), nowMicros, filled, depth + 1)
                    .query(Parser.parse(view.sql()));
        } catch (InvalidQuery e) {
            throw depth > 0 ? e : new InvalidQuery("In view " + view.name() + ": " + e.getMessage());
        }
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
        columns.forEach(c -> scope.add(new Scope.Column("", c.name(), c.type(), quoted(c.name()), false, List.of())));
        Resolver resolver = new Resolver(scope, this, Map.of());
        String order = query.orderBy().isEmpty()
                ? ""
                : " ORDER BY " + resolver.order(query.orderBy(), SelectTranslator.byPosition(resolver, columns));
        Body union = new Body("SELECT * FROM (" + all + ")" + order + limit(query), ofAll(bodies));
        return limit(query).isEmpty() ? union : union.withoutOrigins();
    }

    /** A filter on the union's column is one on that column of each branch. */
    private static List<Column> ofAll(List<Body> bodies) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < bodies.get(0).columns().size(); i++) {
            int at = i;
            List<Origin> origins = bodies.stream()
                    .flatMap(b -> b.columns().get(at).origins().stream())
                    .toList();
            columns.add(bodies.get(0).columns().get(i).withOrigins(origins));
        }
        return columns;
    }

    static String limit(Query query) {
        return query.limit().map(n -> " LIMIT " + n).orElse("")
                + (query.offset() > 0 ? " OFFSET " + query.offset() : "");
    }

    static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }
}
