package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.body.BodyWithBytesExpression;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import io.plumbline.trace.Gzip;
import java.util.function.Function;

/**
 * A body that travels compressed. A record's is compressed only when its digest is in it, which is why the plain one is to
 * be had.
 */
public final class GzippedBody implements BodyWithBytesExpression {

    private final Function<Session, Validation<byte[]>> plain;

    private GzippedBody(Function<Session, Validation<byte[]>> plain) {
        this.plain = plain;
    }

    /** @throws IllegalArgumentException if the body is compressed already, or neither text nor bytes */
    public static Body.WithBytes of(Body body) {
        if (body.asScala() instanceof GzippedBody) {
            throw new IllegalArgumentException("gzipped takes a body that is not gzipped already");
        }
        return new Body.WithBytes(new GzippedBody(RecordTemplate.data(body.asScala())));
    }

    Function<Session, Validation<byte[]>> plain() {
        return plain;
    }

    @Override
    public Validation<byte[]> apply(Session session) {
        return plain.apply(session).map(Gzip::compress);
    }
}
