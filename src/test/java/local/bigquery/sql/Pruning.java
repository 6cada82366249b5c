package local.bigquery.sql;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Learns from a WHERE clause which parts of a clustered or partitioned table a query needs to read. */
final class Pruning {

    private final Scope scope;
    private final Resolver resolver;

    Pruning(Scope scope, Resolver resolver) {
        this.scope = scope;
        this.resolver = resolver;
    }

    void learn(Expr where) {
        conjuncts(where).forEach(this::conjunct);
    }

    private void conjunct(Expr expr) {
        if (onlyPartitionColumns(expr)) {
            names(expr)
                    .findFirst()
                    .flatMap(this::column)
                    .flatMap(Scope.Column::use)
                    .ifPresent(TableUse::filterPartitions);
        }
        if (expr instanceof Expr.Call call && call.function().equals("=")) {
            equality(call.args().get(0), call.args().get(1));
            equality(call.args().get(1), call.args().get(0));
        }
    }

    private void equality(Expr left, Expr right) {
        Optional<Scope.Column> column = left instanceof Expr.Name name ? column(name) : Optional.empty();
        boolean constant = right instanceof Expr.Literal || right instanceof Expr.Parameter;
        if (column.isPresent() && constant) {
            column.get().use().ifPresent(u -> resolver.resolve(right)
                    .constant()
                    .ifPresent(v -> u.equal(column.get().name(), v)));
        }
    }

    private boolean onlyPartitionColumns(Expr expr) {
        List<Expr.Name> names = names(expr).toList();
        return !names.isEmpty()
                && names.stream().allMatch(n -> column(n)
                        .filter(c -> c.use()
                                .flatMap(u -> u.relation().partitionColumn())
                                .filter(c.name()::equalsIgnoreCase)
                                .isPresent())
                        .isPresent());
    }

    private Optional<Scope.Column> column(Expr.Name name) {
        return scope.find(name);
    }

    private static Stream<Expr> conjuncts(Expr expr) {
        return expr instanceof Expr.Call call && call.function().equals("AND")
                ? call.args().stream().flatMap(Pruning::conjuncts)
                : Stream.of(expr);
    }

    /** Names in comparisons with constants; an expression of any other shape prunes nothing and yields a name of no column. */
    private Stream<Expr.Name> names(Expr expr) {
        if (expr instanceof Expr.Name name) {
            return Stream.of(name);
        }
        if (expr instanceof Expr.Call call) {
            return call.args().stream().flatMap(this::names);
        }
        if (expr instanceof Expr.InList in) {
            return Stream.concat(Stream.of(in.value()), in.list().stream()).flatMap(this::names);
        }
        boolean constant =
                expr instanceof Expr.Literal || expr instanceof Expr.Parameter || expr instanceof Expr.Interval;
        return constant ? Stream.empty() : Stream.of(new Expr.Name(expr.at(), List.of("")));
    }
}
