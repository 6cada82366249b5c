package local.cloudwatch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import local.kinesis.StreamRecord;
import local.lambda.DeliveryHook;
import local.lambda.LambdaFunction;
import local.lambda.LambdaService;
import local.lambda.MappingSettings;
import local.lambda.ShardPoller;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.services.cloudwatch.model.CloudWatchException;
import software.amazon.awssdk.services.cloudwatch.model.ScanBy;

/** What the SDK's own client sees of what was put, throttled, polled and invoked; by a clock that is set. */
@Timeout(60)
class CloudWatchServiceTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:30Z");

    private Instant now = START;
    private final MicroClock clock = () -> now.toEpochMilli() * 1_000;
    private Metrics metrics = new Metrics(clock, Duration.ZERO);
    private final StreamMetrics streamMetrics = new StreamMetrics(metrics);
    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", clock, true);
    private final KinesisStream stream = streams.create("s", 1);
    private PutHook.Attempt attempt = new PutHook.Attempt() {};
    private final KinesisService kinesis =
            new KinesisService(streams, data -> attempt, () -> Duration.ZERO, streamMetrics);

    private boolean permits = true;
    private final HttpServer server =
            HttpServer.start("cloudwatch", request -> new CloudWatchService(metrics, permits, 2).handle(request));
    private final MetricReader read = new MetricReader(server.uri(), START.minusSeconds(30));

    @AfterEach
    void close() {
        read.close();
        server.close();
    }

    @Test
    void countsWhatKinesisTookAndWhatItThrottled() {
        for (int i = 0; i < 3; i++) {
            put(500);
        }
        assertThat(read.kinesis("IncomingRecords", "Sum")).containsExactly(1_000.0);
        assertThat(read.kinesis("IncomingRecords", "SampleCount"))
                .as("requests")
                .containsExactly(2.0);
        assertThat(read.kinesis("WriteProvisionedThroughputExceeded", "Sum")).containsExactly(500.0);
        assertThat(read.kinesis("WriteProvisionedThroughputExceeded", "Average"))
                .containsExactly(500.0 / 3);
    }

    @Test
    void countsWhatTheStreamHoldsWhetherOrNotItIsAnswered() {
        attempt = new PutHook.Attempt() {
            @Override
            public boolean storedTwice() {
                return true;
            }

            @Override
            public boolean answered() {
                return false;
            }
        };
        put(3);
        request(
                "PutRecord",
                json().put("StreamName", "s").put("PartitionKey", "k").put("Data", new byte[3]));
        assertThat(read.kinesis("IncomingRecords", "Sum")).containsExactly(8.0);
        assertThat(stream.shards().get(0).end()).isEqualTo(8);
    }

    @Test
    void eachMinuteHasItsOwn() {
        put(1);
        now = START.plusSeconds(29);
        put(2);
        now = START.plusSeconds(30);
        put(4);
        now = START.plusSeconds(180);
        put(8);
        assertThat(read.points(read.query("AWS/Kinesis", "IncomingRecords", "StreamName", "s", "Sum", 60)
                        .scanBy(ScanBy.TIMESTAMP_ASCENDING)))
                .containsExactly(
                        Map.entry(Instant.parse("2026-03-01T12:00:00Z"), 3.0),
                        Map.entry(Instant.parse("2026-03-01T12:01:00Z"), 4.0),
                        Map.entry(Instant.parse("2026-03-01T12:03:00Z"), 8.0));
        assertThat(read.kinesis("IncomingRecords", "Sum"))
                .as("the newest first")
                .containsExactly(8.0, 4.0, 3.0);
    }

    @Test
    void whatHappensIsSeenAfterTheDelayInItsOwnMinute() {
        metrics = new Metrics(clock, Duration.ofSeconds(90));
        StreamMetrics late = new StreamMetrics(metrics);
        late.put("s", 5, 0);
        now = START.plusSeconds(60);
        late.put("s", 7, 0);
        now = START.plusSeconds(89);
        assertThat(read.kinesis("IncomingRecords", "Sum")).isEmpty();
        now = START.plusSeconds(90);
        assertThat(read.kinesis("IncomingRecords", "Sum")).containsExactly(5.0);
        now = START.plusSeconds(150);
        assertThat(read.kinesis("IncomingRecords", "Sum")).containsExactly(7.0, 5.0);
    }

    @Test
    void countsWhatTheMappingReadsAndSendsAndWhatTheFunctionMakesOfIt() {
        FunctionMetrics function = new FunctionMetrics(metrics, "f");
        ShardPoller poller = poller(function, new Faults(2), 0);
        put(10);
        now = START.plusSeconds(2);
        poller.poll();
        now = START.plusSeconds(5);
        poller.poll();
        poller.poll();
        poller.poll();

        assertThat(read.mapping(LambdaService.MAPPING_ID, "PolledEventCount", "Sum"))
                .containsExactly(10.0);
        assertThat(read.mapping(LambdaService.MAPPING_ID, "InvokedEventCount", "Sum"))
                .as("failed twice")
                .containsExactly(30.0);
        assertThat(read.mapping(LambdaService.MAPPING_ID, "DroppedEventCount", "Sum"))
                .isEmpty();
        assertThat(read.function("Invocations", "Sum")).containsExactly(3.0);
        assertThat(read.function("Errors", "Sum")).containsExactly(2.0);
        assertThat(read.function("Throttles", "Sum")).containsExactly(0.0);
        assertThat(read.function("Duration", "SampleCount")).containsExactly(1.0);
        assertThat(read.function("ConcurrentExecutions", "Maximum")).containsExactly(1.0);
        assertThat(read.function("IteratorAge", "Maximum")).containsExactly(5_000.0);
        assertThat(read.kinesis("GetRecords.IteratorAgeMilliseconds", "Maximum"))
                .containsExactly(2_000.0);
        assertThat(read.kinesis("ReadProvisionedThroughputExceeded", "Sum")).containsExactly(0.0);
    }

    @Test
    void countsWhatIsGivenUp() {
        ShardPoller poller = poller(new FunctionMetrics(metrics, "f"), new Faults(9), 2);
        put(4);
        poller.poll();
        poller.poll();
        poller.poll();
        assertThat(read.mapping(LambdaService.MAPPING_ID, "DroppedEventCount", "Sum"))
                .containsExactly(4.0);
        assertThat(read.function("Errors", "Sum")).containsExactly(2.0);
    }

    @Test
    void anInvocationForWhichThereIsNoRoomIsAThrottleAndNoInvocation() {
        LambdaFunction full = new LambdaFunction("f", 0, () -> null, new FunctionMetrics(metrics, "f"));
        try (LambdaService service = new LambdaService(full, stream, MappingSettings.DEFAULT)) {
            HttpRequest invoke = new HttpRequest(
                    "POST", "/2015-03-31/functions/f/invocations", new DefaultHttpHeaders(), bytes("{}"));
            assertThat(service.handle(invoke).toCompletableFuture().join().status())
                    .isEqualTo(429);
        }
        assertThat(read.function("Throttles", "Sum")).containsExactly(1.0);
        assertThat(read.function("Invocations", "Sum")).isEmpty();
    }

    @Test
    void countsReadsThatAreThrottled() {
        String iterator = request(
                        "GetShardIterator",
                        json().put("StreamName", "s")
                                .put("ShardId", "shardId-000000000000")
                                .put("ShardIteratorType", "TRIM_HORIZON"))
                .path("ShardIterator")
                .asText();
        for (int i = 0; i < 7; i++) {
            request("GetRecords", json().put("ShardIterator", iterator));
        }
        assertThat(read.kinesis("ReadProvisionedThroughputExceeded", "Sum")).containsExactly(2.0);
    }

    @Test
    void whatItDoesNotKnowIsRefused() {
        assertThat(refusal(read.client().listMetrics())).isEqualTo("400 UnknownOperationException");
        assertThat(refusal(read.page("Sum", 300))).isEqualTo("400 ValidationError");
        put(1);
        assertThat(refusal(read.page("p99", 60))).isEqualTo("400 ValidationError");
        permits = false;
        assertThat(refusal(read.page("Sum", 60))).isEqualTo("403 AccessDenied");
    }

    /** Lets so many invocations fail. */
    private static final class Faults implements DeliveryHook {

        private int failures;

        private Faults(int failures) {
            this.failures = failures;
        }

        @Override
        public boolean fails(List<StreamRecord> batch) {
            return failures-- > 0;
        }
    }

    private ShardPoller poller(FunctionMetrics metered, DeliveryHook faults, int maximumAttempts) {
        LambdaFunction function =
                new LambdaFunction("f", 1, () -> (event, context) -> new StreamsEventResponse(List.of()), metered);
        return new ShardPoller(
                stream,
                stream.shards().get(0),
                ShardPoller.Lane.WHOLE,
                new MappingSettings(100, Duration.ZERO, 1, maximumAttempts),
                function::invoke,
                new MeteredDelivery(faults, metrics, streamMetrics, "s", metered, LambdaService.MAPPING_ID),
                clock);
    }

    private void put(int records) {
        ObjectNode body = json().put("StreamName", "s");
        ArrayNode all = body.putArray("Records");
        for (int i = 0; i < records; i++) {
            all.addObject().put("PartitionKey", "k" + i).put("Data", new byte[3]);
        }
        request("PutRecords", body);
    }

    private JsonNode request(String operation, ObjectNode body) {
        CompletableFuture<HttpResponse> answer = kinesis.handle(new HttpRequest(
                        "POST",
                        "/",
                        new DefaultHttpHeaders().add("X-Amz-Target", "Kinesis_20131202." + operation),
                        bytes(body.toString())))
                .toCompletableFuture();
        try {
            return answer.isDone() ? new JsonMapper().readTree(answer.join().body()) : json();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static ObjectNode json() {
        return new JsonMapper().createObjectNode();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static String refusal(CompletableFuture<?> call) {
        Throwable refused = catchThrowable(call::join).getCause();
        assertThat(refused).isInstanceOf(CloudWatchException.class);
        CloudWatchException answer = (CloudWatchException) refused;
        return answer.statusCode() + " " + answer.awsErrorDetails().errorCode();
    }
}
