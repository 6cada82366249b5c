package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.HttpHandler;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Puts over real sockets; what each way of failing proves about the record. */
@Timeout(60)
class KinesisGatewayTest {

    private static final byte[] DATA = "{}".getBytes(StandardCharsets.UTF_8);

    @Test
    void aPutIsAcknowledgedWithItsSequenceNumber() {
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> 1_700_000_000_000_000L, true);
        streams.create("events", 1);

        PutOutcome outcome = put(new KinesisService(streams, data -> new PutHook.Attempt() {}));

        assertThat(outcome).isInstanceOfSatisfying(PutOutcome.Acknowledged.class, acknowledged -> {
            assertThat(acknowledged.sequenceNumber()).matches("49\\d{54}");
            assertThat(acknowledged.shardId()).isEqualTo("shardId-000000000000");
        });
    }

    @Test
    void aThrottledPutIsRefusedAndNamesNoAccount() {
        PutOutcome outcome = put(request -> error(
                400,
                "ProvisionedThroughputExceededException",
                "Rate exceeded for shard shardId-000000000000 in stream events under account 123456789012."));

        assertThat(outcome)
                .isEqualTo(new PutOutcome.Refused(
                        "ProvisionedThroughputExceededException",
                        "Rate exceeded for shard shardId-000000000000 in stream events under account (account)."));
    }

    @Test
    void anInternalErrorLeavesItUnknown() {
        PutOutcome outcome = put(request -> error(500, "InternalFailure", "something broke"));

        assertThat(outcome).isEqualTo(new PutOutcome.Unanswered("InternalFailure", "something broke"));
    }

    @Test
    void anAnswerThatIsNotTheServicesOwnIsTakenByItsStatus() {
        CompletableFuture<HttpResponse> badGateway =
                CompletableFuture.completedFuture(HttpResponse.text(502, "<html>proxy</html>"));

        assertThat(put(request -> badGateway))
                .isInstanceOfSatisfying(PutOutcome.Unanswered.class, unanswered -> assertThat(unanswered.code())
                        .isEqualTo("HTTP 502"));
    }

    @Test
    void aPutWithoutAnAnswerIsUnknownAfterOneAttempt() {
        AtomicInteger attempts = new AtomicInteger();

        try (HttpServer silent = HttpServer.start("silent", request -> {
                    attempts.incrementAndGet();
                    return new CompletableFuture<>();
                });
                KinesisGateway gateway = gateway(silent.uri(), "500 ms")) {
            assertThat(gateway.put(DATA, "key").toCompletableFuture().join()).isInstanceOf(PutOutcome.Unanswered.class);
        }
        assertThat(attempts).hasValue(1);
    }

    @Test
    void nobodyListeningMeansThatItNeverLeft() {
        HttpServer gone = HttpServer.start("gone", request -> new CompletableFuture<>());
        URI endpoint = gone.uri();
        gone.close();

        try (KinesisGateway gateway = gateway(endpoint)) {
            assertThat(gateway.put(DATA, "key").toCompletableFuture().join()).isInstanceOf(PutOutcome.Refused.class);
            assertThat(gateway.problems()).singleElement().asString().startsWith("stream events: ");
        }
    }

    @Test
    void aClosedClientClaimsNothingAndDoesNotThrow() {
        KinesisGateway gateway = gateway(URI.create("http://127.0.0.1:1"));
        gateway.close();

        assertThat(gateway.put(DATA, "key").toCompletableFuture().join())
                .isNotInstanceOf(PutOutcome.Acknowledged.class);
    }

    @Test
    void aMissingStreamIsAProblem() {
        KinesisStreams streams = new KinesisStreams("eu-central-1", "000000000000", () -> 0, true);
        try (HttpServer server =
                        HttpServer.start("kinesis", new KinesisService(streams, data -> new PutHook.Attempt() {}));
                KinesisGateway gateway = gateway(server.uri())) {
            assertThat(gateway.problems())
                    .singleElement()
                    .asString()
                    .contains("events")
                    .doesNotContain("000000000000");
        }
    }

    private static PutOutcome put(HttpHandler service) {
        try (HttpServer server = HttpServer.start("kinesis", service);
                KinesisGateway gateway = gateway(server.uri())) {
            return gateway.put(DATA, "key").toCompletableFuture().join();
        }
    }

    private static KinesisGateway gateway(URI endpoint) {
        return gateway(endpoint, "20 s");
    }

    private static KinesisGateway gateway(URI endpoint, String attemptTimeout) {
        return new KinesisGateway(TestSettings.forPipeline(endpoint, endpoint)
                .with("plumbline.kinesis.attemptTimeout", attemptTimeout)
                .settings());
    }

    private static CompletableFuture<HttpResponse> error(int status, String type, String message) {
        try {
            byte[] body = new CBORMapper().writeValueAsBytes(Map.of("__type", type, "message", message));
            return CompletableFuture.completedFuture(HttpResponse.of(status, "application/x-amz-cbor-1.1", body));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
