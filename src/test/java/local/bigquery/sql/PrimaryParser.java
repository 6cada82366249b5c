package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The innermost expressions: literals, parameters, names, calls, CASE, CAST, what stands in parentheses. */
final class PrimaryParser {

    private final ExprParser parser;
    private final Cursor cursor;

    PrimaryParser(ExprParser parser) {
        this.parser = parser;
        this.cursor = parser.cursor;
    }

    Expr primary() {
        Token at = cursor.peek();
        switch (at.kind()) {
            case STRING -> {
                return literal(cursor.take(), Type.STRING, at.text());
            }
            case INTEGER -> {
                return literal(at, Type.INT64, cursor.wholeNumber());
            }
            case FLOAT -> {
                double value = Double.parseDouble(at.text());
                if (Double.isInfinite(value)) {
                    throw InvalidQuery.at(at, "Invalid floating point literal: " + at.text());
                }
                return literal(cursor.take(), Type.FLOAT64, value);
            }
            case PARAMETER -> {
                return new Expr.Parameter(cursor.take(), at.text());
            }
            default -> {
                return at.is("(") ? parenthesised() : keywordOrName(at);
            }
        }
    }

    private Expr parenthesised() {
        Token at = cursor.take();
        if (cursor.sees("SELECT") || cursor.sees("WITH")) {
            throw InvalidQuery.unsupported(at, "scalar subquery");
        }
        Expr value = parser.expr();
        if (cursor.sees(",")) {
            throw InvalidQuery.unsupported(at, "STRUCT");
        }
        cursor.expect(")");
        return value;
    }

    private Expr keywordOrName(Token at) {
        if (cursor.accept("NULL")) {
            return new Expr.Literal(at, Type.NULL, Optional.empty());
        }
        if (cursor.accept("TRUE") || cursor.accept("FALSE")) {
            return literal(at, Type.BOOL, at.is("TRUE"));
        }
        if (cursor.accept("CASE")) {
            return caseWhen(at);
        }
        boolean typed = cursor.peek(1).kind() == Token.Kind.STRING;
        if (typed && (cursor.accept("TIMESTAMP") || cursor.accept("DATE"))) {
            String text = cursor.take().text();
            return at.is("DATE")
                    ? literal(at, Type.DATE, Times.date(text))
                    : literal(at, Type.TIMESTAMP, Times.timestampMicros(text));
        }
        if (typed && at.kind() == Token.Kind.NAME) {
            throw InvalidQuery.unsupported(at, "literal of type " + at.text().toUpperCase(Locale.ROOT));
        }
        if (at.is("CAST") || at.is("SAFE_CAST")) {
            return cast(cursor.take());
        }
        if (at.is("ARRAY") || at.is("[")) {
            return array(at);
        }
        if (cursor.accept("INTERVAL")) {
            Expr amount = parser.expr();
            return new Expr.Interval(at, amount, cursor.name("a part of time"));
        }
        boolean call = cursor.peek(1).is("(");
        if (call && (Cursor.isName(at) || at.is("IF"))) {
            return call(cursor.take());
        }
        if (!cursor.seesName()) {
            throw cursor.peek().kind() == Token.Kind.NAME && !at.is("SELECT") && !at.is("FROM")
                    ? InvalidQuery.unsupported(at, at.text().toUpperCase(Locale.ROOT))
                    : InvalidQuery.at(at, "Syntax error: Unexpected " + at);
        }
        return name(at);
    }

    private Expr name(Token at) {
        List<String> path = new ArrayList<>(List.of(cursor.take().text()));
        while (cursor.accept(".")) {
            path.add(cursor.take().text());
        }
        if (cursor.sees("(")) {
            throw InvalidQuery.unsupported(at, "function " + String.join(".", path));
        }
        return new Expr.Name(at, List.copyOf(path));
    }

    private Expr array(Token at) {
        if (cursor.accept("ARRAY") && !cursor.sees("[")) {
            throw InvalidQuery.unsupported(at, "ARRAY other than ARRAY[…]");
        }
        cursor.expect("[");
        List<Expr> elements = parser.list(parser::expr);
        cursor.expect("]");
        return new Expr.ArrayLiteral(at, elements);
    }

    private Expr cast(Token at) {
        cursor.expect("(");
        Expr value = parser.expr();
        cursor.expect("AS");
        Token name = cursor.take();
        Type type = Type.named(name.text())
                .orElseThrow(() ->
                        InvalidQuery.unsupported(name, "CAST to " + name.text().toUpperCase(Locale.ROOT)));
        if (!cursor.sees(")")) {
            throw InvalidQuery.unsupported(cursor.peek(), "CAST with " + cursor.peek());
        }
        cursor.expect(")");
        return new Expr.Cast(at, value, type, at.is("SAFE_CAST"));
    }

    private Expr caseWhen(Token at) {
        Optional<Expr> operand = cursor.sees("WHEN") ? Optional.empty() : Optional.of(parser.expr());
        List<Expr.When> whens = new ArrayList<>();
        while (cursor.accept("WHEN")) {
            Expr condition = parser.expr();
            cursor.expect("THEN");
            whens.add(new Expr.When(condition, parser.expr()));
        }
        Optional<Expr> otherwise = cursor.accept("ELSE") ? Optional.of(parser.expr()) : Optional.empty();
        cursor.expect("END");
        if (whens.isEmpty()) {
            throw InvalidQuery.at(at, "Syntax error: CASE without WHEN");
        }
        return new Expr.Case(at, operand, List.copyOf(whens), otherwise);
    }

    private Expr call(Token name) {
        String function = name.text().toUpperCase(Locale.ROOT);
        cursor.expect("(");
        boolean distinct = cursor.accept("DISTINCT");
        List<Expr> args = cursor.sees(")") ? List.of() : parser.list(this::argument);
        if (!cursor.sees(")")) {
            throw InvalidQuery.unsupported(cursor.peek(), function + " with " + cursor.peek());
        }
        cursor.expect(")");
        Optional<Expr.Window> over =
                cursor.accept("OVER") ? Optional.of(new WindowParser(parser).window()) : Optional.empty();
        return new Expr.Call(name, function, args, distinct, over);
    }

    private Expr argument() {
        return cursor.sees("*") ? new Expr.Star(cursor.take()) : parser.expr();
    }

    private static Expr literal(Token at, Type type, Object value) {
        return new Expr.Literal(at, type, Optional.of(value));
    }
}
