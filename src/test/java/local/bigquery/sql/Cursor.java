package local.bigquery.sql;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/** A place in a list of tokens, with the few questions a recursive-descent parser asks. */
final class Cursor {

    /** GoogleSQL's reserved keywords: never a name or an alias unless quoted. */
    private static final Set<String> RESERVED = Set.of(
            ("ALL AND ANY ARRAY AS ASC ASSERT_ROWS_MODIFIED AT BETWEEN BY CASE CAST COLLATE CONTAINS CREATE CROSS CUBE"
                            + " CURRENT DEFAULT DEFINE DESC DISTINCT ELSE END ENUM ESCAPE EXCEPT EXCLUDE EXISTS EXTRACT"
                            + " FALSE FETCH FOLLOWING FOR FROM FULL GROUP GROUPING GROUPS HASH HAVING IF IGNORE IN INNER"
                            + " INTERSECT INTERVAL INTO IS JOIN LATERAL LEFT LIKE LIMIT LOOKUP MERGE NATURAL NEW NO NOT"
                            + " NULL NULLS OF ON OR ORDER OUTER OVER PARTITION PRECEDING PROTO QUALIFY RANGE RECURSIVE"
                            + " RESPECT RIGHT ROLLUP ROWS SELECT SET SOME STRUCT TABLESAMPLE THEN TO TREAT TRUE UNBOUNDED"
                            + " UNION UNNEST USING WHEN WHERE WINDOW WITH WITHIN")
                    .split(" "));

    private final List<Token> tokens;
    private int index;

    Cursor(List<Token> tokens) {
        this.tokens = tokens;
    }

    Token peek() {
        return peek(0);
    }

    Token peek(int ahead) {
        return tokens.get(Math.min(index + ahead, tokens.size() - 1));
    }

    Token take() {
        Token token = peek();
        index++;
        return token;
    }

    boolean sees(String... words) {
        for (int i = 0; i < words.length; i++) {
            if (!peek(i).is(words[i])) {
                return false;
            }
        }
        return true;
    }

    /** Takes the words if they stand next, all or none. */
    boolean accept(String... words) {
        boolean seen = sees(words);
        if (seen) {
            index += words.length;
        }
        return seen;
    }

    Token expect(String word) {
        if (!sees(word)) {
            throw InvalidQuery.at(peek(), "Syntax error: Expected \"" + word + "\" but got " + peek());
        }
        return take();
    }

    boolean seesName() {
        return isName(peek());
    }

    static boolean isName(Token token) {
        return token.kind() == Token.Kind.QUOTED_NAME
                || (token.kind() == Token.Kind.NAME
                        && !RESERVED.contains(token.text().toUpperCase(Locale.ROOT)));
    }

    String name(String what) {
        if (!seesName()) {
            throw InvalidQuery.at(peek(), "Syntax error: Expected " + what + " but got " + peek());
        }
        return take().text();
    }

    long wholeNumber() {
        Token token = take();
        if (token.kind() == Token.Kind.INTEGER) {
            try {
                return Long.decode(decimal(token.text()));
            } catch (NumberFormatException tooLarge) {
                throw InvalidQuery.at(token, "Invalid integer literal: " + token.text());
            }
        }
        throw InvalidQuery.unsupported(token, token + " where an integer literal is expected");
    }

    /** {@link Long#decode} takes a leading zero for octal; GoogleSQL does not. */
    private static String decimal(String literal) {
        return literal.startsWith("0x") || literal.startsWith("0X") ? literal : literal.replaceFirst("^0+(?=\\d)", "");
    }
}
