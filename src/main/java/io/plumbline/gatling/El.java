package io.plumbline.gatling;

import io.gatling.commons.validation.Failure;
import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.internal.Expressions;
import scala.Function1;

/** A text in Gatling's expression language. */
record El(String text, Function1<Session, Validation<String>> expression) {

    static El of(String text) {
        return new El(text, Expressions.toStringExpression(text));
    }

    /**
     * What it says to this user.
     *
     * @throws IllegalArgumentException if that cannot be told; the message says of what and why
     */
    String in(Session session, String what) {
        return value(expression.apply(session), what);
    }

    /** What it says to this user; itself, where that cannot be told. */
    String orText(Session session) {
        return expression.apply(session) instanceof Success<String> success ? success.value() : text;
    }

    /** @throws IllegalArgumentException if there is none; the message says of what and why */
    static <T> T value(Validation<T> validation, String what) {
        if (validation instanceof Success<T> success) {
            return success.value();
        }
        throw new IllegalArgumentException(what + ": " + ((Failure) validation).message());
    }
}
