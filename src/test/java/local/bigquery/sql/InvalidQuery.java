package local.bigquery.sql;

/** SQL that this service does not run; the message names the construct. Becomes HTTP 400 {@code invalidQuery}. */
public final class InvalidQuery extends RuntimeException {

    public InvalidQuery(String message) {
        super(message);
    }

    static InvalidQuery at(Token token, String message) {
        return new InvalidQuery("%s at [%d:%d]".formatted(message, token.line(), token.column()));
    }

    /** Valid in BigQuery or not, this stand-in has not learned it, and says so rather than guess. */
    static InvalidQuery unsupported(Token token, String construct) {
        return at(token, "Outside the local stand-in's SQL subset: " + construct);
    }
}
