package io.plumbline.bigquery;

import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryParameterType;
import com.google.api.services.bigquery.model.QueryParameterValue;
import java.time.Instant;

/**
 * A value of a query.
 *
 * @param type by BigQuery's name
 * @param value as text
 */
public record SqlParameter(String name, String type, String value) {

    /**
     * Its type is that of the value: STRING of a text, INT64 of a whole number, FLOAT64 of another one, BOOL, and TIMESTAMP
     * of an {@link Instant}.
     *
     * @throws IllegalArgumentException if the value is something else
     */
    public static SqlParameter of(String name, Object value) {
        return new SqlParameter(name, typeOf(name, value), value.toString());
    }

    private static String typeOf(String name, Object value) {
        if (value instanceof CharSequence) {
            return "STRING";
        } else if (value instanceof Long || value instanceof Integer || value instanceof Short) {
            return "INT64";
        } else if (value instanceof Double || value instanceof Float) {
            return "FLOAT64";
        } else if (value instanceof Boolean) {
            return "BOOL";
        } else if (value instanceof Instant) {
            return "TIMESTAMP";
        }
        throw new IllegalArgumentException("parameter " + name + ": a value of the type "
                + value.getClass().getSimpleName()
                + " is none of a query; it takes text, whole numbers, doubles, booleans and instants");
    }

    QueryParameter model() {
        return new QueryParameter()
                .setName(name)
                .setParameterType(new QueryParameterType().setType(type))
                .setParameterValue(new QueryParameterValue().setValue(value));
    }
}
