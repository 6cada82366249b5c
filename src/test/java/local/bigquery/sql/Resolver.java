package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Gives an expression of one SELECT its types and DuckDB's spelling. */
final class Resolver {

    private final Scope scope;
    private final Statement statement;
    /** What the aliases of the SELECT list mean, in the clauses that may use them. */
    private final Map<String, Typed> aliases;

    Resolver(Scope scope, Statement statement, Map<String, Typed> aliases) {
        this.scope = scope;
        this.statement = statement;
        this.aliases = aliases;
    }

    Resolver withAliases(Map<String, Typed> visible) {
        return new Resolver(scope, statement, visible);
    }

    Typed resolve(Expr expr) {
        if (expr instanceof Expr.Literal literal) {
            return Typed.constant(new Value(literal.type(), literal.value()));
        }
        if (expr instanceof Expr.Parameter parameter) {
            return statement.parameter(parameter);
        }
        if (expr instanceof Expr.Name name) {
            return name(name);
        }
        if (expr instanceof Expr.Call call) {
            return new Calls(this, statement).resolve(call);
        }
        if (expr instanceof Expr.Cast cast) {
            return Casts.cast(cast, resolve(cast.value()));
        }
        if (expr instanceof Expr.Case caseWhen) {
            return caseWhen(caseWhen);
        }
        if (expr instanceof Expr.InList in) {
            return inList(in);
        }
        if (expr instanceof Expr.InUnnest in) {
            return inUnnest(in);
        }
        if (expr instanceof Expr.InQuery in) {
            return inQuery(in);
        }
        if (expr instanceof Expr.Element element) {
            return element(element);
        }
        if (expr instanceof Expr.ArrayLiteral array) {
            return array(array);
        }
        throw InvalidQuery.unsupported(
                expr.at(),
                expr instanceof Expr.Star ? "* outside COUNT(*)" : "INTERVAL outside TIMESTAMP_ADD and TIMESTAMP_SUB");
    }

    Typed resolveAs(Expr expr, Type type, String where) {
        Typed typed = resolve(expr);
        return typed.as(type)
                .orElseThrow(() -> InvalidQuery.at(
                        expr.at(), "%s should return type %s, but returns %s".formatted(where, type, typed.type())));
    }

    String order(List<Expr.Order> orders, Function<Expr, Typed> resolve) {
        return orders.stream()
                .map(o -> {
                    Typed key = resolve.apply(o.key());
                    if (!key.type().groupable()) {
                        throw InvalidQuery.at(
                                o.key().at(), "ORDER BY does not support expressions of type " + key.type());
                    }
                    return key.sql()
                            + (o.descending() ? " DESC" : " ASC")
                            + (o.nullsFirst() ? " NULLS FIRST" : " NULLS LAST");
                })
                .collect(Collectors.joining(", "));
    }

    private Typed name(Expr.Name name) {
        Optional<Scope.Column> column = scope.find(name);
        Optional<Typed> alias = name.path().size() == 1
                ? Optional.ofNullable(aliases.get(name.path().get(0).toLowerCase(Locale.ROOT)))
                : Optional.empty();
        if (column.isPresent()
                && alias.isPresent()
                && !alias.get().sql().equals(column.get().sql())) {
            throw InvalidQuery.unsupported(
                    name.at(),
                    "the name " + name.path().get(0) + " that is both a column and an alias for something else");
        }
        return column.map(Scope.Column::typed)
                .or(() -> alias)
                .orElseThrow(() -> InvalidQuery.at(name.at(), "Unrecognized name: " + String.join(".", name.path())));
    }

