package local.bigquery.sql;

import java.util.Optional;

/**
 * An expression with its names and types resolved.
 *
 * @param sql what DuckDB evaluates to the same value
 * @param constant its value where that is known before the query runs; constants coerce more freely
 */
record Typed(Type type, String sql, Optional<Value> constant) {

    static Typed of(Type type, String sql) {
        return new Typed(type, sql, Optional.empty());
    }

    static Typed constant(Value value) {
        return new Typed(value.type(), value.sql(), Optional.of(value));
    }

    /** This expression as {@code wanted}, by GoogleSQL's implicit coercions; empty if there is none. */
    Optional<Typed> as(Type wanted) {
        if (type.equals(wanted)) {
            return Optional.of(this);
        }
        if (constant.isPresent()) {
            return constant.get().coerced(wanted).map(Typed::constant);
        }
        if (type.equals(Type.NULL)) {
            return Optional.of(of(wanted, "CAST(" + sql + " AS " + wanted.duckDb() + ")"));
        }
        if (type.equals(Type.INT64) && wanted.equals(Type.FLOAT64)) {
            return Optional.of(of(wanted, "CAST(" + sql + " AS DOUBLE)"));
        }
        return Optional.empty();
    }
}
