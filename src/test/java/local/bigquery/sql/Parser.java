package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Queries: WITH, SELECT, UNION ALL and their clauses. */
final class Parser extends ExprParser {

    private Parser(Cursor cursor) {
        super(cursor);
    }

    static Query parse(String sql) {
        Parser parser = new Parser(new Cursor(Lexer.tokens(sql)));
        Token first = parser.cursor.peek();
        if (!(first.is("SELECT") || first.is("WITH") || first.is("("))) {
            throw first.kind() == Token.Kind.NAME
                    ? InvalidQuery.unsupported(
                            first, "statement " + first.text().toUpperCase(Locale.ROOT))
                    : InvalidQuery.at(first, "Syntax error: Unexpected " + first);
        }
        Query query = parser.query();
        parser.cursor.accept(";");
        Token rest = parser.cursor.peek();
        if (rest.kind() != Token.Kind.END) {
            throw rest.kind() == Token.Kind.NAME
                    ? InvalidQuery.unsupported(rest, rest.text().toUpperCase(Locale.ROOT) + " here")
                    : InvalidQuery.at(rest, "Syntax error: Unexpected " + rest);
        }
        return query;
    }

    @Override
    Query query() {
        List<Query.Named> with = List.of();
        if (cursor.accept("WITH")) {
            if (cursor.sees("RECURSIVE")) {
                throw InvalidQuery.unsupported(cursor.peek(), "WITH RECURSIVE");
            }
            with = list(this::named);
        }
        List<Query.Select> branches = new ArrayList<>(List.of(select()));
        while (cursor.accept("UNION", "ALL")) {
            branches.add(select());
        }
        if (cursor.sees("UNION") || cursor.sees("INTERSECT") || cursor.sees("EXCEPT")) {
            throw InvalidQuery.unsupported(cursor.peek(), cursor.peek() + " " + cursor.peek(1));
        }
        List<Expr.Order> orderBy = cursor.accept("ORDER", "BY") ? orderBy() : List.of();
        Optional<Long> limit = cursor.accept("LIMIT") ? Optional.of(cursor.wholeNumber()) : Optional.empty();
        long offset = limit.isPresent() && cursor.accept("OFFSET") ? cursor.wholeNumber() : 0;
        return new Query(with, List.copyOf(branches), orderBy, limit, offset);
    }

    private Query.Named named() {
        String name = cursor.name("a name");
        cursor.expect("AS");
        return new Query.Named(name, inParentheses());
    }

    private Query inParentheses() {
        cursor.expect("(");
        Query query = query();
        cursor.expect(")");
        return query;
    }

    private Query.Select select() {
        if (cursor.sees("(")) {
            throw InvalidQuery.unsupported(cursor.peek(), "a query in parentheses outside FROM and IN");
        }
        Token at = cursor.expect("SELECT");
        boolean distinct = cursor.accept("DISTINCT") || (cursor.accept("ALL") && false);
        if (cursor.sees("AS")) {
            throw InvalidQuery.unsupported(cursor.peek(), "SELECT AS " + cursor.peek(1));
        }
        List<Query.Item> items = items();
        Optional<Query.Source> from = cursor.accept("FROM") ? Optional.of(from()) : Optional.empty();
        Optional<Expr> where = clause("WHERE");
        List<Expr> groupBy = cursor.accept("GROUP", "BY") ? list(this::expr) : List.of();
        Optional<Expr> having = clause("HAVING");
        Optional<Expr> qualify = clause("QUALIFY");
        return new Query.Select(at, distinct, items, from, where, groupBy, having, qualify);
    }

    private Optional<Expr> clause(String keyword) {
        return cursor.accept(keyword) ? Optional.of(expr()) : Optional.empty();
    }

    /** A trailing comma is allowed in a SELECT list. */
    private List<Query.Item> items() {
        List<Query.Item> items = new ArrayList<>();
        do {
            items.add(item());
        } while (cursor.accept(",") && !cursor.sees("FROM") && cursor.peek().kind() != Token.Kind.END);
        return List.copyOf(items);
    }

    private Query.Item item() {
        Token at = cursor.peek();
        if (cursor.accept("*")) {
            return new Query.AllColumns(at, Optional.empty(), except());
        }
        if (Cursor.isName(at) && cursor.peek(1).is(".") && cursor.peek(2).is("*")) {
            cursor.take();
            cursor.accept(".", "*");
            return new Query.AllColumns(at, Optional.of(at.text()), except());
        }
        return new Query.Column(expr(), alias());
    }

    private List<String> except() {
        if (cursor.sees("REPLACE")) {
            throw InvalidQuery.unsupported(cursor.peek(), "* REPLACE");
        }
        if (!cursor.accept("EXCEPT")) {
            return List.of();
        }
        cursor.expect("(");
        List<String> names = list(() -> cursor.name("a column"));
        cursor.expect(")");
        return names;
    }

    private Optional<String> alias() {
        if (cursor.accept("AS")) {
            return Optional.of(cursor.name("an alias"));
        }
        return cursor.seesName() && !cursor.sees("OFFSET")
                ? Optional.of(cursor.take().text())
                : Optional.empty();
    }

    private Query.Source from() {
        Query.Source left = source();
        while (true) {
            if (cursor.accept(",") || cursor.accept("CROSS", "JOIN")) {
                left = new Query.Join(left, source(), "CROSS", Optional.empty());
            } else if (cursor.accept("JOIN") || cursor.accept("INNER", "JOIN")) {
                left = joined(left, "INNER");
            } else if (cursor.accept("LEFT", "JOIN") || cursor.accept("LEFT", "OUTER", "JOIN")) {
                left = joined(left, "LEFT");
            } else {
                return left;
            }
        }
    }

    private Query.Source joined(Query.Source left, String kind) {
        Query.Source right = source();
        if (cursor.sees("USING")) {
            throw InvalidQuery.unsupported(cursor.peek(), "JOIN … USING");
        }
        cursor.expect("ON");
        return new Query.Join(left, right, kind, Optional.of(expr()));
    }

    private Query.Source source() {
        Token at = cursor.peek();
        if (cursor.sees("(")) {
            return new Query.QuerySource(inParentheses(), alias());
        }
        if (cursor.accept("UNNEST")) {
            cursor.expect("(");
            Expr array = expr();
            cursor.expect(")");
            Optional<String> alias = alias();
            Optional<String> offset =
                    cursor.accept("WITH", "OFFSET") ? Optional.of(alias().orElse("offset")) : Optional.empty();
            return new Query.UnnestSource(at, array, alias, offset);
        }
        Query.Source table = new Query.TableSource(at, tablePath(), alias());
        if (cursor.sees("FOR") || cursor.sees("TABLESAMPLE") || cursor.sees("(")) {
            throw InvalidQuery.unsupported(cursor.peek(), cursor.peek() + " after a table");
        }
        return table;
    }

    /** {@code `p.d.t`}, {@code `p`.`d`.`t`}, or unquoted with dashes in the project. */
    private List<String> tablePath() {
        StringBuilder path = new StringBuilder(cursor.name("a table"));
        while (cursor.sees("-") && path.indexOf(".") < 0) {
            cursor.take();
            path.append('-').append(cursor.take().text());
        }
        while (cursor.accept(".")) {
            path.append('.').append(cursor.take().text());
        }
        return List.of(path.toString().split("\\.", -1));
    }
}
