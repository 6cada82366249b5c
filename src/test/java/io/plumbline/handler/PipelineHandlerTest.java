package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.handler.RowWriter.Refusal;
import io.plumbline.trace.Gzip;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class PipelineHandlerTest {

    private static final long NOW = 1_700_000_000_123_456L;
    private static final String BODY =
            """
            {"traceId":"run-0-l0000000001","timestamp":"2023-11-14T22:13:20.000Z",
             "data":{"tenant_id":"tenant-1","log_level":"INFO","message":"hällo","source":"load"},
             "load_test":{"user":1,"iteration":2,"test_run_id":"run","key":"key-0-1","digest":"d1"},
             "timestamps":{"sent":1700000000000000,"lambda_process":null,"bigquery_insert":null}}""";

    private final List<Row> written = new ArrayList<>();
    private final SortedMap<Integer, Refusal> refusals = new TreeMap<>();
    private long now = NOW;
    private final PipelineHandler handler = new PipelineHandler(() -> now++, RowProcessor.NONE, rows -> {
        written.addAll(rows);
        var answer = new TreeMap<>(refusals);
        refusals.clear();
        return answer;
    });

    @Test
    void mapsTheDefaultBodyToTheReferenceTable() throws Exception {
        assertThat(handle(record("49001", BODY))).isEmpty();

        Map<String, Object> row = written.get(0).columns();
        assertThat(row)
                .containsOnlyKeys(
                        "run_id",
                        "trace_id",
                        "key",
                        "kinesis_sequence_number",
                        "digest",
                        "kinesis_arrival",
                        "lambda_received",
                        "lambda_done",
                        "data")
                .containsEntry("run_id", "run")
                .containsEntry("trace_id", "run-0-l0000000001")
                .containsEntry("key", "key-0-1")
                .containsEntry("kinesis_sequence_number", "49001")
                .containsEntry("digest", "d1")
                .containsEntry("kinesis_arrival", "2023-11-14T22:13:20.007Z")
                .containsEntry("lambda_received", "2023-11-14T22:13:20.123456Z")
                .containsEntry("lambda_done", "2023-11-14T22:13:20.123457Z");
        assertThat(new JsonMapper().readTree((String) row.get("data")))
                .isEqualTo(new JsonMapper().readTree(BODY).get("data"));
    }

    @Test
    void aRedeliveredRecordHasTheSameInsertIdAndAnotherRecordAnother() {
        handle(record("49001", BODY), record("49002", BODY));
        handle(record("49001", BODY));

        assertThat(written.stream().map(Row::insertId))
                .containsExactly(
                        "shardId-000000000000:49001", "shardId-000000000000:49002", "shardId-000000000000:49001");
    }

    @Test
    void columnsThatTheBodyLacksAreLeftOut() {
        assertThat(handle(record("49001", "{\"traceId\":\"a\",\"load_test\":{\"test_run_id\":null}}")))
                .isEmpty();
        assertThat(written.get(0).columns())
                .containsEntry("trace_id", "a")
                .doesNotContainKeys("run_id", "key", "digest", "data");
    }

    @Test
    void whatIsNotAJsonObjectIsKeptRawAndBlocksNothing() throws Exception {
        assertThat(handle(record("1", "not json"), record("2", "[1]"), record("3", ""), record("4", BODY)))
                .isEmpty();

        assertThat(written).hasSize(4);
        for (Row raw : written.subList(0, 3)) {
            assertThat(raw.columns()).doesNotContainKeys("trace_id", "run_id").containsKey("lambda_done");
        }
        var data = new JsonMapper().readTree((String) written.get(0).columns().get("data"));
        assertThat(data.get("base64").binaryValue()).isEqualTo("not json".getBytes(UTF_8));
        assertThat(data.get("unreadable").asText()).startsWith("not JSON: at byte ");
        assertThat(written.get(3).columns()).containsEntry("trace_id", "run-0-l0000000001");
    }

    @Test
    void aCompressedRecordIsThatRecord() {
        assertThat(handle(record("1", Gzip.compress(BODY.getBytes(UTF_8))), record("2", BODY)))
                .isEmpty();

        Map<String, Object> compressed = new HashMap<>(written.get(0).columns());
        compressed.put("kinesis_sequence_number", "2");
        assertThat(compressed).isEqualTo(written.get(1).columns()).containsEntry("digest", "d1");
    }

    @Test
    void whatCannotBeExpandedIsKeptRawAndBlocksNothing() throws Exception {
        byte[] whole = Gzip.compress(BODY.getBytes(UTF_8));
        byte[] cut = Arrays.copyOf(whole, whole.length - 1);
        byte[] damaged = whole.clone();
        damaged[whole.length / 2] ^= 1;
        byte[] bomb = Gzip.compress(new byte[10_000_001]);

        assertThat(handle(record("1", cut), record("2", damaged), record("3", bomb), record("4", BODY)))
                .isEmpty();

        for (Row raw : written.subList(0, 3)) {
            var data = new JsonMapper().readTree((String) raw.columns().get("data"));
            assertThat(data.get("unreadable").asText()).startsWith("corrupt gzip: ");
            assertThat(data.get("base64").binaryValue()).startsWith(0x1f, 0x8b);
        }
        assertThat(written.get(0).columns().get("data").toString()).contains("it ends too early");
        assertThat(written.get(2).columns().get("data").toString()).contains("more than 10000000 bytes");
        assertThat(written.get(3).columns()).containsEntry("trace_id", "run-0-l0000000001");
    }

    @Test
    void reportsTheLowestRecordThatWasNotWritten() {
        refusals.put(3, new Refusal(false, "backendError"));
        refusals.put(1, new Refusal(false, "stopped"));

        assertThat(handle(record("10", BODY), record("11", BODY), record("12", BODY), record("13", BODY)))
                .containsExactly("11");
    }

    @Test
    void aRowRefusedForGoodIsKeptRawUnderAnotherInsertId() {
        refusals.put(1, new Refusal(true, "invalid"));

        assertThat(handle(record("10", BODY), record("11", BODY))).isEmpty();
        assertThat(written).hasSize(3);
        assertThat(written.get(2).insertId()).isEqualTo("shardId-000000000000:11-raw");
        assertThat(written.get(2).columns())
                .doesNotContainKey("trace_id")
                .containsEntry("kinesis_sequence_number", "11");
    }

    /** Nothing in it can be the record's fault: a table without the columns must not cost records. */
    @Test
    void aRawRowThatIsRefusedIsDeliveredAgain() {
        var refusing = handlerWriting((rows, timeLeft) -> {
            var all = new TreeMap<Integer, Refusal>();
            for (int i = 0; i < rows.size(); i++) {
                all.put(i, new Refusal(true, "no such field: data."));
            }
            return all;
        });
        assertThat(failures(refusing, null, record("10", BODY), record("11", BODY)))
                .containsExactly("10");
    }

    @Test
    void rawRowsWhoseOutcomeIsUnknownFailAloneAndNotWhatIsWritten() {
        var failing = handlerWriting((rows, timeLeft) -> {
            if (rows.get(0).insertId().endsWith("-raw")) {
                throw new IllegalStateException("BigQuery is gone");
            }
            return new TreeMap<>(Map.of(1, new Refusal(true, "invalid")));
        });
        assertThat(failures(failing, null, record("10", BODY), record("11", BODY), record("12", BODY)))
                .containsExactly("11");
    }

    /** Three of them are 27 MB, four would be 36. */
    @Test
    void whatIsMoreThanFitsIntoMemoryIsDeliveredAgain() {
        byte[] expands = Gzip.compress(("{\"data\":\"" + "x".repeat(9_000_000) + "\"}").getBytes(UTF_8));

        assertThat(handle(record("1", expands), record("2", expands), record("3", expands), record("4", expands)))
                .containsExactly("4");
        assertThat(written).hasSize(3);
        assertThat(handle(record("4", expands))).isEmpty();
    }

    @Test
    void aSecondObjectBehindTheFirstIsNotDropped() throws Exception {
        assertThat(handle(record("1", BODY + "\n" + BODY))).isEmpty();

        var data = new JsonMapper().readTree((String) written.get(0).columns().get("data"));
        assertThat(data.get("base64").binaryValue()).isEqualTo((BODY + "\n" + BODY).getBytes(UTF_8));
    }

    @Test
    void ofAnUnreadableRecordThatNoRowCanHoldTheBeginningIsKept() throws Exception {
        byte[] large = "x".repeat(RecordRows.MOST_RAW_BYTES + 1).getBytes(UTF_8);
        assertThat(handle(record("1", large))).isEmpty();

        var data = new JsonMapper().readTree((String) written.get(0).columns().get("data"));
        assertThat(data.get("bytes").asInt()).isEqualTo(large.length);
        assertThat(data.get("base64").binaryValue()).hasSize(RecordRows.MOST_RAW_BYTES);
    }

    /** A second is kept for the answer. */
    @Test
    void theWriterHasTheTimeThatLambdaLeaves() {
        List<Duration> times = new ArrayList<>();
        var timed = handlerWriting((rows, timeLeft) -> {
            times.add(timeLeft);
            return new TreeMap<>();
        });
        failures(timed, new FunctionRuntime.Invocation(() -> 7_500), record("1", BODY));
        failures(timed, null, record("1", BODY));

        assertThat(times).containsExactly(Duration.ofMillis(6_500), Duration.ofMinutes(15));
    }

    @Test
    void anUnknownOutcomeFailsTheWholeBatch() {
        var failing = new PipelineHandler(() -> NOW, RowProcessor.NONE, rows -> {
            throw new IllegalStateException("BigQuery is gone");
        });
        assertThatThrownBy(() -> failing.handleRequest(event(record("1", BODY)), null))
                .hasMessage("BigQuery is gone");
    }

    @Test
    void onesOwnWorkLiesBetweenTheStampsAndMayChangeRows() {
        RowProcessor work = rows -> {
            now += 20_000;
            return rows.stream().map(row -> row.with("key", "changed")).toList();
        };
        var working = new PipelineHandler(() -> now, work, rows -> {
            written.addAll(rows);
            return new TreeMap<>();
        });
        working.handleRequest(event(record("49001", BODY), record("49002", BODY)), null);
        assertThat(written).hasSize(2).allSatisfy(row -> assertThat(row.columns())
                .containsEntry("key", "changed")
                .containsEntry("lambda_received", "2023-11-14T22:13:20.123456Z")
                .containsEntry("lambda_done", "2023-11-14T22:13:20.143456Z"));
    }

    @Test
    void aProcessorThatLosesARowFailsTheBatch() {
        var losing = new PipelineHandler(() -> NOW, rows -> List.of(), rows -> {
            throw new AssertionError("nothing is written");
        });
        assertThatThrownBy(() -> losing.handleRequest(event(record("1", BODY)), null))
                .hasMessageContaining("0 rows of 1");
    }

    @Test
    void anEventWithoutRecordsWritesNothing() {
        assertThat(handler.handleRequest(new KinesisEvent(), null).getBatchItemFailures())
                .isEmpty();
        assertThat(handle()).isEmpty();
        assertThat(written).isEmpty();
    }

    private static PipelineHandler handlerWriting(BiFunction<List<Row>, Duration, SortedMap<Integer, Refusal>> how) {
        return new PipelineHandler(() -> NOW, RowProcessor.NONE, new RowWriter() {
            @Override
            public SortedMap<Integer, Refusal> write(List<Row> rows) {
                throw new AssertionError("not told how much time there is");
            }

            @Override
            public SortedMap<Integer, Refusal> write(List<Row> rows, Duration timeLeft) {
                return how.apply(rows, timeLeft);
            }
        });
    }

    /** The sequence numbers reported as failed. */
    private List<String> handle(KinesisEventRecord... records) {
        return failures(handler, null, records);
    }

    private static List<String> failures(PipelineHandler handler, Context context, KinesisEventRecord... records) {
        return handler.handleRequest(event(records), context).getBatchItemFailures().stream()
                .map(BatchItemFailure::getItemIdentifier)
                .toList();
    }

    private static KinesisEvent event(KinesisEventRecord... records) {
        KinesisEvent event = new KinesisEvent();
        event.setRecords(Stream.of(records).toList());
        return event;
    }

    private static KinesisEventRecord record(String sequenceNumber, String body) {
        return record(sequenceNumber, body.getBytes(UTF_8));
    }

    private static KinesisEventRecord record(String sequenceNumber, byte[] body) {
        KinesisEvent.Record data = new KinesisEvent.Record();
        data.setSequenceNumber(sequenceNumber);
        data.setPartitionKey("key-0-1");
        data.setApproximateArrivalTimestamp(new Date(1_700_000_000_007L));
        data.setData(ByteBuffer.wrap(body));
        KinesisEventRecord record = new KinesisEventRecord();
        record.setEventID("shardId-000000000000:" + sequenceNumber);
        record.setKinesis(data);
        return record;
    }
}
