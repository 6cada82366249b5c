package local.bigquery.sql;

/**
 * One lexical element of GoogleSQL.
 *
 * @param text a string literal's value with its escapes resolved, a quoted name without its backticks, a parameter's
 *     name without its {@code @}; otherwise as written
 * @param line counted from 1, as Google's messages do
 * @param column counted from 1
 */
record Token(Kind kind, String text, int line, int column) {

    enum Kind {
        NAME,
        QUOTED_NAME,
        STRING,
        INTEGER,
        FLOAT,
        PARAMETER,
        SYMBOL,
        END
    }

    /** Whether this is the keyword or symbol; keywords know no case, and quoting makes a name of them. */
    boolean is(String word) {
        return (kind == Kind.NAME || kind == Kind.SYMBOL) && text.equalsIgnoreCase(word);
    }

    @Override
    public String toString() {
        return switch (kind) {
            case END -> "end of query";
            case PARAMETER -> "@" + text;
            case QUOTED_NAME -> "`" + text + "`";
            case STRING -> "string literal";
            default -> text;
        };
    }
}
