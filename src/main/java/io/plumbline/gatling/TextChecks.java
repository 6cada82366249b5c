package io.plumbline.gatling;

import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.json.JsonParsers;
import io.gatling.javaapi.core.CheckBuilder.CheckType;
import io.gatling.javaapi.core.internal.CoreCheckType;
import java.util.Map;
import java.util.function.Function;
import scala.Function1;

/** What Gatling's own checks on text and JSON look at. */
final class TextChecks {

    private static final JsonParsers JSON = new JsonParsers();

    private TextChecks() {}

    /** For {@code bodyString}, {@code substring}, {@code regex}, {@code jsonPath} and {@code jmesPath}. */
    static <R> Map<CheckType, Function1<R, Validation<?>>> of(Function<R, String> text) {
        Function1<R, Validation<?>> string = response -> new Success<>(text.apply(response));
        // One object for both, so that Gatling parses a response once.
        Function1<R, Validation<?>> json = response -> JSON.safeParse(text.apply(response));
        return Map.of(
                CoreCheckType.BodyString, string,
                CoreCheckType.Substring, string,
                CoreCheckType.Regex, string,
                CoreCheckType.JsonPath, json,
                CoreCheckType.JmesPath, json);
    }
}
