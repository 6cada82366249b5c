package io.plumbline.gatling;

import io.gatling.commons.validation.Validation;
import io.gatling.core.body.BodyWithBytesExpression;
import io.gatling.core.body.BodyWithStringExpression;
import io.gatling.core.session.Session;
import io.gatling.javaapi.core.Body;
import io.plumbline.run.Attempt;
import io.plumbline.run.Draft;
import io.plumbline.run.Encoding;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a record is made of for each user anew. */
public final class RecordTemplate {

    private final Function<Session, Validation<byte[]>> data;
    private final Encoding encoding;
    private final El partitionKey;
    private final @Nullable El explicitHashKey;

    private RecordTemplate(
            Function<Session, Validation<byte[]>> data,
            Encoding encoding,
            El partitionKey,
            @Nullable El explicitHashKey) {
        this.data = data;
        this.encoding = encoding;
        this.partitionKey = partitionKey;
        this.explicitHashKey = explicitHashKey;
    }

    /**
     * @param partitionKey Gatling's expression language
     * @param explicitHashKey Gatling's expression language
     */
    public static RecordTemplate of(Body body, String partitionKey, Optional<String> explicitHashKey) {
        El key = El.of(partitionKey);
        El hashKey = explicitHashKey.map(El::of).orElse(null);
        return body.asScala() instanceof GzippedBody gzipped
                ? new RecordTemplate(gzipped.plain(), Encoding.GZIP, key, hashKey)
                : new RecordTemplate(data(body.asScala()), Encoding.PLAIN, key, hashKey);
    }

    /** Made for a user whose session holds the record's trace. */
    Draft draft(Session session, Attempt attempt, @Nullable String evenHashKey) {
        try {
            return new Draft(
                    attempt,
                    El.value(data.apply(session), "body"),
                    encoding,
                    partitionKey.in(session, "partition key"),
                    explicitHashKey == null ? evenHashKey : explicitHashKey.in(session, "explicit hash key"),
                    null);
        } catch (IllegalArgumentException e) {
            return Draft.failed(attempt, String.valueOf(e.getMessage()));
        } catch (RuntimeException e) {
            return Draft.failed(attempt, "it could not be made: " + e);
        }
    }

    /** @throws IllegalArgumentException if it cannot be told; the message says of which record and why */
    byte[] bytes(Session session, String which) {
        return encoding.of(El.value(data.apply(session), which + "body"));
    }

    /** @throws IllegalArgumentException if it cannot be told; the message says of which record and why */
    String key(Session session, String which) {
        return partitionKey.in(session, which + "partition key");
    }

    /**
     * The body itself.
     *
     * @throws IllegalArgumentException if it makes neither text nor bytes
     */
    public static Body supported(Body body) {
        data(body.asScala());
        return body;
    }

    /** What a body is for each user anew. */
    static Function<Session, Validation<byte[]>> data(io.gatling.core.body.Body body) {
        if (body instanceof BodyWithStringExpression text) {
            return session -> text.apply(session).map(string -> string.getBytes(StandardCharsets.UTF_8));
        }
        if (body instanceof BodyWithBytesExpression bytes) {
            return bytes::apply;
        }
        throw new IllegalArgumentException("a body has to be text or bytes, not "
                + body.getClass().getSimpleName() + "; use ByteArrayBody(session -> bytes)");
    }
}
