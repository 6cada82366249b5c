package local.bigquery.sql;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The windows of analytic calls: numbering in an order, aggregates over a partition or over a frame of rows in it. */
final class Windows {

    private static final Set<String> NUMBERING = Set.of("ROW_NUMBER", "RANK", "DENSE_RANK");

    private static final Set<String> FRAMED =
            Set.of("COUNT", "COUNTIF", "SUM", "AVG", "MIN", "MAX", "LOGICAL_AND", "LOGICAL_OR");

    private final Resolver resolver;

    Windows(Resolver resolver) {
        this.resolver = resolver;
    }

    /** The call with its window in the place that is kept for it. */
    Typed applied(Expr.Call call, Typed typed) {
        boolean analytic = typed.sql().contains(Calls.OVER);
        if (call.over().isEmpty()) {
            if (NUMBERING.contains(call.function())) {
                throw InvalidQuery.at(
                        call.at(), "Analytic function " + call.function() + " cannot be called without an OVER clause");
            }
            return analytic ? Typed.of(typed.type(), typed.sql().replace(Calls.OVER, "")) : typed;
        }
        Expr.Window window = call.over().get();
        check(call, window, analytic);
        return Typed.of(typed.type(), typed.sql().replace(Calls.OVER, sql(window)));
    }

    private static void check(Expr.Call call, Expr.Window window, boolean analytic) {
        boolean ordered = !window.orderBy().isEmpty();
        boolean framed = window.frame().isPresent();
        boolean fits = NUMBERING.contains(call.function())
                ? !framed
                : ordered == framed && (!framed || FRAMED.contains(call.function()));
        if (!analytic || call.distinct() || !fits) {
            throw InvalidQuery.unsupported(call.at(), call.function() + " with this OVER clause");
        }
        if (NUMBERING.contains(call.function()) && !call.function().equals("ROW_NUMBER") && !ordered) {
            throw InvalidQuery.at(call.at(), "Window ORDER BY is required for analytic function " + call.function());
        }
    }

    private String sql(Expr.Window window) {
        String partition = window.partitionBy().stream()
                .map(resolver::resolve)
                .map(Typed::sql)
                .collect(Collectors.joining(", "));
        String order = resolver.order(window.orderBy(), resolver::resolve);
        return " OVER (" + (partition.isEmpty() ? "" : "PARTITION BY " + partition)
                + (order.isEmpty() ? "" : " ORDER BY " + order)
                + window.frame().map(this::frame).orElse("") + ")";
    }

    private String frame(Expr.Frame frame) {
        Expr.Side from = frame.from().side();
        Expr.Side to = frame.to().side();
        if (from == Expr.Side.UNBOUNDED_FOLLOWING || to == Expr.Side.UNBOUNDED_PRECEDING || from.compareTo(to) > 0) {
            throw InvalidQuery.at(
                    frame.at(), "A window frame cannot start at " + words(from) + " and end at " + words(to));
        }
        return " ROWS BETWEEN %s AND %s".formatted(bound(frame.from()), bound(frame.to()));
    }

    private String bound(Expr.Bound bound) {
        return bound.rows().map(rows -> rows(rows) + " ").orElse("") + words(bound.side());
    }

    private long rows(Expr expr) {
        Optional<Object> rows = resolver.resolveAs(expr, Type.INT64, "A window frame's bound")
                .constant()
                .flatMap(Value::value);
        if (rows.isEmpty() || (Long) rows.get() < 0) {
            throw InvalidQuery.at(expr.at(), "A window frame's bound must be a constant that is not negative");
        }
        return (Long) rows.get();
    }

    private static String words(Expr.Side side) {
        return side.name().replace('_', ' ');
    }
}
