package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import io.plumbline.aws.CloudMetric.Owner;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.HttpClient;
import java.net.ServerSocket;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import local.cloudwatch.CloudWatchService;
import local.cloudwatch.FunctionMetrics;
import local.cloudwatch.Metrics;
import local.cloudwatch.StreamMetrics;
import local.http.HttpHandler;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.lambda.Invocation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** CloudWatch's metrics over real sockets, by each client. */
@Timeout(60)
class CloudWatchGatewayTest {

    private static final Instant START = Instant.parse("2026-03-01T12:00:30Z");

    private Instant now = START;
    private final Metrics metrics =
            new Metrics(() -> now.getEpochSecond() * 1_000_000 + now.getNano() / 1_000, Duration.ZERO);
    private final StreamMetrics stream = new StreamMetrics(metrics);
    private final FunctionMetrics function = new FunctionMetrics(metrics, "enrich");

    @ParameterizedTest
    @EnumSource
    void minutesArePutTogetherByTheMetricsStatistic(HttpClient http) {
        stream.put("events", 400, 100);
        stream.read("events", 900);
        ran(30, false);
        now = START.plusSeconds(60);
        stream.put("events", 500, 0);
        stream.read("events", 700);
        ran(10, true);
        ran(10, false);
        ran(10, false);
        List<Metric> asked = new ArrayList<>(
                CloudMetric.allOf(Owner.STREAM, "arn:aws:kinesis:eu-central-1:123456789012:stream/events"));
        asked.addAll(CloudMetric.allOf(Owner.FUNCTION, "enrich:live"));

        Map<String, OptionalDouble> values = values(http, new CloudWatchService(metrics, true), asked);

        assertThat(values.keySet())
                .containsExactlyElementsOf(asked.stream().map(Metric::id).toList());
        assertThat(values)
                .containsEntry("incoming_records", OptionalDouble.of(900))
                .containsEntry("puts_throttled", OptionalDouble.of(100))
                .containsEntry("reads_throttled", OptionalDouble.of(0))
                .containsEntry("stream_iterator_age", OptionalDouble.of(900))
                .containsEntry("invocations", OptionalDouble.of(4))
                .containsEntry("errors", OptionalDouble.of(1))
                .containsEntry("throttles", OptionalDouble.of(0))
                .containsEntry("duration_average", OptionalDouble.of(15))
                .containsEntry("duration_maximum", OptionalDouble.of(30))
                .containsEntry("concurrent_executions", OptionalDouble.of(1));
    }

    @Test
    void whatIsAbsentIsNotZero() {
        stream.put("events", 1, 0);
        List<Metric> asked = new ArrayList<>(CloudMetric.allOf(Owner.STREAM, "others"));
        asked.addAll(CloudMetric.allOf(Owner.FUNCTION, "enrich"));
        asked.addAll(CloudMetric.allOf(Owner.MAPPING, "00000000-0000-4000-8000-000000000001"));
        assertThat(values(HttpClient.NETTY, new CloudWatchService(metrics, true), asked))
                .hasSameSizeAs(CloudMetric.values())
                .allSatisfy((id, value) -> assertThat(value).isEmpty());
    }

    @Test
    void nothingAskedIsNothingAnswered() {
        assertThat(values(HttpClient.NETTY, request -> new CompletableFuture<>(), List.of()))
                .isEmpty();
    }

    /** A run starts within a minute; CloudWatch has only the whole of it. */
    @Test
    void theFirstMinuteCountsAsAWholeAndTheOneAfterTheEndDoesNot() {
        now = Instant.parse("2026-03-01T11:59:59Z");
        stream.put("events", 1, 0);
        now = Instant.parse("2026-03-01T12:00:00Z");
        stream.put("events", 20, 0);
        now = Instant.parse("2026-03-01T12:10:00Z");
        stream.put("events", 300, 0);
        assertThat(values(
                        HttpClient.NETTY,
                        new CloudWatchService(metrics, true),
                        List.of(CloudMetric.INCOMING_RECORDS.of("events"))))
                .containsEntry("incoming_records", OptionalDouble.of(20));
    }

    @Test
    void allPagesAreRead() {
        for (int minute = 0; minute < 9; minute++) {
            now = START.plusSeconds(60 * minute);
            stream.put("events", 1, minute);
        }
        AtomicInteger pages = new AtomicInteger();
        HttpHandler service = new CloudWatchService(metrics, true, 4);
        Map<String, OptionalDouble> values = values(
                HttpClient.NETTY,
                request -> {
                    pages.incrementAndGet();
                    return service.handle(request);
                },
                List.of(CloudMetric.INCOMING_RECORDS.of("events"), CloudMetric.PUTS_THROTTLED.of("events")));
        assertThat(values)
                .isEqualTo(Map.of(
                        "incoming_records", OptionalDouble.of(9),
                        "puts_throttled", OptionalDouble.of(36)));
        assertThat(pages).hasValue(5);
    }

