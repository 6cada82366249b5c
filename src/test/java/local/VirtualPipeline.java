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
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;
import local.bigquery.Conduct;
import local.bigquery.GoogleError;
import local.faults.Faults;
import local.faults.FaultyBigQuery;
import local.faults.FaultyDelivery;
import local.faults.FaultyPuts;
import local.faults.FaultyRows;
import local.faults.Latency;
import local.faults.PartyClock;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.Shard;
import local.lambda.FanOut;
import local.lambda.LambdaFunction;
import local.lambda.ShardPoller;
import local.truth.Truth;

/** The stand-in's own parts in virtual time; only the table is a list. */
public final class VirtualPipeline implements VirtualPath {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String TABLE = "d.t";
    private static final Duration INSERT_BACKOFF = Duration.ofMillis(200);

    private final World world;
    private final Truth truth;
    private final KinesisService kinesis;
    private final PartyClock googleClock;
    private final Conduct conduct;
    private final Latency deliverLatency;
    private final List<Stored> rows = new ArrayList<>();
    private final Set<String> insertIds = new HashSet<>();

    /** @param settings of the stand-in, by their names */
    public VirtualPipeline(World world, Map<String, String> settings) {
        Properties properties = new Properties();
        properties.putAll(settings);
        LocalSettings local = LocalSettings.of(properties);
        this.world = world;
        PartyClock awsClock = local.clock("aws", world);
        PartyClock lambdaClock = local.clock("lambda", world);
        this.googleClock = local.clock("gcp", world);
        Faults faults = local.faults();
        this.deliverLatency = local.latency("deliver");
        this.truth = new Truth(world, lambdaClock::toTrue, visible -> visible);
        this.conduct = new FaultyBigQuery(faults, truth, local.latency("insert"), local.latency("query"));
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", awsClock, false);
        KinesisStream stream = streams.create("s", (int) local.number("local.shards", 1, 1, 500));
        this.kinesis = new KinesisService(streams, new FaultyPuts(faults, truth));
        RowWriter writer = new FanOut(new FaultyRows(this::insert, faults, truth, this::later), local.rowsByLevel());
        Latency functionLatency = local.latency("function");
        RowProcessor work = batch -> {
            world.pass(functionLatency.next());
            return batch;
        };
        LambdaFunction function = new LambdaFunction("f", 100, () -> new PipelineHandler(lambdaClock, work, writer));
        for (Shard shard : stream.shards()) {
            ShardPoller poller = new ShardPoller(
                    stream,
                    shard,
                    ShardPoller.Lane.WHOLE,
                    local.mapping(),
                    payload -> {
                        world.pass(deliverLatency.next());
                        return function.invoke(payload);
                    },
                    new FaultyDelivery(faults, truth),
                    world);
            world.after(Duration.ZERO, () -> poll(poller));
        }
        local.refuseUnknown();
    }

    /** Nobody delivers again what is inserted late, so its insert is repeated as the function's writer does it. */
    private void later(Duration delay, Runnable insert) {
        world.after(delay, () -> {
            try {
                insert.run();
            } catch (GoogleError e) {
                later(INSERT_BACKOFF, insert);
            }
        });
    }

    private void poll(ShardPoller poller) {
        Duration pause = poller.poll();
        world.after(pause.plusMillis(1), () -> poll(poller));
    }

    @Override
    public CompletionStage<HttpResponse> put(byte[] data, String partitionKey) {
        ObjectNode body = JSON.createObjectNode().put("StreamName", "s").put("PartitionKey", partitionKey);
        body.put("Data", data);
        return kinesis.handle(new HttpRequest(
                "POST",
                "/",
                new DefaultHttpHeaders().add("X-Amz-Target", "Kinesis_20131202.PutRecord"),
                body.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    private SortedMap<Integer, RowWriter.Refusal> insert(List<Row> sent) {
        List<ObjectNode> columns = sent.stream()
                .map(row -> JSON.<ObjectNode>valueToTree(row.columns()))
                .toList();
        Conduct.Insert how = conduct.insert(TABLE, List.copyOf(columns));
        world.pass(how.beforeCommit());
        if (how.failure().isEmpty() || how.storesBeforeFailing()) {
            List<JsonNode> stored = new ArrayList<>();
            String insertedAt = Instant.EPOCH
                    .plus(googleClock.nowMicros(), ChronoUnit.MICROS)
                    .toString();
            for (int i = 0; i < sent.size(); i++) {
                if (insertIds.add(sent.get(i).insertId())) {
                    stored.add(columns.get(i).put("inserted_at", insertedAt));
                }
            }
            stored.forEach(row -> rows.add(new Stored(world.nowMicros(), row)));
            truth.inserted(TABLE, stored, world.nowMicros());
        }
        world.pass(how.beforeAnswer());
        how.failure().ifPresent(failure -> {
            throw failure;
        });
        return new TreeMap<>();
    }

    @Override
    public List<Stored> rows() {
        return rows;
    }

    @Override
    public long googleMicros() {
        return googleClock.nowMicros();
    }

    @Override
    public Conduct.Query nextQuery() {
        return conduct.query("");
    }

    @Override
    public Truth truth() {
        return truth;
    }
}
