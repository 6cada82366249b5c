package io.plumbline.bigquery;

import java.util.Set;

/** What a column holds, by the names that legacy and standard SQL have for it. */
record ColumnType(String name) {

    private static final Set<String> NUMBERS =
            Set.of("INTEGER", "INT64", "FLOAT", "FLOAT64", "NUMERIC", "BIGNUMERIC", "DECIMAL", "BIGDECIMAL");

    boolean isNumber() {
        return NUMBERS.contains(name);
    }

    boolean isWholeNumber() {
        return name.equals("INTEGER") || name.equals("INT64");
    }

    boolean isText() {
        return name.equals("STRING");
    }

    boolean isJson() {
        return name.equals("JSON");
    }

    /** Whether it can say a moment: as a TIMESTAMP, or by epoch seconds, milliseconds, microseconds or nanoseconds. */
    boolean isMoment() {
        return name.equals("TIMESTAMP") || isNumber();
    }

    /** Whether a value can be inside of it: as JSON, or as a text that holds JSON. */
    boolean holdsJson() {
        return isJson() || isText();
    }

    @Override
    public String toString() {
        return name;
    }
}
