package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Expressions, by recursive descent along GoogleSQL's precedence of operators. */
abstract class ExprParser {

    private static final Set<String> COMPARISONS = Set.of("=", "<>", "!=", "<", "<=", ">", ">=");

    final Cursor cursor;

    ExprParser(Cursor cursor) {
        this.cursor = cursor;
    }

    abstract Query query();

    Expr expr() {
        Expr left = and();
        while (cursor.sees("OR")) {
            left = call(cursor.take(), "OR", left, and());
        }
        return left;
    }

    private Expr and() {
        Expr left = not();
        while (cursor.sees("AND")) {
            left = call(cursor.take(), "AND", left, not());
        }
        return left;
    }

    private Expr not() {
        return cursor.sees("NOT") ? call(cursor.take(), "NOT", not()) : comparison();
    }

    private Expr comparison() {
        Expr left = additive();
        Token at = cursor.peek();
        if (at.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(at.text())) {
            cursor.take();
            return notChained(call(at, at.text().equals("<>") ? "!=" : at.text(), left, additive()));
        }
        if (cursor.accept("IS")) {
            boolean negated = cursor.accept("NOT");
            Token what = cursor.take();
            if (!(what.is("NULL") || what.is("TRUE") || what.is("FALSE"))) {
                throw InvalidQuery.unsupported(what, "IS " + what);
            }
            return negate(at, negated, call(at, "IS " + what.text().toUpperCase(Locale.ROOT), left));
        }
        boolean negated = cursor.sees("NOT") && cursor.accept("NOT");
        if (cursor.accept("IN")) {
            return negate(at, negated, in(at, left));
        }
        if (cursor.accept("LIKE")) {
            return negate(at, negated, call(at, "LIKE", left, additive()));
        }
        if (cursor.accept("BETWEEN")) {
            Expr low = additive();
            cursor.expect("AND");
            return negate(at, negated, call(at, "BETWEEN", left, low, additive()));
        }
        if (negated) {
            throw InvalidQuery.at(cursor.peek(), "Syntax error: Unexpected " + cursor.peek());
        }
        return left;
    }

    /** {@code a = b = c} is an error in GoogleSQL. */
    private Expr notChained(Expr comparison) {
        Token next = cursor.peek();
        if (next.kind() == Token.Kind.SYMBOL && COMPARISONS.contains(next.text())) {
            throw InvalidQuery.at(next, "Syntax error: Unexpected " + next);
        }
        return comparison;
    }

    private Expr in(Token at, Expr value) {
        if (cursor.accept("UNNEST")) {
            cursor.expect("(");
            Expr array = expr();
            cursor.expect(")");
            return new Expr.InUnnest(at, value, array);
        }
        cursor.expect("(");
        if (cursor.sees("SELECT") || cursor.sees("WITH")) {
            Query query = query();
            cursor.expect(")");
            return new Expr.InQuery(at, value, query);
        }
        List<Expr> list = list(this::expr);
        cursor.expect(")");
        return new Expr.InList(at, value, list);
    }

    private Expr additive() {
        Expr left = multiplicative();
        while (cursor.sees("+") || cursor.sees("-")) {
            Token operator = cursor.take();
            left = call(operator, operator.text(), left, multiplicative());
        }
        return left;
    }

    private Expr multiplicative() {
        Expr left = unary();
        while (cursor.sees("*") || cursor.sees("/") || cursor.sees("||")) {
            Token operator = cursor.take();
            left = call(operator, operator.text(), left, unary());
        }
        return left;
    }

    private Expr unary() {
        if (cursor.sees("-")) {
            return call(cursor.take(), "NEGATE", unary());
        }
        return cursor.accept("+") ? unary() : element();
    }

    private Expr element() {
        Expr value = new PrimaryParser(this).primary();
        while (cursor.sees("[")) {
            Token at = cursor.take();
            String how = cursor.take().text().toUpperCase(Locale.ROOT);
            if (!Set.of("OFFSET", "ORDINAL", "SAFE_OFFSET", "SAFE_ORDINAL").contains(how)) {
                throw InvalidQuery.unsupported(at, "[…] without OFFSET, ORDINAL, SAFE_OFFSET or SAFE_ORDINAL");
            }
            cursor.expect("(");
            Expr index = expr();
            cursor.expect(")");
            cursor.expect("]");
            value = new Expr.Element(at, value, index, how.endsWith("OFFSET") ? 0 : 1, how.startsWith("SAFE"));
        }
        if (cursor.sees(".")) {
            throw InvalidQuery.unsupported(cursor.peek(), "field access on an expression");
        }
        return value;
    }

    List<Expr.Order> orderBy() {
        return list(() -> {
            Expr key = expr();
            boolean descending = !cursor.accept("ASC") && cursor.accept("DESC");
            boolean nullsFirst = !descending;
            if (cursor.accept("NULLS")) {
                nullsFirst = cursor.accept("FIRST");
                if (!nullsFirst) {
                    cursor.expect("LAST");
                }
            }
            return new Expr.Order(key, descending, nullsFirst);
        });
    }

    <T> List<T> list(java.util.function.Supplier<T> item) {
        List<T> items = new ArrayList<>();
        do {
            items.add(item.get());
        } while (cursor.accept(","));
        return List.copyOf(items);
    }

    static Expr.Call call(Token at, String function, Expr... args) {
        return new Expr.Call(at, function, List.of(args), false, Optional.empty());
    }

    private static Expr negate(Token at, boolean negated, Expr value) {
        return negated ? call(at, "NOT", value) : value;
    }
}
