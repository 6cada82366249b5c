package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.plumbline.handler.PipelineHandler;
import io.plumbline.handler.Row;
import io.plumbline.handler.RowProcessor;
import io.plumbline.handler.RowWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import local.bigquery.Conduct;
import local.faults.Faults;
import local.faults.FaultyBigQuery;
import local.faults.FaultyDelivery;
import local.faults.FaultyPuts;
import local.faults.FaultyRows;
import local.faults.Latency;
import local.http.HttpRequest;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.lambda.LambdaFunction;
import local.lambda.ShardPoller;
import local.truth.Truth;
import local.truth.TruthFile;

/** The stand-in's own parts in one thread and on a clock of their own; only the table is a list. */
public final class LocalPath {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String RUN = "run-abcd";
    private static final int POLL_EACH = 50;
    private static final int KEYS = 8;

    private final Truth truth;
    private final KinesisService kinesis;
    private final ShardPoller poller;
    private final List<Runnable> later = new ArrayList<>();
    private final Set<String> insertIds = new HashSet<>();
    private final Conduct conduct;
    private long nowMicros = 1_700_000_000_000_000L;
    private int redelivered;

    public LocalPath(String... settings) {
        Properties properties = new Properties();
        for (int i = 0; i < settings.length; i += 2) {
            properties.setProperty(settings[i], settings[i + 1]);
        }
        LocalSettings local = LocalSettings.of(properties);
        Faults faults = local.faults();
        truth = new Truth(() -> nowMicros, lambda -> lambda, google -> google);
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> nowMicros, false);
        KinesisStream stream = streams.create("s", 1);
        kinesis = new KinesisService(streams, new FaultyPuts(faults, truth));
        conduct = new FaultyBigQuery(faults, truth, Latency.NONE, Latency.NONE);
        RowWriter rows = new FaultyRows(this::write, faults, truth, (delay, task) -> later.add(task));
        Latency functionLatency = local.latency("function");
        RowProcessor work = read -> {
            nowMicros += functionLatency.next().toNanos() / 1_000;
            return read;
        };
        PipelineHandler handler = new PipelineHandler(() -> nowMicros, work, rows);
        poller = new ShardPoller(
                stream,
                stream.shards().get(0),
                ShardPoller.Lane.WHOLE,
                local.mapping(),
                new LambdaFunction("f", 1, () -> handler)::invoke,
                new FaultyDelivery(faults, truth),
                () -> nowMicros);
    }

    private SortedMap<Integer, RowWriter.Refusal> write(List<Row> rows) {
        List<JsonNode> asSent = rows.stream()
                .<JsonNode>map(row -> JSON.valueToTree(row.columns()))
                .toList();
        Conduct.Insert how = conduct.insert("d.t", asSent);
        nowMicros += 1_000;
        if (how.failure().isEmpty() || how.storesBeforeFailing()) {
            List<JsonNode> stored = new ArrayList<>();
            for (int i = 0; i < rows.size(); i++) {
                if (insertIds.add(rows.get(i).insertId())) {
                    stored.add(asSent.get(i));
                }
            }
            truth.inserted("d.t", stored, nowMicros);
        }
        how.failure().ifPresent(failure -> {
            throw failure;
        });
        return new TreeMap<>();
    }

    /** Carries load records through, polling now and then; the truth about them. */
    public ObjectNode carry(int records) {
        long start = nowMicros;
        for (int i = 0; i < records; i++) {
            put(body(i));
            nowMicros += 1_000;
            if (i % POLL_EACH == POLL_EACH - 1) {
                pollUntilIdle();
            }
        }
        pollUntilIdle();
        nowMicros += Duration.ofMinutes(5).toNanos() / 1_000;
        later.forEach(Runnable::run);
        TruthFile file = new TruthFile(truth);
        long deadline = start + Duration.ofMinutes(4).toNanos() / 1_000;
        for (int i = 0; i < records; i++) {
            file.line("{\"id\":\"%s\",\"sent\":%d,\"deadline\":%d,\"timed\":true,\"refused\":false}"
                    .formatted(id(i), start, deadline));
        }
        return file.toJson();
    }

    private void pollUntilIdle() {
        for (Duration pause = poller.poll(); !pause.equals(Duration.ofSeconds(1)); pause = poller.poll()) {
            redelivered += pause.equals(ShardPoller.RETRY_PAUSE) ? 1 : 0;
            nowMicros += 1_000;
        }
    }

    /** How often a batch, or its rest, was delivered again. */
    public int redelivered() {
        return redelivered;
    }

    public void put(byte[] data) {
        ObjectNode body = JSON.createObjectNode().put("StreamName", "s").put("PartitionKey", "k");
        body.put("Data", data);
        kinesis.handle(new HttpRequest(
                "POST",
                "/",
                new DefaultHttpHeaders().add("X-Amz-Target", "Kinesis_20131202.PutRecord"),
                body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private byte[] body(int i) {
        return """
                {"traceId":"%s","data":{"message":"m"},"load_test":{"test_run_id":"%s","key":"key-%d"}}"""
                .formatted(id(i), RUN, i % KEYS)
                .getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    /** The id of the record put as number {@code i}, counted from 0. */
    public String id(int i) {
        return RUN + "-0-l%010d".formatted(i);
    }
}
