package local.bigquery.sql;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Cuts GoogleSQL text into tokens: names, literals in all their quotings, parameters, symbols; comments vanish. */
final class Lexer {

    private static final Pattern SPACE = Pattern.compile("(?:\\s+|--[^\\n]*|#[^\\n]*|/\\*(?s:.*?)\\*/)+");
    private static final Pattern NAME = Pattern.compile("[A-Za-z_][A-Za-z_0-9]*");
    private static final Pattern FLOAT = Pattern.compile("(?:\\d+\\.\\d*|\\.\\d+)(?:[eE][+-]?\\d+)?|\\d+[eE][+-]?\\d+");
    private static final Pattern INTEGER = Pattern.compile("0[xX][0-9a-fA-F]+|\\d+");
    private static final Pattern SYMBOL =
            Pattern.compile("<=|>=|<>|!=|\\|\\||<<|>>|=>|[-+*/%(),.=<>\\[\\];&|^~?:@{}!$\\\\]");
    private static final Pattern STRING_START = Pattern.compile("([rRbB]{0,2})('''|\"\"\"|'|\")");

    private final String sql;
    private final List<Token> tokens = new ArrayList<>();
    private int at;

    private Lexer(String sql) {
        this.sql = sql;
    }

    /** The tokens of {@code sql}, the last of kind END. */
    static List<Token> tokens(String sql) {
        Lexer lexer = new Lexer(sql);
        while (lexer.next()) {}
        return List.copyOf(lexer.tokens);
    }

    private boolean next() {
        match(SPACE);
        if (at == sql.length()) {
            add(Token.Kind.END, "", at);
            return false;
        }
        int start = at;
        Matcher string = STRING_START.matcher(sql).region(at, sql.length());
        if (string.lookingAt()) {
            string(string.group(1), string.group(2), start);
        } else if (sql.charAt(at) == '`') {
            quotedName(start);
        } else if (sql.charAt(at) == '@') {
            parameter(start);
        } else if (!(literal(NAME, Token.Kind.NAME)
                || literal(FLOAT, Token.Kind.FLOAT)
                || literal(INTEGER, Token.Kind.INTEGER)
                || literal(SYMBOL, Token.Kind.SYMBOL))) {
            throw InvalidQuery.at(
                    token(Token.Kind.SYMBOL, "", start), "Illegal input character \"" + sql.charAt(at) + '"');
        }
        return true;
    }

    private boolean literal(Pattern pattern, Token.Kind kind) {
        int start = at;
        String text = match(pattern);
        if (text == null) {
            return false;
        }
        boolean number = kind == Token.Kind.FLOAT || kind == Token.Kind.INTEGER;
        if (number && at < sql.length() && Character.isLetter(sql.charAt(at))) {
            throw InvalidQuery.at(token(kind, text, start), "Missing whitespace between literal and alias");
        }
        add(kind, text, start);
        return true;
    }

    private void quotedName(int start) {
        int end = sql.indexOf('`', at + 1);
        if (end < 0) {
            throw InvalidQuery.at(token(Token.Kind.QUOTED_NAME, "", start), "Unclosed identifier literal");
        }
        String name = sql.substring(at + 1, end);
        if (name.isEmpty() || name.contains("\\") || name.contains("\n")) {
            throw InvalidQuery.at(token(Token.Kind.QUOTED_NAME, name, start), "Invalid identifier `" + name + "`");
        }
        at = end + 1;
        add(Token.Kind.QUOTED_NAME, name, start);
    }

    private void parameter(int start) {
        at++;
        String name = match(NAME);
        if (name == null) {
            throw InvalidQuery.unsupported(token(Token.Kind.SYMBOL, "@", start), "@ without a parameter's name");
        }
        add(Token.Kind.PARAMETER, name, start);
    }

    private void string(String prefix, String quote, int start) {
        Token here = token(Token.Kind.STRING, "", start);
        if (prefix.toLowerCase(java.util.Locale.ROOT).contains("b")) {
            throw InvalidQuery.unsupported(here, "BYTES literal");
        }
        if (prefix.length() > 1) {
            throw InvalidQuery.at(here, "Unexpected string literal prefix " + prefix);
        }
        boolean raw = !prefix.isEmpty();
        at += prefix.length() + quote.length();
        StringBuilder value = new StringBuilder();
        while (!sql.startsWith(quote, at)) {
            if (at >= sql.length() || (quote.length() == 1 && sql.charAt(at) == '\n')) {
                throw InvalidQuery.at(here, "Unclosed string literal");
            }
            if (sql.charAt(at) == '\\') {
                escape(value, raw, here);
            } else {
                value.append(sql.charAt(at++));
            }
        }
        at += quote.length();
        add(Token.Kind.STRING, value.toString(), start);
    }

    private void escape(StringBuilder value, boolean raw, Token here) {
        if (at + 1 >= sql.length()) {
            throw InvalidQuery.at(here, "Unclosed string literal");
        }
        char escaped = sql.charAt(at + 1);
        if (raw) {
            value.append('\\').append(escaped);
            at += 2;
            return;
        }
        int plain = "abfnrtv\\?\"'`".indexOf(escaped);
        if (plain >= 0) {
            value.append("\u0007\b\f\n\r\t\u000b\\?\"'`".charAt(plain));
            at += 2;
            return;
        }
        int digits =
                switch (escaped) {
                    case 'x', 'X' -> 2;
                    case 'u' -> 4;
                    case 'U' -> 8;
                    default -> throw InvalidQuery.at(here, "Illegal escape sequence: \\" + escaped);
                };
        try {
            value.appendCodePoint(Integer.parseInt(sql.substring(at + 2, at + 2 + digits), 16));
        } catch (RuntimeException malformed) {
            throw InvalidQuery.at(here, "Illegal escape sequence: \\" + escaped);
        }
        at += 2 + digits;
    }

    private String match(Pattern pattern) {
        Matcher matcher = pattern.matcher(sql).region(at, sql.length());
        if (!matcher.lookingAt()) {
            return null;
        }
        at = matcher.end();
        return matcher.group();
    }

    private void add(Token.Kind kind, String text, int start) {
        tokens.add(token(kind, text, start));
    }

    private Token token(Token.Kind kind, String text, int start) {
        int lineStart = sql.lastIndexOf('\n', Math.max(0, start - 1)) + 1;
        if (start == 0) {
            lineStart = 0;
        }
        int line = 1
                + (int) sql.substring(0, lineStart)
                        .chars()
                        .filter(c -> c == '\n')
                        .count();
        return new Token(kind, text, line, start - lineStart + 1);
    }
}