    private Typed caseWhen(Expr.Case node) {
        List<Typed> conditions = new ArrayList<>();
        List<Typed> results = new ArrayList<>();
        for (Expr.When when : node.whens()) {
            Expr condition = node.operand()
                    .<Expr>map(o -> ExprParser.call(when.condition().at(), "=", o, when.condition()))
                    .orElse(when.condition());
            conditions.add(resolveAs(condition, Type.BOOL, "CASE condition"));
            results.add(resolve(when.then()));
        }
        results.add(node.otherwise().map(this::resolve).orElse(Typed.constant(new Value(Type.NULL, Optional.empty()))));
        List<Typed> unified = unified(node.at(), results, "CASE");
        StringBuilder sql = new StringBuilder("(CASE");
        for (int i = 0; i < conditions.size(); i++) {
            sql.append(" WHEN ")
                    .append(conditions.get(i).sql())
                    .append(" THEN ")
                    .append(unified.get(i).sql());
        }
        sql.append(" ELSE ").append(unified.get(conditions.size()).sql()).append(" END)");
        return Typed.of(unified.get(0).type(), sql.toString());
    }

    private Typed inList(Expr.InList in) {
        List<Typed> all = new ArrayList<>(List.of(resolve(in.value())));
        in.list().forEach(e -> all.add(resolve(e)));
        List<Typed> unified = unified(in.at(), all, "IN");
        comparable(in.at(), unified.get(0).type());
        String list = unified.stream().skip(1).map(Typed::sql).collect(Collectors.joining(", "));
        return Typed.of(Type.BOOL, "(%s IN (%s))".formatted(unified.get(0).sql(), list));
    }

    private Typed inUnnest(Expr.InUnnest in) {
        Typed array = resolve(in.array());
        Type element = array.type().element();
        if (!array.type().array()) {
            throw InvalidQuery.at(in.array().at(), "Values referenced in UNNEST must be arrays; got " + array.type());
        }
        Typed value = resolveAs(in.value(), element, "The value before IN UNNEST");
        comparable(in.at(), element);
        return Typed.of(Type.BOOL, "(%s IN (SELECT unnest(%s)))".formatted(value.sql(), array.sql()));
    }

    private Typed inQuery(Expr.InQuery in) {
        Statement.Body body = statement.query(in.query());
        if (body.columns().size() != 1) {
            throw InvalidQuery.at(in.at(), "Subquery of type IN must have only one output column");
        }
        Type type = body.columns().get(0).type();
        Typed value = resolveAs(in.value(), type, "The value before IN");
        comparable(in.at(), type);
        return Typed.of(Type.BOOL, "(%s IN (%s))".formatted(value.sql(), body.sql()));
    }

    private Typed element(Expr.Element node) {
        Typed array = resolve(node.array());
        String index = resolveAs(node.index(), Type.INT64, "An array's index").sql();
        if (!array.type().array()) {
            throw InvalidQuery.unsupported(node.at(), "[…] on " + array.type());
        }
        String position = "(%s + %d)".formatted(index, 1 - node.base());
        String inside = "%1$s >= 1 AND %1$s <= len(%2$s)".formatted(position, array.sql());
        String outside = node.safe() ? "NULL" : "error('Array index ' || " + index + " || ' is out of bounds')";
        return Typed.of(
                array.type().element(),
                "(CASE WHEN %s IS NULL OR %s IS NULL THEN NULL WHEN %s THEN (%s)[%s] ELSE %s END)"
                        .formatted(array.sql(), index, inside, array.sql(), position, outside));
    }

    private Typed array(Expr.ArrayLiteral node) {
        List<Typed> elements =
                unified(node.at(), node.elements().stream().map(this::resolve).toList(), "ARRAY");
        Type type = elements.get(0).type();
        if (type.array()) {
            throw InvalidQuery.at(node.at(), "Cannot construct array with element type " + type);
        }
        String list = elements.stream().map(Typed::sql).collect(Collectors.joining(", "));
        return Typed.of(
                type.arrayOf(),
                "CAST([%s] AS %s)".formatted(list, type.arrayOf().duckDb()));
    }

    private static List<Typed> unified(Token at, List<Typed> values, String where) {
        return Polymorphic.unified(values).orElseThrow(() -> {
            String types = values.stream().map(v -> v.type().toString()).collect(Collectors.joining(", "));
            return InvalidQuery.at(at, "No matching signature for " + where + " for argument types: " + types);
        });
    }

    private static void comparable(Token at, Type type) {
        if (!type.groupable()) {
            throw InvalidQuery.at(at, "IN is not defined for arguments of type " + type);
        }
    }
}
