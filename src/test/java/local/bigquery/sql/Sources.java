package local.bigquery.sql;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The FROM clause: every source becomes a DuckDB relation t0, t1, …, its columns enter the scope. */
final class Sources {

    private final Statement statement;
    private final Scope scope;

    Sources(Statement statement, Scope scope) {
        this.statement = statement;
        this.scope = scope;
    }

    String sql(Query.Source source) {
        if (source instanceof Query.TableSource table) {
            return table(table);
        }
        if (source instanceof Query.QuerySource query) {
            return body(statement.query(query.query()), query.alias().orElse(""));
        }
        if (source instanceof Query.UnnestSource unnest) {
            return unnest(unnest);
        }
        Query.Join join = (Query.Join) source;
        String left = sql(join.left());
        String right = sql(join.right());
        String on = join.on()
                .map(e -> " ON "
                        + new Resolver(scope, statement, Map.of())
                                .resolveAs(e, Type.BOOL, "JOIN ON clause")
                                .sql())
                .orElse("");
        return "(%s %s JOIN %s%s)".formatted(left, join.kind(), right, on);
    }

    private String table(Query.TableSource table) {
        String last = table.path().get(table.path().size() - 1);
        Optional<Statement.Body> named = table.path().size() == 1 ? statement.named(last) : Optional.empty();
        if (named.isPresent()) {
            // It may be mentioned again, with another filter.
            return body(named.get().withoutOrigins(), table.alias().orElse(last));
        }
        String qualifier = table.alias().orElse(last);
        Referent found = statement.catalog().find(table.path());
        return found instanceof SavedQuery view
                ? body(statement.view(view), qualifier)
                : stored((Relation) found, qualifier);
    }

    private String stored(Relation relation, String qualifier) {
        TableUse use = new TableUse(relation);
        String source = statement.nextSource();
        for (Relation.Field field : relation.fields()) {
            String sql = source + "." + Statement.quoted(field.name());
            List<Origin> origins = List.of(new Origin(use, field.name()));
            scope.add(new Scope.Column(qualifier, field.name(), field.type(), sql, field.hidden(), origins));
        }
        return "(" + statement.placeholder(use) + ") AS " + source;
    }

    private String body(Statement.Body body, String qualifier) {
        String source = statement.nextSource();
        for (Statement.Column column : body.columns()) {
            String sql = source + "." + Statement.quoted(column.name());
            scope.add(new Scope.Column(qualifier, column.name(), column.type(), sql, false, column.origins()));
        }
        return "(" + body.sql() + ") AS " + source;
    }

    private String unnest(Query.UnnestSource unnest) {
        Typed array = new Resolver(new Scope(), statement, Map.of()).resolve(unnest.array());
        if (!array.type().array()) {
            throw InvalidQuery.at(unnest.at(), "Values referenced in UNNEST must be arrays; got " + array.type());
        }
        String source = statement.nextSource();
        unnest.alias()
                .ifPresent(a -> scope.add(
                        new Scope.Column("", a, array.type().element(), source + ".\"value\"", false, List.of())));
        unnest.offsetAlias()
                .ifPresent(
                        a -> scope.add(new Scope.Column("", a, Type.INT64, source + ".\"offset\"", false, List.of())));
        List<String> columns = List.of("unnest(a.list) AS \"value\"", "unnest(range(len(a.list))) AS \"offset\"");
        return "(SELECT " + String.join(", ", columns) + " FROM (SELECT " + array.sql() + " AS list) a) AS " + source;
    }
}
