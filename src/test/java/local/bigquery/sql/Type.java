package local.bigquery.sql;

import java.util.Locale;
import java.util.Optional;

/**
 * A GoogleSQL type that the stand-in knows.
 *
 * @param array whether this is an ARRAY of the base; arrays of arrays do not exist
 */
public record Type(Base base, boolean array) {

    public enum Base {
        BOOL("BOOLEAN", "BOOLEAN"),
        INT64("INTEGER", "BIGINT"),
        FLOAT64("FLOAT", "DOUBLE"),
        STRING("STRING", "VARCHAR"),
        TIMESTAMP("TIMESTAMP", "TIMESTAMP"),
        DATE("DATE", "DATE"),
        JSON("JSON", "JSON"),
        /** Only inside an expression: no column, parameter or result has it. */
        BYTES("BYTES", "BLOB"),
        /** The type of a bare NULL until its neighbours give it one; an answer shows it as INTEGER, as Google's. */
        NULL("INTEGER", "BIGINT");

        private final String restName;
        private final String duckDbName;

        Base(String restName, String duckDbName) {
            this.restName = restName;
            this.duckDbName = duckDbName;
        }
    }

    public static final Type BOOL = new Type(Base.BOOL, false);
    public static final Type INT64 = new Type(Base.INT64, false);
    public static final Type FLOAT64 = new Type(Base.FLOAT64, false);
    public static final Type STRING = new Type(Base.STRING, false);
    public static final Type TIMESTAMP = new Type(Base.TIMESTAMP, false);
    public static final Type DATE = new Type(Base.DATE, false);
    public static final Type JSON = new Type(Base.JSON, false);
    static final Type BYTES = new Type(Base.BYTES, false);
    static final Type NULL = new Type(Base.NULL, false);

    /** The type a table schema, a parameter or a CAST names; legacy names (INTEGER) are the same types. */
    public static Optional<Type> named(String name) {
        return Optional.ofNullable(
                switch (name.toUpperCase(Locale.ROOT)) {
                    case "BOOL", "BOOLEAN" -> BOOL;
                    case "INT64", "INTEGER", "INT", "BIGINT" -> INT64;
                    case "FLOAT64", "FLOAT" -> FLOAT64;
                    case "STRING" -> STRING;
                    case "TIMESTAMP" -> TIMESTAMP;
                    case "DATE" -> DATE;
                    case "JSON" -> JSON;
                    default -> null;
                });
    }

    public Type arrayOf() {
        return new Type(base, true);
    }

    Type element() {
        return new Type(base, false);
    }

    /** As a table's schema in the REST API writes it. */
    public String restName() {
        return base.restName;
    }

    public String duckDb() {
        return base.duckDbName + (array ? "[]" : "");
    }

    /** Whether values can be compared for equality and grouped; those of BYTES could be in BigQuery. */
    boolean groupable() {
        return !array && base != Base.JSON && base != Base.BYTES;
    }

    @Override
    public String toString() {
        return array ? "ARRAY<" + base + ">" : base.toString();
    }
}
