package local.bigquery.sql;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One SELECT with the ORDER BY and LIMIT that follow it. */
final class SelectTranslator {

    private final Statement statement;
    private final Scope scope = new Scope();
    private final Resolver resolver;
    private final List<Statement.Column> columns = new ArrayList<>();
    private final List<Typed> values = new ArrayList<>();

    SelectTranslator(Statement statement) {
        this.statement = statement;
        this.resolver = new Resolver(scope, statement, Map.of());
    }

    Statement.Body translate(Query.Select select, Query query) {
        String from = select.from()
                .map(s -> " FROM " + new Sources(statement, scope).sql(s))
                .orElse("");
        select.items().forEach(this::item);
        uniqueNames(select);
        if (select.qualify().isPresent()
                && select.where().or(select::having).isEmpty()
                && select.groupBy().isEmpty()) {
            throw InvalidQuery.at(
                    select.at(), "QUALIFY clause must be used in conjunction with WHERE or GROUP BY or HAVING clause");
        }
        Resolver aliased = resolver.withAliases(aliases(select));
        StringBuilder sql = new StringBuilder(select.distinct() ? "SELECT DISTINCT " : "SELECT ");
        sql.append(list()).append(from);
        select.where().ifPresent(w -> {
            sql.append(" WHERE ")
                    .append(resolver.resolveAs(w, Type.BOOL, "WHERE clause").sql());
            new Pruning(scope, resolver).learn(w);
        });
        if (!select.groupBy().isEmpty()) {
            sql.append(" GROUP BY ").append(groups(select, aliased));
        }
        select.having().ifPresent(h -> sql.append(" HAVING ")
                .append(aliased.resolveAs(h, Type.BOOL, "HAVING clause").sql()));
        select.qualify().ifPresent(q -> sql.append(" QUALIFY ")
                .append(aliased.resolveAs(q, Type.BOOL, "QUALIFY clause").sql()));
        if (!query.orderBy().isEmpty()) {
            sql.append(" ORDER BY ").append(aliased.order(query.orderBy(), byPosition(aliased, columns)));
        }
        Statement.Body body = new Statement.Body(sql + Statement.limit(query), List.copyOf(columns));
        return filtersPass(select, query) ? body : body.withoutOrigins();
    }

    /** Whether a filter on the result gives what it gives on the rows before. */
    private static boolean filtersPass(Query.Select select, Query query) {
        return select.groupBy().isEmpty()
                && select.having().or(select::qualify).isEmpty()
                && Statement.limit(query).isEmpty()
                && select.items().stream()
                        .allMatch(item -> !(item instanceof Query.Column column) || isOfOneRow(column.value()));
    }

    /** Certainly not of a window: aggregates don't stand beside columns without GROUP BY. */
    private static boolean isOfOneRow(Expr value) {
        if (value instanceof Expr.Call call) {
            return call.over().isEmpty() && call.args().stream().allMatch(SelectTranslator::isOfOneRow);
        }
        return value instanceof Expr.Cast cast
                ? isOfOneRow(cast.value())
                : value instanceof Expr.Name || value instanceof Expr.Literal;
    }

    /** An ordinal or an alias of the SELECT list orders by that output column, anything else by itself. */
    static Function<Expr, Typed> byPosition(Resolver resolver, List<Statement.Column> columns) {
        return key -> {
            if (key instanceof Expr.Literal literal) {
                Object position = literal.value().orElse(null);
                if (!(position instanceof Long n) || n < 1 || n > columns.size()) {
                    throw InvalidQuery.at(key.at(), "ORDER BY is out of SELECT column number range");
                }
                return Typed.of(columns.get((int) (n - 1)).type(), n.toString());
            }
            if (key instanceof Expr.Name name && name.path().size() == 1) {
                for (int i = 0; i < columns.size(); i++) {
                    if (columns.get(i).name().equalsIgnoreCase(name.path().get(0))) {
                        return Typed.of(columns.get(i).type(), String.valueOf(i + 1));
                    }
                }
            }
            Typed value = resolver.resolve(key);
            if (value.constant().isPresent()) {
                throw InvalidQuery.unsupported(key.at(), "ORDER BY a constant");
            }
            return value;
        };
    }

