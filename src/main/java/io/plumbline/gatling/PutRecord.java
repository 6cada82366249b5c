package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.action.Action;
import io.gatling.core.action.builder.ActionBuilder;
import io.gatling.core.body.Body;
import io.gatling.core.body.BodyWithBytesExpression;
import io.gatling.core.body.BodyWithStringExpression;
import io.gatling.core.session.Session;
import io.gatling.core.structure.ScenarioContext;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import scala.Function1;

/**
 * How a record is put, as an author wrote it.
 *
 * @param partitionKey of {@code String}, 1 to 256 characters
 * @param within until when an arrival is waited for; empty for the settings' default
 * @param awaitsArrival whether the user waits until the record is seen; put only otherwise
 */
public record PutRecord(
        Function1<Session, Validation<String>> name,
        Body body,
        Function1<Session, Validation<String>> partitionKey,
        Optional<Duration> within,
        boolean awaitsArrival)
        implements io.gatling.javaapi.core.ActionBuilder {

    @Override
    public ActionBuilder asScala() {
        return this::build;
    }

    private Action build(ScenarioContext context, Action next) {
        PipelineComponents components = context.protocolComponentsRegistry().components(PipelineProtocol.KEY);
        return new PutRecordAction(this, data(body), components, context.throttled(), next);
    }

    private static Function<Session, Validation<byte[]>> data(Body body) {
        if (body instanceof BodyWithStringExpression text) {
            return session -> text.apply(session).map(string -> string.getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof BodyWithBytesExpression bytes) {
            return bytes::apply;
        }
        throw new IllegalArgumentException("a record's body has to be text or bytes, not "
                + body.getClass().getSimpleName());
    }
}
