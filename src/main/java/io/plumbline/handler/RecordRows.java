package io.plumbline.handler;

import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.trace.Gzip;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns Kinesis records into rows of the reference table.
 *
 * <p>The insertId is the event id (shard and sequence number): a redelivered record, or an insert repeated after an
 * unknown outcome, is the same row to BigQuery, which drops it, best effort, for about a minute. A record that the
 * producer sent twice has two sequence numbers and stays two rows, as it should.
 */
final class RecordRows {

    private static final Logger LOG = LoggerFactory.getLogger(RecordRows.class);

    /** What follows a first object would be lost without a word. */
    private static final JsonMapper JSON = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    /** What a request of insertAll may have; no row can have more. */
    private static final int MOST_BYTES = 10_000_000;

    /** Of an unreadable record: BigQuery takes no row above 5 MB, and these are 4.7 MB in base64. */
    static final int MOST_RAW_BYTES = 3_500_000;

    private RecordRows() {}

    /** The record's row; one that holds the raw bytes when the record is not a JSON object, compressed or not. */
    static Row row(KinesisEventRecord record, long receivedMicros) {
        byte[] data = bytes(record);
        try {
            data = Gzip.isIn(data) ? Gzip.expand(data, MOST_BYTES) : data;
        } catch (IOException e) {
            return unreadable(record, receivedMicros, "corrupt gzip: " + e.getMessage());
        }
        try {
            JsonNode body = JSON.readTree(data);
            if (body.isObject()) {
                return row(record, body, receivedMicros);
            }
            return unreadable(record, receivedMicros, "not a JSON object");
        } catch (IOException e) {
            return unreadable(record, receivedMicros, "not JSON: " + location(e));
        }
    }

    private static Row row(KinesisEventRecord record, JsonNode body, long receivedMicros) {
        Map<String, Object> columns = known(record, receivedMicros);
        JsonNode load = body.path("load_test");
        putText(columns, "run_id", load.path("test_run_id"));
        putText(columns, "trace_id", body.path("traceId"));
        putText(columns, "key", load.path("key"));
        putText(columns, "digest", load.path("digest"));
        JsonNode data = body.path("data");
        if (!data.isMissingNode() && !data.isNull()) {
            columns.put("data", data.toString());
        }
        return new Row(record.getEventID(), columns);
    }

    /**
     * The row of a record that cannot be mapped, or whose row BigQuery refuses for good. Reported as failed it would be
     * delivered again and again, and everything behind it in its shard would wait; dropped, it would be lost. So it is
     * kept, without ids, where it can be found by its sequence number.
     */
    static Row unreadable(KinesisEventRecord record, long receivedMicros, String reason) {
        LOG.warn("record {} kept as raw bytes: {}", record.getEventID(), reason);
        Map<String, Object> columns = known(record, receivedMicros);
        byte[] bytes = bytes(record);
        byte[] kept = bytes.length > MOST_RAW_BYTES ? Arrays.copyOf(bytes, MOST_RAW_BYTES) : bytes;
        columns.put(
                "data",
                JSON.createObjectNode()
                        .put("unreadable", reason)
                        .put("bytes", bytes.length)
                        .put("base64", Base64.getEncoder().encodeToString(kept))
                        .toString());
        return new Row(record.getEventID() + "-raw", columns);
    }

    private static Map<String, Object> known(KinesisEventRecord record, long receivedMicros) {
        Map<String, Object> columns = new HashMap<>();
        columns.put("kinesis_sequence_number", record.getKinesis().getSequenceNumber());
        columns.put(
                "kinesis_arrival",
                record.getKinesis().getApproximateArrivalTimestamp().toInstant().toString());
        columns.put("lambda_received", timestamp(receivedMicros));
        return columns;
    }

    private static void putText(Map<String, Object> columns, String column, JsonNode value) {
        if (value.isValueNode() && !value.isNull()) {
            columns.put(column, value.asText());
        }
    }

    private static byte[] bytes(KinesisEventRecord record) {
        ByteBuffer data = record.getKinesis().getData().duplicate();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        return bytes;
    }

    /** A TIMESTAMP's value in insertAll. */
    static String timestamp(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    /** Where parsing failed; the parser's own message would quote the record's content. */
    private static String location(IOException e) {
        return e instanceof JsonProcessingException json && json.getLocation() != null
                ? "at byte " + json.getLocation().getByteOffset()
                : e.getClass().getSimpleName();
    }
}
