package local.bigquery.sql;

import java.time.LocalDate;
import java.util.Optional;
import java.util.stream.Stream;
import local.bigquery.sql.TableUse.Range;

/** Learns from a WHERE clause which parts of a clustered or partitioned table a query needs to read. */
final class Pruning {

    private static final long DAY_MICROS = 86_400_000_000L;

    private record Bound(Scope.Column column, Range range) {}

    private final Scope scope;
    private final Resolver resolver;

    Pruning(Scope scope, Resolver resolver) {
        this.scope = scope;
        this.resolver = resolver;
    }

    void learn(Expr where) {
        conjuncts(where).forEach(this::conjunct);
    }

    private static Stream<Expr> conjuncts(Expr expr) {
        return expr instanceof Expr.Call call && call.function().equals("AND")
                ? call.args().stream().flatMap(Pruning::conjuncts)
                : Stream.of(expr);
    }

    private void conjunct(Expr expr) {
        if (expr instanceof Expr.Call call && call.function().equals("=")) {
            equality(call.args().get(0), call.args().get(1));
            equality(call.args().get(1), call.args().get(0));
        }
        bound(expr).ifPresent(b -> b.column().origins().forEach(o -> o.use().within(o.column(), b.range())));
    }

    private void equality(Expr left, Expr right) {
        column(left).filter(column -> !column.origins().isEmpty()).ifPresent(column -> constant(right)
                .flatMap(value -> value.coerced(column.type()))
                .ifPresent(value -> column.origins().forEach(o -> o.use().equal(o.column(), value))));
    }

    private Optional<Bound> bound(Expr expr) {
        if (!(expr instanceof Expr.Call call)) {
            return Optional.empty();
        }
        return switch (call.function()) {
            case "OR" ->
                orNull(call.args().get(0), call.args().get(1))
                        .or(() -> orNull(call.args().get(1), call.args().get(0)));
            case "BETWEEN" ->
                bound(call.args().get(0), ">=", call.args().get(1)).flatMap(low -> bound(
                                call.args().get(0), "<=", call.args().get(2))
                        .map(high -> new Bound(low.column(), low.range().and(high.range()))));
            case "=", "<", "<=", ">", ">=" ->
                bound(call.args().get(0), call.function(), call.args().get(1))
                        .or(() -> bound(
                                call.args().get(1),
                                mirrored(call.function()),
                                call.args().get(0)));
            default -> Optional.empty();
        };
    }

    /** {@code _PARTITIONTIME >= x OR _PARTITIONTIME IS NULL}: the range and what is still buffered. */
    private Optional<Bound> orNull(Expr range, Expr isNull) {
        boolean nullTest = isNull instanceof Expr.Call call && call.function().equals("IS NULL");
        return nullTest
                ? bound(range)
                        .filter(b -> column(((Expr.Call) isNull).args().get(0))
                                .filter(b.column()::equals)
                                .isPresent())
                        .map(b -> new Bound(
                                b.column(),
                                new Range(b.range().from(), b.range().to(), true)))
                : Optional.empty();
    }

    private Optional<Bound> bound(Expr left, String operator, Expr right) {
        Optional<Scope.Column> column = column(left)
                .filter(c -> c.type().equals(Type.TIMESTAMP) || c.type().equals(Type.DATE));
        return column.flatMap(c -> constant(right)
                .flatMap(v -> v.coerced(c.type()))
                .flatMap(Value::value)
                .map(v -> v instanceof LocalDate date ? date.toEpochDay() * DAY_MICROS : (Long) v)
                .map(micros -> new Bound(c, range(operator, micros))));
    }

    private static Range range(String operator, long micros) {
        return switch (operator) {
            case "=" -> new Range(micros, micros, false);
            case "<" -> new Range(Long.MIN_VALUE, micros - 1, false);
            case "<=" -> new Range(Long.MIN_VALUE, micros, false);
            case ">" -> new Range(micros + 1, Long.MAX_VALUE, false);
            default -> new Range(micros, Long.MAX_VALUE, false);
        };
    }

    private static String mirrored(String operator) {
        return switch (operator) {
            case "<" -> ">";
            case "<=" -> ">=";
            case ">" -> "<";
            case ">=" -> "<=";
            default -> operator;
        };
    }

    private Optional<Scope.Column> column(Expr expr) {
        return expr instanceof Expr.Name name ? scope.find(name) : Optional.empty();
    }

    private Optional<Value> constant(Expr expr) {
        boolean may = expr instanceof Expr.Literal || expr instanceof Expr.Parameter || expr instanceof Expr.Call;
        return may && !mentionsColumn(expr) ? resolver.resolve(expr).constant() : Optional.empty();
    }

    private static boolean mentionsColumn(Expr expr) {
        if (expr instanceof Expr.Call call) {
            return call.args().stream().anyMatch(Pruning::mentionsColumn);
        }
        return !(expr instanceof Expr.Literal || expr instanceof Expr.Parameter || expr instanceof Expr.Interval);
    }
}
