package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.DatasetInfo;
import com.google.cloud.bigquery.Field;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.Schema;
import com.google.cloud.bigquery.StandardSQLTypeName;
import com.google.cloud.bigquery.StandardTableDefinition;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.bigquery.TableInfo;
import com.google.cloud.bigquery.TimePartitioning;
import io.plumbline.TestSettings;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.Evidence;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.arrival.Stray;
import io.plumbline.trace.Digest;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.LongStream;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The arrival queries against a real SQL engine, over real sockets. */
@Timeout(60)
class BigQueryGatewayTest {

    private static final long NOON = 1_700_000_000_000_000L;

    private final AtomicLong clock = new AtomicLong(NOON);
    private final TraceIds ids = new TraceIds("run-abcd", 0);
    private final BigQueryService service =
            new BigQueryService(256, 1, clock::get, (table, rows, committedMicros) -> {});
    private final HttpServer server = HttpServer.start("bigquery", service);
    private final BigQuery client = BigQueryOptions.newBuilder()
            .setProjectId("p")
            .setHost(server.uri().toString())
            .setCredentials(NoCredentials.getInstance())
            .build()
            .getService();

    @AfterEach
    void close() {
        server.close();
        service.close();
    }

    @Test
    void readsTheRunsRowsWithTheirStamps() throws QueryFailure {
        createReferenceTable();
        insert(ids.load(1), "run-abcd", "49-1");
        insert("other-1", "other", "49-2");

        Answer<Row> answer = gateway().rows(OptionalLong.empty());

        Stamps expected = Stamps.none()
                .with(Stamp.KINESIS_ARRIVAL, NOON - 900_000)
                .with(Stamp.LAMBDA_RECEIVED, NOON - 500_123)
                .with(Stamp.LAMBDA_DONE, NOON - 400_000)
                .with(Stamp.INSERTED, NOON);
        assertThat(answer.rows()).containsExactly(new Row(ids.load(1), expected, "49-1"));
        assertThat(answer.sentMicros()).isLessThanOrEqualTo(answer.receivedMicros());
        assertThat(answer.job()).hasValue(new Answer.JobTimes(NOON, NOON));
    }

    @Test
    void findsRowsByTheirIdsOfThisRunOrOfAny() throws QueryFailure {
        createReferenceTable();
        insert("mine", "run-abcd", "49-1");
        insert("others", "other", "49-2");
        List<String> both = List.of("mine", "others", "nobodys");

        assertThat(gateway().rowsOf(both).rows()).extracting(Row::traceId).containsExactly("mine");
        assertThat(gateway().rowsOfAnyRun(both).rows())
                .extracting(Row::traceId)
                .containsExactlyInAnyOrder("mine", "others");
        assertThat(gateway().rowsOfAnyRun(List.of("others")).rows().get(0).stamps())
                .as("as of other rows")
                .isEqualTo(gateway().rowsOf(List.of("mine")).rows().get(0).stamps());
    }

