package local.bigquery.sql;

import java.util.List;
import java.util.Optional;

/** What stands behind OVER. */
final class WindowParser {

    private final ExprParser parser;
    private final Cursor cursor;

    WindowParser(ExprParser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    Expr.Window window() {
        if (!cursor.sees("(")) {
            throw InvalidQuery.unsupported(cursor.peek(), "named window");
        }
        cursor.expect("(");
        List<Expr> partitionBy = cursor.accept("PARTITION", "BY") ? parser.list(parser::expr) : List.of();
        List<Expr.Order> orderBy = cursor.accept("ORDER", "BY") ? parser.orderBy() : List.of();
        Optional<Expr.Frame> frame = cursor.sees(")") ? Optional.empty() : Optional.of(frame());
        cursor.expect(")");
        return new Expr.Window(partitionBy, orderBy, frame);
    }

    private Expr.Frame frame() {
        Token at = cursor.peek();
        if (!cursor.accept("ROWS", "BETWEEN")) {
            throw InvalidQuery.unsupported(at, "window frame other than ROWS BETWEEN: " + at);
        }
        Expr.Bound from = bound();
        cursor.expect("AND");
        return new Expr.Frame(at, from, bound());
    }

    private Expr.Bound bound() {
        if (cursor.accept("UNBOUNDED", "PRECEDING")) {
            return new Expr.Bound(Expr.Side.UNBOUNDED_PRECEDING, Optional.empty());
        }
        if (cursor.accept("UNBOUNDED", "FOLLOWING")) {
            return new Expr.Bound(Expr.Side.UNBOUNDED_FOLLOWING, Optional.empty());
        }
        if (cursor.accept("CURRENT", "ROW")) {
            return new Expr.Bound(Expr.Side.CURRENT_ROW, Optional.empty());
        }
        Optional<Expr> rows = Optional.of(parser.expr());
        if (cursor.accept("PRECEDING")) {
            return new Expr.Bound(Expr.Side.PRECEDING, rows);
        }
        cursor.expect("FOLLOWING");
        return new Expr.Bound(Expr.Side.FOLLOWING, rows);
    }
}
