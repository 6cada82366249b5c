package io.plumbline.gatling;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.gatling.core.session.Session;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/** The event by which Lambda's event source mapping hands records of a stream to a function, made without a stream. */
public final class KinesisEvent {

    /** A stream of nobody's; functions that look at the event's source can tell. */
    private static final String STREAM_ARN = "arn:aws:kinesis:us-east-1:000000000000:stream/direct";

    private static final String SHARD = "shardId-000000000000:";
    private static final JsonFactory JSON = new JsonFactory();

    /** As long as Kinesis' own, and rising as they do. */
    private static final AtomicLong SEQUENCE = new AtomicLong();

    private KinesisEvent() {}

    /**
     * @throws IllegalArgumentException if there are no records, or one cannot be made for this user; the message says
     *     which and why
     */
    public static byte[] of(io.gatling.javaapi.core.Session user, List<RecordTemplate> records, Clock clock) {
        if (records.isEmpty()) {
            throw new IllegalArgumentException("there are no records in the event");
        }
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (int i = 0; i < records.size(); i++) {
                write(json, session(user.asScala(), i), records.get(i), i, clock.millis());
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** Without an id: nobody looks for these records, so none may look like one that is accounted for. */
    private static Session session(Session user, int index) {
        return user.set(PutAction.TRACE, Map.of("index", index, "key", "direct-" + index, "user", user.userId()));
    }

    private static void write(JsonGenerator json, Session session, RecordTemplate record, int index, long nowMillis)
            throws IOException {
        String number = String.format(Locale.ROOT, "4959%052d", SEQUENCE.incrementAndGet());
        String which = "record " + index + ": ";
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", record.key(session, which));
        json.writeStringField("sequenceNumber", number);
        json.writeBinaryField("data", record.bytes(session, which));
        json.writeNumberField("approximateArrivalTimestamp", BigDecimal.valueOf(nowMillis, 3));
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", SHARD + number);
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("invokeIdentityArn", "arn:aws:iam::000000000000:role/direct");
        json.writeStringField("awsRegion", "us-east-1");
        json.writeStringField("eventSourceARN", STREAM_ARN);
        json.writeEndObject();
    }
}
