package local.bigquery.sql;

import java.util.List;
import java.util.Optional;

/** An expression as parsed, before names and types are known. Operators are calls named by their symbol. */
sealed interface Expr {

    /** Where it starts, for messages. */
    Token at();

    /** @param value String, Long, Double, Boolean; a TIMESTAMP as epoch microseconds; absent for NULL */
    record Literal(Token at, Type type, Optional<Object> value) implements Expr {}

    record Parameter(Token at, String name) implements Expr {}

    record Name(Token at, List<String> path) implements Expr {}

    /** @param over the window, when this is an analytic call */
    record Call(Token at, String function, List<Expr> args, boolean distinct, Optional<Window> over) implements Expr {}

    /** The argument of COUNT(*). */
    record Star(Token at) implements Expr {}

    record Cast(Token at, Expr value, Type type, boolean safe) implements Expr {}

    /** @param operand of the short form {@code CASE x WHEN …} */
    record Case(Token at, Optional<Expr> operand, List<When> whens, Optional<Expr> otherwise) implements Expr {}

    record When(Expr condition, Expr then) {}

    record InList(Token at, Expr value, List<Expr> list) implements Expr {}

    record InUnnest(Token at, Expr value, Expr array) implements Expr {}

    record InQuery(Token at, Expr value, Query query) implements Expr {}

    /** INTERVAL n PART, only as an argument of TIMESTAMP_ADD and TIMESTAMP_SUB. */
    record Interval(Token at, Expr amount, String part) implements Expr {}

    /** {@code array[OFFSET(i)]}. @param base what the first element is called: 0 or 1 */
    record Element(Token at, Expr array, Expr index, int base, boolean safe) implements Expr {}

    record ArrayLiteral(Token at, List<Expr> elements) implements Expr {}

    record Window(List<Expr> partitionBy, List<Order> orderBy, Optional<Frame> frame) {}

    /** {@code ROWS BETWEEN from AND to}. */
    record Frame(Token at, Bound from, Bound to) {}

    /** @param rows how far away, where the side is so many rows away */
    record Bound(Side side, Optional<Expr> rows) {}

    /** In the order in which a frame may have them. */
    enum Side {
        UNBOUNDED_PRECEDING,
        PRECEDING,
        CURRENT_ROW,
        FOLLOWING,
        UNBOUNDED_FOLLOWING
    }

    /** @param nullsFirst as GoogleSQL orders by default: NULL is the smallest value */
    record Order(Expr key, boolean descending, boolean nullsFirst) {}
}
