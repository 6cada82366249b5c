package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import io.plumbline.bigquery.SqlParameter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import scala.Function1;

/** The parameters of a query, by their names; texts are Gatling's expression language. Immutable. */
public final class SqlParameters {

    public static final SqlParameters NONE = new SqlParameters(Map.of());

    private final Map<String, Function1<Session, Validation<Object>>> values;

    private SqlParameters(Map<String, Function1<Session, Validation<Object>>> values) {
        this.values = values;
    }

    /** With one more. */
    public SqlParameters and(String name, Object value) {
        Map<String, Function1<Session, Validation<Object>>> more = new LinkedHashMap<>(values);
        more.put(
                name,
                value instanceof String text
                        ? Expressions.toAnyExpression(text)
                        : Expressions.toStaticValueExpression(value));
        return new SqlParameters(more);
    }

    /** @throws IllegalArgumentException if one cannot be told for this user; the message says which and why */
    List<SqlParameter> in(Session session) {
        return values.entrySet().stream()
                .map(value -> SqlParameter.of(
                        value.getKey(), El.value(value.getValue().apply(session), "parameter " + value.getKey())))
                .toList();
    }
}
