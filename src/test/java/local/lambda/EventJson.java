package local.lambda;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.io.JsonStringEncoder;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.List;
import local.kinesis.KinesisStream;
import local.kinesis.Shard;
import local.kinesis.StreamRecord;

/** The event that an event source mapping sends to a function, as the service writes it. */
final class EventJson {

    private static final JsonFactory JSON = JsonFactory.builder()
            .enable(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8)
            .build();

    /** An event without records: {@code {"Records":[]}}. */
    static final int ENVELOPE_BYTES = 14;

    private final String streamArn;
    private final String region;

    /** What a record takes besides its data and its key: as much for all of a shard. */
    private int restBytes;

    EventJson(KinesisStream stream) {
        this.streamArn = stream.arn();
        this.region = stream.arn().split(":")[3];
    }

    byte[] write(Shard shard, List<StreamRecord> records) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator json = JSON.createGenerator(bytes)) {
            json.writeStartObject();
            json.writeArrayFieldStart("Records");
            for (StreamRecord record : records) {
                write(json, shard, record);
            }
            json.writeEndArray();
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    /** What the record adds to the event, with the comma before it. */
    long bytes(Shard shard, StreamRecord record) {
        if (restBytes == 0) {
            StreamRecord empty = new StreamRecord(
                    record.position(), 0, record.shardPrefix(), record.arrivalMillis(), "", new byte[0]);
            restBytes = write(shard, List.of(empty)).length - ENVELOPE_BYTES + 1;
        }
        long base64 = (record.data().length + 2) / 3 * 4L;
        return restBytes + base64 + JsonStringEncoder.getInstance().quoteAsUTF8(record.partitionKey()).length;
    }

    private void write(JsonGenerator json, Shard shard, StreamRecord record) throws IOException {
        json.writeStartObject();
        json.writeObjectFieldStart("kinesis");
        json.writeStringField("kinesisSchemaVersion", "1.0");
        json.writeStringField("partitionKey", record.partitionKey());
        json.writeStringField("sequenceNumber", record.sequenceNumber());
        json.writeBinaryField("data", record.data());
        json.writeNumberField("approximateArrivalTimestamp", BigDecimal.valueOf(record.arrivalMillis(), 3));
        json.writeEndObject();
        json.writeStringField("eventSource", "aws:kinesis");
        json.writeStringField("eventVersion", "1.0");
        json.writeStringField("eventID", shard.id() + ":" + record.sequenceNumber());
        json.writeStringField("eventName", "aws:kinesis:record");
        json.writeStringField("invokeIdentityArn", "arn:aws:iam::000000000000:role/local-function");
        json.writeStringField("awsRegion", region);
        json.writeStringField("eventSourceARN", streamArn);
        json.writeEndObject();
    }
}
