package io.plumbline.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.TestSettings;
import io.plumbline.settings.Settings.HttpClient;
import java.net.URI;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Invocations over real sockets, by each client. */
@Timeout(60)
class LambdaGatewayTest {

    private static final byte[] PAYLOAD = "{\"a\":1}".getBytes(UTF_8);

    private final Queue<HttpRequest> requests = new ConcurrentLinkedQueue<>();

    @ParameterizedTest
    @EnumSource
    void anInvocationIsAnsweredWithAllThatLambdaTells(HttpClient http) {
        String log = "REPORT RequestId: 1\tDuration: 2.50 ms\tBilled Duration: 3 ms\tInit Duration: 100.00 ms\n";

        InvokeOutcome outcome = invoke(http, false, request -> {
            requests.add(request);
            return answer(
                    200,
                    Map.of(
                            "X-Amz-Executed-Version", "7",
                            "X-Amz-Function-Error", "Unhandled",
                            "X-Amz-Log-Result", Base64.getEncoder().encodeToString(log.getBytes(UTF_8))),
                    "{\"b\":2}");
        });

        assertThat(outcome).isInstanceOfSatisfying(InvokeOutcome.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(200);
            assertThat(answered.functionError()).contains("Unhandled");
            assertThat(answered.executedVersion()).contains("7");
            assertThat(answered.payload()).asString(UTF_8).isEqualTo("{\"b\":2}");
            assertThat(answered.report()).contains(new InvokeReport(2_500, 3, Optional.of(100_000L)));
        });
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.path()).isEqualTo("/2015-03-31/functions/enrich:live/invocations");
            assertThat(request.body()).isEqualTo(PAYLOAD);
            assertThat(request.header("X-Amz-Invocation-Type")).isEqualTo("RequestResponse");
            assertThat(request.header("X-Amz-Log-Type")).isEqualTo("Tail");
        });
    }

    @ParameterizedTest
    @EnumSource
    void anEventIsOnlyQueued(HttpClient http) {
        InvokeOutcome outcome = invoke(http, true, request -> {
            requests.add(request);
            return answer(202, Map.of(), "");
        });

        assertThat(outcome).isInstanceOfSatisfying(InvokeOutcome.Answered.class, answered -> {
            assertThat(answered.status()).isEqualTo(202);
            assertThat(answered.payload()).isEmpty();
            assertThat(answered.report()).isEmpty();
        });
        assertThat(requests).singleElement().satisfies(request -> assertThat(request.header("X-Amz-Invocation-Type"))
                .isEqualTo("Event"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsThrottledIsNotTriedAgain(HttpClient http) {
        AtomicInteger attempts = new AtomicInteger();

        InvokeOutcome outcome = invoke(http, false, request -> {
            attempts.incrementAndGet();
            return throttled();
        });

        assertThat(outcome)
                .isEqualTo(new InvokeOutcome.Failed(Optional.of(429), "TooManyRequestsException", "Rate Exceeded."));
        assertThat(attempts).hasValue(1);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNotAnsweredInTimeHasFailed(HttpClient http) {
        AtomicInteger attempts = new AtomicInteger();
        try (HttpServer silent = HttpServer.start("silent", request -> {
                    attempts.incrementAndGet();
                    return new CompletableFuture<>();
                });
                LambdaGateway gateway = new LambdaGateway(settings(http, silent.uri())
                        .with("plumbline.lambda.timeout", "300 ms")
                        .settings())) {
            InvokeOutcome outcome =
                    gateway.invoke(PAYLOAD, false).toCompletableFuture().join();

            assertThat(outcome).isInstanceOfSatisfying(InvokeOutcome.Failed.class, failed -> {
                assertThat(failed.status()).isEmpty();
                assertThat(failed.code()).isEqualTo("ApiCallTimeoutException");
                assertThat(failed.forWantOfAConnection()).isFalse();
            });
            assertThat(attempts).hasValueLessThanOrEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatGetsNoConnectionIsTheGeneratorsFault(HttpClient http) {
        try (HttpServer silent = HttpServer.start("silent", request -> new CompletableFuture<>());
                LambdaGateway gateway = new LambdaGateway(settings(http, silent.uri())
                        .with("plumbline.lambda.maxConcurrency", "1")
                        .with("plumbline.kinesis.acquireTimeout", "300 ms")
                        .settings())) {
            CompletableFuture<InvokeOutcome> one =
                    gateway.invoke(PAYLOAD, false).toCompletableFuture();
            CompletableFuture<InvokeOutcome> other =
                    gateway.invoke(PAYLOAD, false).toCompletableFuture();

            assertThat(CompletableFuture.anyOf(one, other).join())
                    .isInstanceOfSatisfying(
                            InvokeOutcome.Failed.class,
                            failed -> assertThat(failed.forWantOfAConnection()).isTrue());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFunctionThatCannotBeInvokedIsAProblem(HttpClient http) {
        assertThat(
                        problems(
                                http,
                                request -> answer(
                                        404,
                                        Map.of("x-amzn-ErrorType", "ResourceNotFoundException"),
                                        "{\"Message\":\"Function not found: arn:aws:lambda:eu-central-1:123456789012:function:enrich\"}")))
                .containsExactly(
                        "function enrich:live: Function not found: arn:aws:lambda:eu-central-1:…9012:function:enrich");
    }

    @ParameterizedTest
    @EnumSource
    void theLookAtTheFunctionRunsNothing(HttpClient http) {
        assertThat(problems(http, request -> {
                    requests.add(request);
                    return answer(204, Map.of("x-amzn-RequestId", "1"), "");
                }))
                .isEmpty();
        assertThat(requests).singleElement().satisfies(request -> assertThat(request.header("X-Amz-Invocation-Type"))
                .isEqualTo("DryRun"));
    }

    @Test
    void theRegionOfAnArnCountsMore() {
        String arn = "arn:aws:lambda:us-west-2:123456789012:function:enrich";
        try (HttpServer server = HttpServer.start("lambda", request -> {
                    requests.add(request);
                    return answer(202, Map.of(), "");
                });
                LambdaGateway gateway = new LambdaGateway(settings(HttpClient.NETTY, server.uri())
                        .with("plumbline.lambda.function", arn)
                        .settings())) {
            gateway.invoke(PAYLOAD, true).toCompletableFuture().join();
        }
        assertThat(requests).singleElement().satisfies(request -> {
            assertThat(request.header("Authorization")).contains("/us-west-2/lambda/");
            assertThat(request.path()).isEqualTo("/2015-03-31/functions/" + arn + "/invocations");
        });
    }

    private InvokeOutcome invoke(HttpClient http, boolean event, HttpHandler service) {
        try (HttpServer server = HttpServer.start("lambda", service);
                LambdaGateway gateway =
                        new LambdaGateway(settings(http, server.uri()).settings())) {
            return gateway.invoke(PAYLOAD, event).toCompletableFuture().join();
        }
    }

    private List<String> problems(HttpClient http, HttpHandler service) {
        try (HttpServer server = HttpServer.start("lambda", service);
                LambdaGateway gateway =
                        new LambdaGateway(settings(http, server.uri()).settings())) {
            return gateway.problems();
        }
    }

    private static TestSettings settings(HttpClient http, URI endpoint) {
        return TestSettings.forPipeline(endpoint, endpoint)
                .with("plumbline.kinesis.httpClient", http.name().toLowerCase(Locale.ROOT))
                .with("plumbline.lambda.function", "enrich:live")
                .with("plumbline.lambda.endpoint", endpoint.toString());
    }

    private static CompletableFuture<HttpResponse> throttled() {
        return answer(
                429,
                Map.of("x-amzn-ErrorType", "TooManyRequestsException"),
                "{\"Type\":\"User\",\"Message\":\"Rate Exceeded.\"}");
    }

    private static CompletableFuture<HttpResponse> answer(int status, Map<String, String> headers, String body) {
        return CompletableFuture.completedFuture(new HttpResponse(status, headers, body.getBytes(UTF_8)));
    }
}