    private void item(Query.Item item) {
        if (item instanceof Query.Column column) {
            Typed value = resolver.resolve(column.value());
            if (value.type().equals(Type.BYTES)) {
                throw InvalidQuery.unsupported(column.value().at(), "a column of type BYTES in a result");
            }
            add(column.alias().or(() -> nameOf(column.value())).orElse(""), value, originsOf(column.value()));
            return;
        }
        Query.AllColumns all = (Query.AllColumns) item;
        Set<String> except =
                all.except().stream().map(s -> s.toLowerCase(Locale.ROOT)).collect(Collectors.toSet());
        int found = 0;
        for (Scope.Column column : scope.columns()) {
            if (column.hidden()
                    || all.qualifier()
                            .filter(q -> !q.equalsIgnoreCase(column.qualifier()))
                            .isPresent()) {
                continue;
            }
            found++;
            if (!except.remove(column.name().toLowerCase(Locale.ROOT))) {
                add(column.name(), column.typed(), column.origins());
            }
        }
        if (found == 0 || !except.isEmpty()) {
            throw InvalidQuery.at(
                    all.at(),
                    "SELECT * names nothing that is there: "
                            + (except.isEmpty() ? all.qualifier().orElse("*") : String.join(", ", except)));
        }
    }

    private static Optional<String> nameOf(Expr value) {
        return value instanceof Expr.Name name
                ? Optional.of(name.path().get(name.path().size() - 1))
                : Optional.empty();
    }

    private List<Origin> originsOf(Expr value) {
        return value instanceof Expr.Name name
                ? scope.find(name).map(Scope.Column::origins).orElse(List.of())
                : List.of();
    }

    private void add(String name, Typed value, List<Origin> origins) {
        columns.add(new Statement.Column(name, value.type(), origins));
        values.add(value);
    }

    /** Columns without a name are f0_, f1_, … as BigQuery's; two of one name could not be told apart. */
    private void uniqueNames(Query.Select select) {
        int anonymous = 0;
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < columns.size(); i++) {
            Statement.Column column = columns.get(i);
            String name = column.name().isEmpty() ? "f" + anonymous++ + "_" : column.name();
            if (!seen.add(name.toLowerCase(Locale.ROOT))) {
                throw InvalidQuery.at(
                        select.at(),
                        "Duplicate column names in the result are not supported. Found duplicate(s): " + name);
            }
            columns.set(i, new Statement.Column(name, column.type(), column.origins()));
        }
    }

    private Map<String, Typed> aliases(Query.Select select) {
        Map<String, Typed> aliases = new HashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            aliases.put(columns.get(i).name().toLowerCase(Locale.ROOT), values.get(i));
        }
        return aliases;
    }

    private String list() {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            items.add(values.get(i).sql() + " AS "
                    + Statement.quoted(columns.get(i).name()));
        }
        return String.join(", ", items);
    }

    private String groups(Query.Select select, Resolver aliased) {
        List<String> keys = new ArrayList<>();
        for (Expr key : select.groupBy()) {
            Typed value = group(key, aliased);
            if (!value.type().groupable()) {
                throw InvalidQuery.at(key.at(), "Grouping by expressions of type " + value.type() + " is not allowed");
            }
            keys.add(value.sql());
        }
        return String.join(", ", keys);
    }

    private Typed group(Expr key, Resolver aliased) {
        if (key instanceof Expr.Literal literal && literal.value().orElse(null) instanceof Long n) {
            if (n < 1 || n > values.size()) {
                throw InvalidQuery.at(key.at(), "GROUP BY is out of SELECT column number range");
            }
            return values.get((int) (n - 1));
        }
        Typed value = aliased.resolve(key);
        if (value.constant().isPresent()) {
            throw InvalidQuery.unsupported(key.at(), "GROUP BY a constant");
        }
        return value;
    }
}
