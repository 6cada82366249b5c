package local;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import local.bigquery.Conduct;
import local.faults.Latency;
import local.faults.PartyClock;
import local.http.HttpResponse;
import local.truth.TraceId;
import local.truth.Truth;

/**
 * A pipeline that is nothing but latency: each record comes by itself and takes as long as drawn. Kinesis takes a twentieth
 * of that, the way to the function a half, the function a tenth, the insert the rest.
 */
public final class DirectPath implements VirtualPath {

    private static final JsonMapper JSON = new JsonMapper();

    /**
     * @param skewMillis by how much a party's clock is ahead at first
     * @param driftPpm microseconds that it gains each second
     */
    public record ClockError(long skewMillis, double driftPpm) {

        PartyClock of(MicroClock right) {
            return new PartyClock(right, skewMillis * 1_000, driftPpm);
        }
    }

    private final World world;
    private final Supplier<Duration> latency;
    private final Latency queryLatency;
    private final PartyClock awsClock;
    private final PartyClock lambdaClock;
    private final PartyClock googleClock;
    private final Truth truth;
    private final List<Stored> rows = new ArrayList<>();
    private long numbers;

    /**
     * @param latency of a record, from its put on
     * @param queryLatency as {@link Latency#parse} takes it
     */
    public DirectPath(
            World world,
            long seed,
            Supplier<Duration> latency,
            String queryLatency,
            ClockError aws,
            ClockError lambda,
            ClockError google) {
        this.world = world;
        this.latency = latency;
        this.queryLatency = Latency.parse(queryLatency, seed);
        this.awsClock = aws.of(world);
        this.lambdaClock = lambda.of(world);
        this.googleClock = google.of(world);
        this.truth = new Truth(world, lambdaClock::toTrue, visible -> visible);
    }

    @Override
    public CompletionStage<HttpResponse> put(byte[] data, String partitionKey) {
        Duration whole = latency.get();
        String sequenceNumber = "%056d".formatted(numbers++);
        world.after(whole.dividedBy(20), () -> arrive(data, sequenceNumber, whole));
        ObjectNode answer =
                JSON.createObjectNode().put("ShardId", "shardId-000000000000").put("SequenceNumber", sequenceNumber);
        CompletableFuture<HttpResponse> answered = new CompletableFuture<>();
        world.after(whole.dividedBy(18), () -> {
            TraceId.findLoad(data).ifPresent(truth::acknowledged);
            answered.complete(
                    HttpResponse.json(200, answer.toString().getBytes(java.nio.charset.StandardCharsets.UTF_8)));
        });
        return answered;
    }

    private void arrive(byte[] data, String sequenceNumber, Duration whole) {
        TraceId.findLoad(data).ifPresent(id -> {
            truth.accepted(id);
            truth.stored(id);
        });
        JsonNode body = read(data);
        ObjectNode row = JSON.createObjectNode();
        row.put("run_id", body.path("load_test").path("test_run_id").asText())
                .put("trace_id", body.path("traceId").asText())
                .put("key", body.path("load_test").path("key").asText())
                .put("digest", body.path("load_test").path("digest").asText())
                .put("data", body.path("data").toString())
                .put("kinesis_sequence_number", sequenceNumber)
                .put("kinesis_arrival", iso(awsClock.nowMicros() / 1_000 * 1_000));
        world.after(whole.dividedBy(2), () -> {
            row.put("lambda_received", iso(lambdaClock.nowMicros()));
            world.after(whole.dividedBy(10), () -> {
                row.put("lambda_done", iso(lambdaClock.nowMicros()));
                world.after(
                        whole.minus(whole.dividedBy(20))
                                .minus(whole.dividedBy(2))
                                .minus(whole.dividedBy(10)),
                        () -> insert(row));
            });
        });
    }

    private void insert(ObjectNode row) {
        row.put("inserted_at", iso(googleClock.nowMicros()));
        rows.add(new Stored(world.nowMicros(), row));
        truth.inserted("d.t", List.of(row), world.nowMicros());
    }

    private static JsonNode read(byte[] data) {
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String iso(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS).toString();
    }

    @Override
    public List<Stored> rows() {
        return rows;
    }

    @Override
    public Conduct.Query nextQuery() {
        Duration time = queryLatency.next();
        return Conduct.Query.taking(time.dividedBy(2), time.dividedBy(2));
    }

    @Override
    public long googleMicros() {
        return googleClock.nowMicros();
    }

    @Override
    public Truth truth() {
        return truth;
    }
}
