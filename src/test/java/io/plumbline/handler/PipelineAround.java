package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import local.ReferenceTable;
import local.bigquery.BigQueryService;
import local.bigquery.Conduct;
import local.http.HttpRequest;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import local.lambda.DeliveryHook;
import local.lambda.Invocation;
import local.lambda.MappingSettings;
import local.lambda.ShardPoller;
import local.lambda.ShardPoller.Lane;

/** The stand-in's stream, event source mapping and table, with a function between them that the test brings. */
final class PipelineAround implements AutoCloseable {

    private static final String COLUMN = "kinesis_sequence_number";
    private static final int MOST_DELIVERIES = 10;

    private final MicroClock clock = MicroClock.startingNow();
    private final AtomicLong ahead = new AtomicLong();
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock, false);
    private final KinesisStream stream = streams.create("s", 1);
    private final KinesisService kinesis = new KinesisService(streams, data -> new PutHook.Attempt() {});
    private final Queue<Conduct.Insert> conduct = new ConcurrentLinkedQueue<>();
    private final List<JsonNode> rows = new CopyOnWriteArrayList<>();
    private final BigQueryService service = new BigQueryService(
            BigQueryService.Options.within(256, 1),
            () -> clock.nowMicros() + ahead.get(),
            (table, stored, visible) -> rows.addAll(stored),
            new Conduct() {
                @Override
                public Insert insert(String table, List<JsonNode> sent) {
                    return conduct.isEmpty() ? Insert.AT_ONCE : conduct.remove();
                }
            });
    private final HttpServer server = HttpServer.start("bigquery", service);
    private final ShardPoller poller;

    /** @param function by its event and answer */
    PipelineAround(Function<byte[], Invocation> function, int batchSize) throws IOException {
        ReferenceTable.create(server.uri(), "p", "d", "t");
        poller = new ShardPoller(
                stream,
                stream.shards().get(0),
                Lane.WHOLE,
                new MappingSettings(batchSize, Duration.ZERO, 1, 0),
                function,
                DeliveryHook.FAULTLESS,
                clock);
    }

    /** What the function has to be told; its own Google is an emulator's. */
    Map<String, String> environment() {
        Map<String, String> environment = new HashMap<>(table());
        environment.put("BIGQUERY_EMULATOR_HOST", "127.0.0.1:" + server.port());
        return environment;
    }

    static Map<String, String> table() {
        return Map.of("GCP_PROJECT_ID", "p", "BQ_DATASET", "d", "BQ_TABLE", "t");
    }

    BigQueryService service() {
        return service;
    }

    /** How BigQuery treats the next requests, one after the other. */
    void next(Conduct.Insert... inserts) {
        conduct.addAll(List.of(inserts));
    }

    /** As if this time had passed for BigQuery, which forgets insertIds after a minute. */
    void later(Duration time) {
        ahead.addAndGet(time.toNanos() / 1_000);
    }

    void put(String data) {
        var body = new JsonMapper().createObjectNode().put("StreamName", "s").put("PartitionKey", "k");
        body.put("Data", data.getBytes(UTF_8));
        var headers = new DefaultHttpHeaders().add("X-Amz-Target", "Kinesis_20131202.PutRecord");
        var answer = kinesis.handle(
                new HttpRequest("POST", "/", headers, body.toString().getBytes(UTF_8)));
        assertThat(answer.toCompletableFuture().join().status()).isEqualTo(200);
    }

    /** One look at the stream, which invokes the function if there is something. */
    void poll() {
        poller.poll();
    }

    /** Delivers until the table has so many different records. */
    void pollUntilStored(int records) {
        for (int i = 0;
                i < MOST_DELIVERIES && sequenceNumbers().stream().distinct().count() < records;
                i++) {
            poller.poll();
        }
        assertThat(sequenceNumbers().stream().distinct()).hasSize(records);
    }

    /** The rows that are in the table. */
    List<JsonNode> rows() {
        return List.copyOf(rows);
    }

    /** Of the rows that are in the table. */
    List<String> sequenceNumbers() {
        return rows.stream().map(row -> row.path(COLUMN).asText()).toList();
    }

    @Override
    public void close() {
        server.close();
        service.close();
    }
}