    @Test
    void countsWhatOthersInsertedLately() throws QueryFailure {
        createReferenceTable();
        insert("too old", "other", "49-1");
        clock.addAndGet(60_000_000);
        insert(ids.load(1), "run-abcd", "49-2");
        insert("other-1", "other", "49-3");
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("trace_id", "nobodys"))
                .build());

        assertThat(gateway().foreignRows(Duration.ofSeconds(59)).rows()).containsExactly(2L);
        assertThat(gateway().foreignRows(Duration.ofSeconds(60)).rows()).containsExactly(3L);
    }

    @Test
    void filtersByInsertStamp() throws QueryFailure {
        createReferenceTable();
        insert(ids.load(1), "run-abcd", "49-1");
        clock.addAndGet(5_000_000);
        insert(ids.load(2), "run-abcd", "49-2");

        assertThat(gateway().rows(OptionalLong.of(NOON + 5_000_000)).rows())
                .extracting(Row::traceId)
                .containsExactly(ids.load(2));
        assertThat(gateway().rows(OptionalLong.of(NOON)).rows()).hasSize(2);
        assertThat(gateway().rows(OptionalLong.of(NOON + 5_000_001)).rows()).isEmpty();
    }

    @Test
    void countsAndReadsByBlocks() throws QueryFailure {
        createReferenceTable();
        for (long number : new long[] {998, 999, 999, 1_000}) {
            insert(ids.load(number), "run-abcd", "49");
        }

        assertThat(gateway().countByBlock(ids.load(0).length() - 3).rows())
                .containsExactlyInAnyOrder(
                        new BlockCount("run-abcd-0-l0000000", 3, 2), new BlockCount("run-abcd-0-l0000001", 1, 1));
        assertThat(gateway().rowsBetween(ids.load(999), ids.load(1_999)).rows())
                .extracting(Row::traceId)
                .containsExactlyInAnyOrder(ids.load(999), ids.load(999), ids.load(1_000));
    }

    @Test
    void findsRowsByTheirIds() throws QueryFailure {
        createReferenceTable();
        insert(ids.load(1), "run-abcd", "49-1");
        insert(ids.load(2), "run-abcd", "49-2");

        List<String> asked = new ArrayList<>(List.of(ids.load(2), ids.control(1)));
        LongStream.range(10, 5_000).forEach(number -> asked.add(ids.load(number)));
        assertThat(gateway().rowsOf(asked).rows()).extracting(Row::traceId).containsExactly(ids.load(2));
        assertThat(gateway().rowsOf(List.of()).rows()).isEmpty();
    }

    @Test
    void judgesOrderByFirstDeliveries() throws QueryFailure {
        createReferenceTable();
        // Key a: 2 and 3 came before 1; 3 after 2. The second delivery of 2 does not matter.
        insert(ids.load(1), "a", "49001", 300);
        insert(ids.load(2), "a", "49002", 100);
        insert(ids.load(2), "a", "49002", 900);
        insert(ids.load(3), "a", "49003", 200);
        // Another key has an order of its own; a longer number is a higher one; together is not overtaken.
        insert(ids.load(4), "b", "9", 50);
        insert(ids.load(5), "b", "10", 50);
        insert(ids.load(6), "b", "8", 40);
        // Not asked for.
        insert(ids.load(7), "a", "49009", 1);
        insert(ids.control(0), "a", "49008", 1);

        assertThat(gateway().order(ids.load(0), ids.load(6)).rows()).containsExactly(new OrderCount(6, 1));
        assertThat(gateway().order(ids.load(0), ids.load(7)).rows()).containsExactly(new OrderCount(7, 3));
    }

    @Test
    void suspectsRowsWhoseDigestIsWrong() throws QueryFailure {
        createReferenceTable();
        String right = "{\"m\": \"caf\\u00e9\", \"a\": [1, {\"z\": null, \"b\": true}]}";
        String sealed = new String(
                Digest.seal("{\"traceId\":\"%s\",\"load_test\":{\"key\":\"k\",\"digest\":\"%s\"},\"data\":%s}"
                        .formatted(ids.load(1), Digest.PLACEHOLDER, right)
                        .getBytes(StandardCharsets.UTF_8)),
                StandardCharsets.UTF_8);
        String digest = sealed.replaceAll(".*\"digest\":\"(\\w+)\".*", "$1");
        seal(ids.load(1), digest, right);
        seal(ids.load(2), digest, right);
        seal(ids.load(1), digest, "{\"m\": \"coffee\"}");
        insert(ids.load(3), "run-abcd", "49");

        assertThat(gateway().countSealed(ids.load(0), ids.load(9)).rows()).containsExactly(3L);
        assertThat(gateway().suspects(ids.load(0), ids.load(9)).rows())
                .containsExactlyInAnyOrder(
                        new Sealed(ids.load(2), "k", "{\"a\":[1,{\"b\":true,\"z\":null}],\"m\":\"café\"}", digest),
                        new Sealed(ids.load(1), "k", "{\"m\":\"coffee\"}", digest));
        assertThat(gateway().suspects(ids.load(0), ids.load(1)).rows())
                .extracting(Sealed::data)
                .containsExactly("{\"m\":\"coffee\"}");
    }

    @Test
    void findsRowsWithoutIdsByTheirSequenceNumbers() throws QueryFailure {
        createReferenceTable();
        insert(ids.load(1), "run-abcd", "49-1");
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("kinesis_sequence_number", "49-2", "data", "{\"unreadable\":\"not JSON\"}"))
                .addRow(Map.of("kinesis_sequence_number", "49-3"))
                .addRow(Map.of("kinesis_sequence_number", "49-4"))
                .build());

        assertThat(gateway().strays(List.of("49-1", "49-2", "49-3", "49-5")).rows())
                .containsExactlyInAnyOrder(new Stray("49-2", "not JSON"), new Stray("49-3", null));
    }

    @Test
    void readsEverythingFromInsideAJsonColumn() throws QueryFailure {
        client.create(DatasetInfo.of("d"));
        client.create(TableInfo.of(
                TableId.of("p", "d", "events"),
                StandardTableDefinition.of(Schema.of(Field.of("payload", StandardSQLTypeName.JSON)))));
        BigQueryGateway gateway = new BigQueryGateway(
                TestSettings.forPipeline(server.uri(), server.uri())
                        .with("plumbline.trace.column", "payload.traceId")
                        .withoutColumns("runId")
                        .with("plumbline.columns.key", "payload.load_test.key")
                        .with("plumbline.columns.sequenceNumber", "payload.number")
                        .withoutColumns("kinesisArrival")
                        .with("plumbline.columns.lambdaReceived", "payload.timestamps.lambda_process")
                        .with("plumbline.columns.lambdaDone", "payload.timestamps.done")
                        .withoutColumns("inserted", "digest", "data")
                        .settings(),
                new TraceIds("run-abcd", 0),
                clock::get);
        assertThat(gateway.problems()).isEmpty();
        for (String row : List.of(
                "{\"traceId\":\"%s\",\"number\":\"7\",\"load_test\":{\"key\":\"k\"},\"timestamps\":{\"lambda_process\":\"2023-11-14T22:13:19.5Z\",\"done\":\"soon\"}}"
                        .formatted(ids.load(1)),
                "{\"traceId\":\"somebody-else\"}")) {
            client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                    .addRow(Map.of("payload", row))
                    .build());
        }

        Row row = new Row(ids.load(1), Stamps.none().with(Stamp.LAMBDA_RECEIVED, NOON - 500_000), "7");
        assertThat(gateway.evidence()).isEqualTo(new Evidence(false, false, true, true, false));
        assertThat(gateway.rowsOf(List.of(ids.load(1))).rows()).containsExactly(row);
        assertThat(gateway.rows(OptionalLong.empty()).rows()).containsExactly(row);
        assertThat(gateway.countByBlock(ids.load(0).length() - 3).rows())
                .containsExactly(new BlockCount("run-abcd-0-l0000000", 1, 1));
        assertThat(gateway.order(ids.load(0), ids.load(9)).rows()).containsExactly(new OrderCount(1, 0));
        assertThat(gateway.strays(List.of("7")).rows()).isEmpty();
    }

    @Test
    void readsStampsThatAreNumbersOfAnyUnit() throws QueryFailure {
        client.create(DatasetInfo.of("d"));
        client.create(TableInfo.of(
                TableId.of("p", "d", "events"),
                StandardTableDefinition.of(Schema.of(
                        Field.of("trace_id", StandardSQLTypeName.STRING),
                        Field.of("run_id", StandardSQLTypeName.STRING),
                        Field.of("at_seconds", StandardSQLTypeName.FLOAT64),
                        Field.of("at_millis", StandardSQLTypeName.INT64),
                        Field.of("at_nanos", StandardSQLTypeName.INT64),
                        Field.of("payload", StandardSQLTypeName.JSON)))));
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of(
                        "trace_id",
                        ids.load(1),
                        "run_id",
                        "run-abcd",
                        "at_seconds",
                        1_700_000_000.25,
                        "at_millis",
                        1_700_000_000_123L,
                        "at_nanos",
                        "1700000000123456789",
                        "payload",
                        "{\"stamps\":{\"done\":1700000000500000}}"))
                .addRow(Map.of(
                        "trace_id", ids.load(2), "run_id", "run-abcd", "payload", "{\"stamps\":{\"done\":\"soon\"}}"))
                .addRow(Map.of(
                        "trace_id", ids.load(3), "run_id", "run-abcd", "payload", "{\"stamps\":{\"done\":1e300}}"))
                .build());
        BigQueryGateway gateway = new BigQueryGateway(
                TestSettings.forPipeline(server.uri(), server.uri())
                        .with("plumbline.columns.kinesisArrival", "at_seconds")
                        .with("plumbline.columns.lambdaReceived", "AT_MILLIS")
                        .with("plumbline.columns.lambdaDone", "payload.stamps.done")
                        .with("plumbline.columns.inserted", "at_nanos")
                        .withoutColumns("key", "sequenceNumber", "digest", "data")
                        .settings(),
                new TraceIds("run-abcd", 0),
                clock::get);
        Row first = new Row(
                ids.load(1),
                Stamps.none()
                        .with(Stamp.KINESIS_ARRIVAL, NOON + 250_000)
                        .with(Stamp.LAMBDA_RECEIVED, NOON + 123_000)
                        .with(Stamp.LAMBDA_DONE, NOON + 500_000)
                        .with(Stamp.INSERTED, NOON + 123_457),
                null);

        assertThat(gateway.problems()).isEmpty();
        assertThat(gateway.rows(OptionalLong.empty()).rows())
                .containsExactlyInAnyOrder(
                        first, new Row(ids.load(2), Stamps.none(), null), new Row(ids.load(3), Stamps.none(), null));
        assertThat(gateway.rows(OptionalLong.of(NOON + 123_000)).rows()).containsExactly(first);
        assertThat(gateway.rows(OptionalLong.of(NOON + 124_000)).rows()).isEmpty();
    }

    @Test
    void aTableThatDemandsAConditionOnItsPartitionsGetsIt() throws QueryFailure {
        client.create(DatasetInfo.of("d"));
        client.create(TableInfo.of(
                TableId.of("p", "d", "events"),
                StandardTableDefinition.newBuilder()
                        .setSchema(Schema.of(
                                Field.of("trace_id", StandardSQLTypeName.STRING),
                                Field.of("run_id", StandardSQLTypeName.STRING),
                                Field.of("kinesis_sequence_number", StandardSQLTypeName.STRING),
                                Field.of("event_time", StandardSQLTypeName.TIMESTAMP)))
                        .setTimePartitioning(TimePartitioning.newBuilder(TimePartitioning.Type.DAY)
                                .setField("event_time")
                                .setRequirePartitionFilter(true)
                                .build())
                        .build()));
        for (int day = 0; day < 3; day++) {
            client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                    .addRow(Map.of(
                            "trace_id",
                            ids.load(day),
                            "run_id",
                            "run-abcd",
                            "kinesis_sequence_number",
                            "4" + day,
                            "event_time",
                            iso(NOON - day * 86_400_000_000L)))
                    .build());
        }
        TestSettings settings = TestSettings.forPipeline(server.uri(), server.uri())
                .withoutColumns("key", "kinesisArrival", "lambdaReceived", "lambdaDone", "inserted", "digest", "data");
        BigQueryGateway without = new BigQueryGateway(settings.settings(), ids, clock::get);
        BigQueryGateway with = new BigQueryGateway(
                settings.with("plumbline.bigquery.requiredFilter", "event_time >= TIMESTAMP '2023-11-13'")
                        .settings(),
                ids,
                clock::get);

        assertThat(without.problems())
                .singleElement()
                .asString()
                .startsWith("plumbline.bigquery.requiredFilter: table p.d.events takes no query without");
        assertThatThrownBy(() -> without.rows(OptionalLong.empty()))
                .hasMessageContaining("without a filter over column(s) 'event_time'");
        assertThat(with.problems()).isEmpty();
        assertThat(with.rows(OptionalLong.empty()).rows())
                .extracting(Row::traceId)
                .containsExactlyInAnyOrder(ids.load(0), ids.load(1));
        assertThat(with.rowsOf(List.of(ids.load(1), ids.load(2))).rows()).hasSize(1);
        assertThat(with.rowsOfAnyRun(List.of(ids.load(2))).rows()).isEmpty();
        assertThat(with.rowsBetween(ids.load(0), ids.load(2)).rows()).hasSize(2);
        assertThat(with.countByBlock(ids.load(0).length() - 3).rows())
                .containsExactly(new BlockCount("run-abcd-0-l0000000", 2, 2));
        assertThat(with.strays(List.of("40")).rows()).isEmpty();
    }

    @Test
    void readsAllPages() throws QueryFailure {
        createReferenceTable();
        int rows = 45_000;
        for (int from = 0; from < rows; from += 5_000) {
            InsertAllRequest.Builder request = InsertAllRequest.newBuilder(TableId.of("p", "d", "events"));
            for (int number = from; number < from + 5_000; number++) {
                request.addRow(Map.of("trace_id", ids.load(number), "run_id", "run-abcd"));
            }
            client.insertAll(request.build());
        }

        assertThat(gateway().rows(OptionalLong.empty()).rows())
                .extracting(Row::traceId)
                .doesNotHaveDuplicates()
                .hasSize(rows);
    }

    @Test
    void missingStampsStayUnknown() throws QueryFailure {
        createReferenceTable();
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("trace_id", ids.load(1), "run_id", "run-abcd"))
                .build());

        Row row = gateway().rows(OptionalLong.empty()).rows().get(0);

        assertThat(row.sequenceNumber()).isNull();
        assertThat(row.stamps()).isEqualTo(Stamps.none().with(Stamp.INSERTED, NOON));
    }

    @Test
    void aTableWithEveryColumnHasNoProblems() {
        createReferenceTable();

        assertThat(gateway().problems()).isEmpty();
    }

    @Test
    void aMissingTableIsNamed() {
        client.create(DatasetInfo.of("d"));

        assertThat(gateway().problems()).containsExactly("table p.d.events was not found");
    }

    @Test
    void everyMissingOrWrongColumnIsNamedWithItsSetting() {
        client.create(DatasetInfo.of("d"));
        client.create(TableInfo.of(
                TableId.of("p", "d", "events"),
                StandardTableDefinition.of(Schema.of(
                        Field.of("trace_id", StandardSQLTypeName.STRING),
                        Field.of("kinesis_sequence_number", StandardSQLTypeName.STRING),
                        Field.of("kinesis_arrival", StandardSQLTypeName.STRING),
                        Field.of("lambda_received", StandardSQLTypeName.TIMESTAMP),
                        Field.of("inserted_at", StandardSQLTypeName.TIMESTAMP)))));

        assertThat(gateway().problems())
                .containsExactly(
                        "plumbline.columns.data: table p.d.events has no column `data`",
                        "plumbline.columns.digest: table p.d.events has no column `digest`",
                        "plumbline.columns.key: table p.d.events has no column `key`",
                        "plumbline.columns.kinesisArrival: column `kinesis_arrival` of table p.d.events is STRING, not"
                                + " TIMESTAMP, nor a number of epoch seconds, milliseconds, microseconds or nanoseconds",
                        "plumbline.columns.lambdaDone: table p.d.events has no column `lambda_done`",
                        "plumbline.columns.runId: table p.d.events has no column `run_id`");
    }

    @Test
    void nobodyListeningIsAProblemAndNoAnswer() {
        HttpServer gone = HttpServer.start("gone", service);
        URI endpoint = gone.uri();
        gone.close();

        assertThat(gateway(endpoint).problems()).singleElement().asString().startsWith("BigQuery does not answer: ");
        assertThatThrownBy(() -> gateway(endpoint).rows(OptionalLong.empty())).isInstanceOf(QueryFailure.class);
    }

    @Test
    void anErrorIsAFailureWithGooglesWordsAndIsNotRetried() {
        AtomicLong calls = new AtomicLong();
        try (HttpServer broken = HttpServer.start("broken", request -> {
            calls.incrementAndGet();
            return CompletableFuture.completedFuture(HttpResponse.json(
                    503,
                    "{\"error\":{\"code\":503,\"message\":\"try later\",\"errors\":[{\"reason\":\"backendError\"}]}}"
                            .getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        })) {
            assertThatThrownBy(() -> gateway(broken.uri()).rows(OptionalLong.empty()))
                    .isInstanceOf(QueryFailure.class)
                    .hasMessageContaining("503 try later");
            assertThat(calls).hasValue(1);
        }
    }

    private BigQueryGateway gateway() {
        return gateway(server.uri());
    }

    private BigQueryGateway gateway(URI endpoint) {
        return new BigQueryGateway(
                TestSettings.forPipeline(endpoint, endpoint).settings(), new TraceIds("run-abcd", 0), clock::get);
    }

    private void createReferenceTable() {
        try {
            ReferenceTable.create(server.uri(), "p", "d", "events");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void insert(String traceId, String run, String sequenceNumber) {
        long now = clock.get();
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of(
                        "trace_id",
                        traceId,
                        "run_id",
                        run,
                        "kinesis_sequence_number",
                        sequenceNumber,
                        "kinesis_arrival",
                        iso(now - 900_000),
                        "lambda_received",
                        iso(now - 500_123),
                        "lambda_done",
                        iso(now - 400_000)))
                .build());
    }

    private void insert(String traceId, String key, String sequenceNumber, long receivedMicros) {
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of(
                        "trace_id",
                        traceId,
                        "run_id",
                        "run-abcd",
                        "key",
                        key,
                        "kinesis_sequence_number",
                        sequenceNumber,
                        "lambda_received",
                        iso(NOON + receivedMicros)))
                .build());
    }

    private void seal(String traceId, String digest, String data) {
        client.insertAll(InsertAllRequest.newBuilder(TableId.of("p", "d", "events"))
                .addRow(Map.of("trace_id", traceId, "run_id", "run-abcd", "key", "k", "digest", digest, "data", data))
                .build());
    }

    private static String iso(long micros) {
        return java.time.Instant.EPOCH
                .plus(micros, java.time.temporal.ChronoUnit.MICROS)
                .toString();
    }
}
