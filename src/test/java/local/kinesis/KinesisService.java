package local.kinesis;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;

/** The wire of Kinesis: {@code POST /} with the operation in {@code X-Amz-Target}, in CBOR or JSON 1.1. */
public final class KinesisService implements HttpHandler {

    private static final String TARGET_PREFIX = "Kinesis_20131202.";

    private final KinesisStreams streams;
    private final StreamOperations streamOperations;
    private final PutOperations putOperations;
    private final ReadOperations readOperations;
    private final Supplier<Duration> putLatency;
    private final AtomicLong requests = new AtomicLong();

    public KinesisService(KinesisStreams streams, PutHook hook) {
        this(streams, hook, () -> Duration.ZERO, StreamMeter.NONE);
    }

    /** @param putLatency how long each answer to a put takes, once the records are stored */
    public KinesisService(KinesisStreams streams, PutHook hook, Supplier<Duration> putLatency, StreamMeter meter) {
        this.streams = streams;
        this.streamOperations = new StreamOperations(streams);
        this.putOperations = new PutOperations(streams, hook, meter);
        this.readOperations = new ReadOperations(streams, meter);
        this.putLatency = putLatency;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        WireFormat format = WireFormat.of(request.header("Content-Type"));
        try {
            String operation = operation(request);
            return operate(operation, new Parameters(format.read(request.body()), format))
                    .map(answer -> after(latency(operation), response(200, format, answer)))
                    .orElseGet(CompletableFuture::new);
        } catch (KinesisException e) {
            return CompletableFuture.completedFuture(error(e, format));
        }
    }

    private Duration latency(String operation) {
        return operation.startsWith("Put") ? putLatency.get() : Duration.ZERO;
    }

    private static CompletableFuture<HttpResponse> after(Duration time, HttpResponse response) {
        if (time.isZero()) {
            return CompletableFuture.completedFuture(response);
        }
        return CompletableFuture.supplyAsync(
                () -> response, CompletableFuture.delayedExecutor(time.toNanos(), TimeUnit.NANOSECONDS));
    }

    private static String operation(HttpRequest request) {
        String target = request.header("X-Amz-Target");
        if (!request.method().equals("POST") || !request.path().equals("/") || !target.startsWith(TARGET_PREFIX)) {
            throw KinesisException.of("UnknownOperationException", "");
        }
        return target.substring(TARGET_PREFIX.length());
    }

    /** @return empty where the client is to wait in vain */
    private Optional<ObjectNode> operate(String operation, Parameters in) {
        return switch (operation) {
            case "PutRecord" -> putOperations.putRecord(in);
            case "PutRecords" -> putOperations.putRecords(in);
            case "GetShardIterator" -> Optional.of(readOperations.getShardIterator(in));
            case "GetRecords" -> Optional.of(readOperations.getRecords(in));
            case "ListShards" -> Optional.of(streamOperations.listShards(in));
            case "DescribeStreamSummary" -> Optional.of(streamOperations.describeStreamSummary(in));
            case "DescribeStream" -> Optional.of(streamOperations.describeStream(in));
            case "ListStreams" -> Optional.of(streamOperations.listStreams(in));
            case "CreateStream" -> Optional.of(streamOperations.createStream(in));
            case "ListTagsForStream" -> Optional.of(streamOperations.listTagsForStream(in));
            default -> throw KinesisException.of("UnknownOperationException", "");
        };
    }

    private HttpResponse error(KinesisException e, WireFormat format) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.put("__type", e.type());
        answer.put("message", e.getMessage());
        return response(e.status(), format, answer);
    }

    private HttpResponse response(int status, WireFormat format, JsonNode answer) {
        return new HttpResponse(
                status,
                Map.of("Content-Type", format.contentType(), "x-amzn-RequestId", requestId()),
                format.write(answer));
    }

    private String requestId() {
        return "%08x-0000-4000-8000-%012x".formatted(streams.createdMillis() & 0xffffffffL, requests.incrementAndGet());
    }
}
