package io.plumbline.aws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.TestSettings;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import local.http.HttpHandler;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Switching a mapping over real sockets, in a time of its own. */
@Timeout(60)
class MappingGatewayTest {

    private static final String UUID = "00000000-0000-4000-8000-000000000001";
    private static final Duration WITHIN = Duration.ofMinutes(1);

    private final Queue<String> requests = new ConcurrentLinkedQueue<>();
    private final Queue<HttpResponse> answers = new ConcurrentLinkedQueue<>();
    private long nowNanos;
    private final MappingGateway.Time time = new MappingGateway.Time() {
        @Override
        public long nanos() {
            return nowNanos;
        }

        @Override
        public void pass(Duration time) {
            nowNanos += time.toNanos();
        }
    };

    @Test
    void asksOnceAndLooksEachSecondUntilItIsDone() {
        answers(state(202, "Disabling"), state(200, "Disabling"), state(200, "Disabling"), state(200, "Disabled"));
        with(mappings -> mappings.disable(UUID, WITHIN));
        String path = " /2015-03-31/event-source-mappings/" + UUID;
        assertThat(requests)
                .containsExactly("PUT" + path + " {\"Enabled\":false}", "GET" + path, "GET" + path, "GET" + path);
        assertThat(nowNanos).isEqualTo(Duration.ofSeconds(2).toNanos());
    }

    @Test
    void asksAgainWhileLambdaIsBusyOrOutOfReach() {
        answers(
                error(400, "ResourceInUseException", "It is in use."),
                error(429, "TooManyRequestsException", "Rate Exceeded."),
                error(503, "ServiceException", "Later."),
                state(202, "Enabling"),
                error(429, "TooManyRequestsException", "Rate Exceeded."),
                state(200, "Enabled"));
        with(mappings -> mappings.enable(UUID, WITHIN));
        assertThat(requests).filteredOn(request -> request.startsWith("PUT")).hasSize(4);
        assertThat(answers).isEmpty();
    }

    @Test
    void whatIsNotDoneInTimeIsToldWithItsStateAndWhatToDo() {
        HttpHandler stuck = request -> CompletableFuture.completedFuture(state(200, "Enabling"));
        assertThatThrownBy(() -> with(stuck, mappings -> mappings.enable(UUID, WITHIN)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessage("event source mapping " + UUID + ": it is Enabling, not Enabled, after 60 s; look at it:"
                        + " aws lambda get-event-source-mapping --uuid " + UUID);
        assertThat(nowNanos).isEqualTo(WITHIN.toNanos());
    }

    @Test
    void whoIsBusyForTooLongIsToldToo() {
        HttpHandler busy =
                request -> CompletableFuture.completedFuture(error(400, "ResourceInUseException", "It is in use."));
        assertThatThrownBy(() -> with(busy, mappings -> mappings.disable(UUID, WITHIN)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("event source mapping " + UUID + ": It is in use.; look at it: ");
    }

    @Test
    void aMissingPermissionIsARefusalThatNamesIt() {
        answers(denied());
        assertThatThrownBy(() -> with(mappings -> mappings.disable(UUID, WITHIN)))
                .isInstanceOf(NotSwitched.class)
                .hasMessageContainingAll(
                        UUID,
                        "not authorized to perform",
                        "infra/policies/aws-pause.json",
                        "lambda:GetEventSourceMapping",
                        "lambda:UpdateEventSourceMapping");
        assertThat(requests).hasSize(1);
    }

    @Test
    void aChangeThatMayNotBeLookedAtIsNoRefusal() {
        answers(state(202, "Disabling"), denied());
        assertThatThrownBy(() -> with(mappings -> mappings.disable(UUID, WITHIN)))
                .isExactlyInstanceOf(IllegalStateException.class)
                .hasMessageContaining("lambda:GetEventSourceMapping");
    }

    @Test
    void aMappingThatIsNotThereIsARefusal() {
        answers(error(404, "ResourceNotFoundException", "The resource you requested does not exist."));
        assertThatThrownBy(() -> with(mappings -> mappings.enable(UUID, WITHIN)))
                .isInstanceOf(NotSwitched.class)
                .hasMessage("event source mapping " + UUID + ": The resource you requested does not exist.");
    }

    @Test
    void tellsTheState() {
        answers(state(200, "Disabled"), denied());
        with(mappings -> {
            assertThat(mappings.state(UUID)).isEqualTo("Disabled");
            assertThatThrownBy(() -> mappings.state(UUID))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContainingAll(UUID, "lambda:GetEventSourceMapping");
        });
    }

    private void answers(HttpResponse... inOrder) {
        answers.addAll(List.of(inOrder));
    }

    private void with(Consumer<MappingGateway> use) {
        with(
                request -> {
                    String body = new String(request.body(), UTF_8);
                    requests.add((request.method() + " " + request.path() + " " + body).strip());
                    return CompletableFuture.completedFuture(answers.remove());
                },
                use);
    }

    private void with(HttpHandler service, Consumer<MappingGateway> use) {
        try (HttpServer server = HttpServer.start("lambda", service);
                MappingGateway mappings = new MappingGateway(
                        TestSettings.forPipeline(server.uri(), server.uri())
                                .with("plumbline.lambda.endpoint", server.uri().toString())
                                .settings(),
                        time)) {
            use.accept(mappings);
        }
    }

    private static HttpResponse state(int status, String state) {
        return answer(status, Map.of(), "{\"UUID\":\"" + UUID + "\",\"State\":\"" + state + "\"}");
    }

    private static HttpResponse denied() {
        return error(
                403,
                "AccessDeniedException",
                "User: me is not authorized to perform: lambda:SomethingEventSourceMapping");
    }

    private static HttpResponse error(int status, String type, String message) {
        return answer(status, Map.of("x-amzn-ErrorType", type), "{\"Type\":\"User\",\"Message\":\"" + message + "\"}");
    }

    private static HttpResponse answer(int status, Map<String, String> headers, String body) {
        return new HttpResponse(status, headers, body.getBytes(UTF_8));
    }
}
