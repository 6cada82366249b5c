package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import io.plumbline.settings.Settings.HttpClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Puts over real sockets, by each client; what each way of failing proves about the record. */
@Timeout(60)
class KinesisGatewayTest {

    private static final PutEntry ENTRY = new PutEntry("{}".getBytes(StandardCharsets.UTF_8), "key", null);

    @ParameterizedTest
    @EnumSource
    void aPutIsAcknowledgedWithItsSequenceNumber(HttpClient http) {
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> 1_700_000_000_000_000L, true);
        streams.create("events", 1);

        PutOutcome outcome = put(http, new KinesisService(streams, data -> new PutHook.Attempt() {}));

        assertThat(outcome).isInstanceOfSatisfying(PutOutcome.Acknowledged.class, acknowledged -> {
            assertThat(acknowledged.sequenceNumber()).matches("49\\d{54}");
            assertThat(acknowledged.shardId()).isEqualTo("shardId-000000000000");
        });
    }

    @ParameterizedTest
    @EnumSource
    void aThrottledPutIsRefusedAndNamesNoWholeAccount(HttpClient http) {
        PutOutcome outcome = put(
                http,
                request -> error(
                        400,
                        "ProvisionedThroughputExceededException",
                        "Rate exceeded for shard shardId-000000000000 in stream events under account 123456789012."));

        assertThat(outcome)
                .isEqualTo(new PutOutcome.Refused(
                        "ProvisionedThroughputExceededException",
                        "Rate exceeded for shard shardId-000000000000 in stream events under account …9012."));
    }

    @ParameterizedTest
    @EnumSource
    void anInternalErrorLeavesItUnknown(HttpClient http) {
        PutOutcome outcome = put(http, request -> error(500, "InternalFailure", "something broke"));

        assertThat(outcome).isEqualTo(new PutOutcome.Unanswered("InternalFailure", "something broke"));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatIsNotTheServicesOwnIsTakenByItsStatus(HttpClient http) {
        CompletableFuture<HttpResponse> badGateway =
                CompletableFuture.completedFuture(HttpResponse.text(502, "<html>proxy</html>"));

        assertThat(put(http, request -> badGateway))
                .isInstanceOfSatisfying(PutOutcome.Unanswered.class, unanswered -> assertThat(unanswered.code())
                        .isEqualTo("HTTP 502"));
    }

    @ParameterizedTest
    @EnumSource
    void aPutWithoutAnAnswerIsUnknownAfterOneAttempt(HttpClient http) {
        AtomicInteger attempts = new AtomicInteger();

        try (HttpServer silent = HttpServer.start("silent", request -> {
                    attempts.incrementAndGet();
                    return new CompletableFuture<>();
                });
                KinesisGateway gateway = gateway(http, silent.uri(), "500 ms")) {
            assertThat(gateway.put(ENTRY, null).toCompletableFuture().join()).isInstanceOf(PutOutcome.Unanswered.class);
        }
        assertThat(attempts).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void aPutThatGotNoConnectionNeverLeft(HttpClient http) {
        AtomicInteger attempts = new AtomicInteger();

        try (HttpServer silent = HttpServer.start("silent", request -> {
                    attempts.incrementAndGet();
                    return new CompletableFuture<>();
                });
                KinesisGateway gateway = new KinesisGateway(settings(http, silent.uri())
                        .with("plumbline.kinesis.maxConcurrency", "1")
                        .with("plumbline.kinesis.acquireTimeout", "300 ms")
                        .with("plumbline.kinesis.attemptTimeout", "5 s")
                        .settings())) {
            CompletableFuture<PutOutcome> one = gateway.put(ENTRY, null).toCompletableFuture();
            CompletableFuture<PutOutcome> other = gateway.put(ENTRY, null).toCompletableFuture();

            assertThat(CompletableFuture.anyOf(one, other).join())
                    .isInstanceOfSatisfying(
                            PutOutcome.Refused.class, refused -> assertThat(refused.forWantOfAConnection())
                                    .isTrue());
            assertThat(Stream.of(one, other).filter(CompletableFuture::isDone)).hasSize(1);
            assertThat(attempts).hasValueLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource
    void anAnswerThatBreaksOffLeavesItUnknown(HttpClient http, String answer) throws IOException {
        try (ServerSocket server = answering(answer);
                KinesisGateway gateway = gateway(http, URI.create("http://127.0.0.1:" + server.getLocalPort()))) {
            assertThat(gateway.put(ENTRY, null).toCompletableFuture().join()).isInstanceOf(PutOutcome.Unanswered.class);
        }
    }

    static Stream<Arguments> anAnswerThatBreaksOffLeavesItUnknown() {
        return Arrays.stream(HttpClient.values()).flatMap(http -> Stream.of(
                        "",
                        "HTTP/1.1 200 OK\r\n",
                        "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nabc",
                        "nonsense\r\n\r\n")
                .map(answer -> arguments(http, answer)));
    }

    /** Takes a request, writes this to it and hangs up, as often as somebody comes. */
    private static ServerSocket answering(String answer) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        Thread thread = new Thread(() -> {
            while (!server.isClosed()) {
                try (Socket socket = server.accept()) {
                    socket.getInputStream().read(new byte[8_192]);
                    socket.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                } catch (IOException e) {
                    // The client has hung up, or the test is over.
                }
            }
        });
        thread.setDaemon(true);
        thread.start();
        return server;
    }

    @ParameterizedTest
    @EnumSource
    void nobodyListeningMeansThatItNeverLeft(HttpClient http) {
        HttpServer gone = HttpServer.start("gone", request -> new CompletableFuture<>());
        URI endpoint = gone.uri();
        gone.close();

        try (KinesisGateway gateway = gateway(http, endpoint)) {
            assertThat(gateway.put(ENTRY, null).toCompletableFuture().join()).isInstanceOf(PutOutcome.Refused.class);
            assertThat(gateway.problems()).singleElement().asString().startsWith("stream events: ");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aClosedClientClaimsNothingAndDoesNotThrow(HttpClient http) {
        KinesisGateway gateway = gateway(http, URI.create("http://127.0.0.1:1"));
        gateway.close();

        assertThat(gateway.put(ENTRY, null).toCompletableFuture().join())
                .isNotInstanceOf(PutOutcome.Acknowledged.class);
    }

    @ParameterizedTest
    @EnumSource
    void aPutsTimeOutIsNotTheStreams(HttpClient http) {
        try (HttpServer slow = HttpServer.start("slow", request -> error(
                                400, "ResourceNotFoundException", "no such stream")
                        .thenApplyAsync(
                                answer -> answer, CompletableFuture.delayedExecutor(500, TimeUnit.MILLISECONDS)));
                KinesisGateway gateway = new KinesisGateway(settings(http, slow.uri())
                        .with("plumbline.kinesis.attemptTimeout", "50 ms")
                        .with("plumbline.kinesis.acquireTimeout", "50 ms")
                        .settings())) {
            assertThat(gateway.problems()).singleElement().asString().contains("no such stream");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aMissingStreamIsAProblem(HttpClient http) {
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> 0, true);
        try (HttpServer server =
                        HttpServer.start("kinesis", new KinesisService(streams, data -> new PutHook.Attempt() {}));
                KinesisGateway gateway = gateway(http, server.uri())) {
            assertThat(gateway.problems())
                    .singleElement()
                    .asString()
                    .contains("events")
                    .doesNotContain("000000000000");
        }
    }

    @ParameterizedTest
    @EnumSource
    void eachRecordOfABatchHasTheOutcomeOfItsPlace(HttpClient http) {
        HttpHandler service = request -> answer(
                200,
                Map.of(
                        "FailedRecordCount",
                        2,
                        "Records",
                        List.of(
                                Map.of("SequenceNumber", "49", "ShardId", "shardId-000000000000"),
                                Map.of(
                                        "ErrorCode",
                                        "ProvisionedThroughputExceededException",
                                        "ErrorMessage",
                                        "Rate exceeded in stream events under account 123456789012."),
                                Map.of("ErrorCode", "InternalFailure", "ErrorMessage", "Internal Service Failure"))));

        assertThat(putAll(http, service, 3))
                .containsExactly(
                        new PutOutcome.Acknowledged("49", "shardId-000000000000"),
                        new PutOutcome.Refused(
                                "ProvisionedThroughputExceededException",
                                "Rate exceeded in stream events under account …9012."),
                        new PutOutcome.Unanswered("InternalFailure", "Internal Service Failure"));
    }

    @ParameterizedTest
    @EnumSource
    void aBatchThatIsRefusedAsAWholeIsSoForEachRecord(HttpClient http) {
        assertThat(putAll(http, request -> error(400, "KMSThrottlingException", "too many keys"), 2))
                .containsExactly(
                        new PutOutcome.Refused("KMSThrottlingException", "too many keys"),
                        new PutOutcome.Refused("KMSThrottlingException", "too many keys"));
    }

    @ParameterizedTest
    @EnumSource
    void anAnswerThatDoesNotFitTheBatchSaysNothing(HttpClient http) {
        assertThat(putAll(http, request -> answer(200, Map.of("Records", List.of())), 2))
                .hasSize(2)
                .allMatch(PutOutcome.Unanswered.class::isInstance);
    }

    @ParameterizedTest
    @EnumSource
    void eachOpenShardHasAHashKeyOfItsOwn(HttpClient http) {
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> 1_700_000_000_000_000L, true);
        streams.create("events", 3);
        try (HttpServer server =
                        HttpServer.start("kinesis", new KinesisService(streams, data -> new PutHook.Attempt() {}));
                KinesisGateway gateway = gateway(http, server.uri())) {
            List<PutEntry> entries = gateway.shardHashKeys().stream()
                    .map(key -> new PutEntry(new byte[1], "key", key))
                    .toList();

            assertThat(gateway.putAll(entries).toCompletableFuture().join())
                    .map(outcome -> ((PutOutcome.Acknowledged) outcome).shardId())
                    .containsExactlyInAnyOrder("shardId-000000000000", "shardId-000000000001", "shardId-000000000002");
        }
    }

    @ParameterizedTest
    @EnumSource
    void aStreamOfAnotherAccountIsNamedByItsArnAndNothingElse(HttpClient http) {
        String arn = "arn:aws:kinesis:eu-west-1:210987654321:stream/events";
        Queue<HttpRequest> asked = new ConcurrentLinkedQueue<>();
        try (HttpServer server = HttpServer.start("kinesis", request -> {
                    asked.add(request);
                    return answer(200, Map.of("Records", List.of(), "Shards", List.of()));
                });
                KinesisGateway gateway = new KinesisGateway(settings(http, server.uri())
                        .with("plumbline.kinesis.stream", arn)
                        .settings())) {
            gateway.put(ENTRY, null).toCompletableFuture().join();
            gateway.putAll(List.of(ENTRY)).toCompletableFuture().join();
            gateway.shardHashKeys();
        }

        assertThat(asked).hasSize(3).allSatisfy(request -> {
            assertThat(new CBORMapper()
                            .readTree(request.body())
                            .path("StreamARN")
                            .asText())
                    .isEqualTo(arn);
            assertThat(new CBORMapper().readTree(request.body()).has("StreamName"))
                    .isFalse();
            assertThat(request.header("Authorization")).contains("/eu-west-1/kinesis/");
        });
    }

    private static List<PutOutcome> putAll(HttpClient http, HttpHandler service, int entries) {
        try (HttpServer server = HttpServer.start("kinesis", service);
                KinesisGateway gateway = gateway(http, server.uri())) {
            return gateway.putAll(Collections.nCopies(entries, ENTRY))
                    .toCompletableFuture()
                    .join();
        }
    }

    private static PutOutcome put(HttpClient http, HttpHandler service) {
        try (HttpServer server = HttpServer.start("kinesis", service);
                KinesisGateway gateway = gateway(http, server.uri())) {
            return gateway.put(ENTRY, null).toCompletableFuture().join();
        }
    }

    private static KinesisGateway gateway(HttpClient http, URI endpoint) {
        return gateway(http, endpoint, "20 s");
    }

    private static KinesisGateway gateway(HttpClient http, URI endpoint, String attemptTimeout) {
        return new KinesisGateway(settings(http, endpoint)
                .with("plumbline.kinesis.attemptTimeout", attemptTimeout)
                .settings());
    }

    private static TestSettings settings(HttpClient http, URI endpoint) {
        return TestSettings.forPipeline(endpoint, endpoint)
                .with("plumbline.kinesis.httpClient", http.name().toLowerCase(Locale.ROOT));
    }

    private static CompletableFuture<HttpResponse> error(int status, String type, String message) {
        return answer(status, Map.of("__type", type, "message", message));
    }

    private static CompletableFuture<HttpResponse> answer(int status, Map<String, Object> members) {
        try {
            byte[] body = new CBORMapper().writeValueAsBytes(members);
            return CompletableFuture.completedFuture(HttpResponse.of(status, "application/x-amz-cbor-1.1", body));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
