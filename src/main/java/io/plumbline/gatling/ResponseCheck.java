package io.plumbline.gatling;

import io.gatling.commons.validation.Success;
import io.gatling.commons.validation.Validation;
import io.gatling.core.check.CheckBuilder$Find$Default;
import io.gatling.core.check.Extractor;
import io.gatling.core.check.FindExtractor;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.CheckBuilder;
import java.util.Optional;
import java.util.function.Function;
import scala.Function1;
import scala.Option;

/**
 * A check on something that a response has. Gatling's own steps follow: {@code is}, {@code saveAs}, {@code transform} and
 * so on.
 *
 * @param response the type of the responses that have it
 * @param name what Gatling calls it where the check fails
 */
public record ResponseCheck(Class<?> response, String name) implements CheckBuilder.CheckType {

    /**
     * @param name what Gatling calls it where the check fails
     * @param value empty where this response does not have it
     */
    public static <R, X> CheckBuilder.Find<X> on(
            Class<R> response, String name, Class<X> type, Function<R, Optional<X>> value) {
        Extractor<R, X> extractor = new FindExtractor<>(
                name, found -> new Success<>(Option.apply(value.apply(found).orElse(null))));
        Function1<Session, Validation<Extractor<R, X>>> expression = session -> new Success<>(extractor);
        return new CheckBuilder.Find.Default<>(
                new CheckBuilder$Find$Default<Object, R, X>(expression, true),
                new ResponseCheck(response, name),
                type,
                Function.identity());
    }
}
