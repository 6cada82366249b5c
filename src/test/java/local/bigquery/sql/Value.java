package local.bigquery.sql;

import java.time.LocalDate;
import java.util.Optional;

/**
 * A constant of a query: a literal's or a named parameter's.
 *
 * @param value Long, Double, String, Boolean, LocalDate, a TIMESTAMP as epoch microseconds (Long), or a List of these for
 *     an array; absent for NULL
 */
public record Value(Type type, Optional<Object> value) {

    /** A scalar as DuckDB's SQL writes it. */
    String sql() {
        if (value.isEmpty()) {
            return type.equals(Type.NULL) ? "NULL" : "CAST(NULL AS " + type.duckDb() + ")";
        }
        Object v = value.get();
        return switch (type.base()) {
            case STRING, JSON -> quote((String) v);
            case INT64 -> "(" + v + ")::BIGINT";
            case FLOAT64 -> "CAST('" + v + "' AS DOUBLE)";
            case BOOL -> v.toString();
            case TIMESTAMP -> timestamp((Long) v);
            case DATE -> "DATE '" + v + "'";
            case BYTES, NULL -> throw new IllegalStateException("no constant of " + type);
        };
    }

    private static String timestamp(long micros) {
        if (!Times.isTimestamp(micros)) {
            throw new InvalidQuery("TIMESTAMP out of range: " + micros + " microseconds since the epoch");
        }
        return "make_timestamp((" + micros + ")::BIGINT)";
    }

    /** This constant as another type, where GoogleSQL coerces constants of its own accord. */
    Optional<Value> coerced(Type wanted) {
        if (type.equals(wanted)) {
            return Optional.of(this);
        }
        if (type.equals(Type.NULL)) {
            return Optional.of(new Value(wanted, Optional.empty()));
        }
        if (type.equals(Type.INT64) && wanted.equals(Type.FLOAT64)) {
            return Optional.of(new Value(wanted, value.map(v -> ((Long) v).doubleValue())));
        }
        if (type.equals(Type.STRING) && wanted.equals(Type.TIMESTAMP)) {
            return Optional.of(new Value(wanted, value.map(v -> Times.timestampMicros((String) v))));
        }
        if (type.equals(Type.STRING) && wanted.equals(Type.DATE)) {
            return Optional.of(new Value(wanted, value.map(v -> (Object) Times.date((String) v))));
        }
        return Optional.empty();
    }

    static String quote(String text) {
        if (text.indexOf('\0') >= 0) {
            throw new InvalidQuery("Outside the local stand-in's SQL subset: a string with the character NUL");
        }
        return "'" + text.replace("'", "''") + "'";
    }

    static Value string(String text) {
        return new Value(Type.STRING, Optional.of(text));
    }

    static Value date(LocalDate date) {
        return new Value(Type.DATE, Optional.of(date));
    }
}