    @ParameterizedTest
    @EnumSource
    void whoMayNotAskIsToldSo(HttpClient http) {
        assertThatThrownBy(() -> anything(http, new CloudWatchService(metrics, false)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CloudWatch's metrics: User: arn:aws:iam::…0000:user/local is not authorized to perform:"
                        + " cloudwatch:GetMetricData; give the credentials this permission");
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatIsNotThereIsNamed(HttpClient http) throws Exception {
        URI closed;
        try (ServerSocket socket = new ServerSocket(0)) {
            closed = URI.create("http://127.0.0.1:" + socket.getLocalPort());
        }
        assertThatThrownBy(() -> anything(http, closed))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("CloudWatch's metrics: ")
                .hasMessage("CloudWatch's metrics: connection refused at " + closed
                        + " (plumbline.aws.cloudwatchEndpoint): nothing listens there: check the endpoint, and whether"
                        + " the service runs, and the proxy where there is one");
    }

    @ParameterizedTest
    @EnumSource
    void aServiceThatDoesNotAnswerIsGivenUp(HttpClient http) {
        try (HttpServer silent = HttpServer.start("silent", request -> new CompletableFuture<>());
                CloudWatchGateway gateway =
                        new CloudWatchGateway(settings(http, silent.uri()), Duration.ofMillis(300))) {
            assertThatThrownBy(() -> gateway.values(
                            List.of(CloudMetric.INCOMING_RECORDS.of("events")), START, START.plusSeconds(60)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageStartingWith("CloudWatch's metrics: ")
                    .hasMessageContaining(silent.uri() + " (plumbline.aws.cloudwatchEndpoint)");
        }
    }

    @Test
    void oneAttemptIsMade() {
        AtomicInteger attempts = new AtomicInteger();
        assertThatThrownBy(() -> anything(HttpClient.NETTY, request -> {
                    attempts.incrementAndGet();
                    return CompletableFuture.completedFuture(HttpResponse.empty(503));
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(attempts).hasValue(1);
    }

    @Test
    void pointsThatCloudWatchKeepsToItselfAreAnError() throws Exception {
        byte[] answer = new CBORMapper()
                .writeValueAsBytes(Map.of(
                        "MetricDataResults", List.of(Map.of("Id", "incoming_records", "StatusCode", "Forbidden"))));
        assertThatThrownBy(() -> anything(
                        HttpClient.NETTY,
                        request -> CompletableFuture.completedFuture(new HttpResponse(
                                200,
                                Map.of("Content-Type", "application/cbor", "smithy-protocol", "rpc-v2-cbor"),
                                answer))))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("CloudWatch's metrics: of incoming_records it says Forbidden");
    }

    private void ran(long millis, boolean failed) {
        function.ran(
                new Invocation(
                        "1",
                        new byte[0],
                        failed ? Optional.of("Unhandled") : Optional.empty(),
                        Duration.ofMillis(millis),
                        Optional.empty(),
                        ""),
                1);
    }

    private static void anything(HttpClient http, HttpHandler service) {
        values(http, service, List.of(CloudMetric.INCOMING_RECORDS.of("events")));
    }

    private static void anything(HttpClient http, URI endpoint) {
        values(http, endpoint, List.of(CloudMetric.INCOMING_RECORDS.of("events")));
    }

    private static Map<String, OptionalDouble> values(HttpClient http, HttpHandler service, List<Metric> asked) {
        try (HttpServer server = HttpServer.start("cloudwatch", service)) {
            return values(http, server.uri(), asked);
        }
    }

    /** From the start, half a minute after a full one, for nine and a half minutes. */
    private static Map<String, OptionalDouble> values(HttpClient http, URI endpoint, List<Metric> asked) {
        try (CloudWatchGateway gateway = new CloudWatchGateway(settings(http, endpoint))) {
            return gateway.values(asked, START, START.plusSeconds(570));
        }
    }

    private static Settings settings(HttpClient http, URI endpoint) {
        URI unused = URI.create("http://127.0.0.1:1");
        return TestSettings.forPipeline(unused, unused)
                .with("plumbline.aws.cloudwatchEndpoint", endpoint.toString())
                .with("plumbline.kinesis.httpClient", http.name().toLowerCase(Locale.ROOT))
                .settings();
    }
}
