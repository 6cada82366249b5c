package io.plumbline.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import local.http.HttpHandler;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.kinesis.KinesisService;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.kinesis.PutHook;
import local.lambda.LambdaFunction;
import local.lambda.LambdaService;
import local.lambda.MappingSettings;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whose a stream and a function are, and their tags, over real sockets. */
@Timeout(60)
class IdentityTest {

    private final KinesisStreams streams = new KinesisStreams("eu-central-1", "123456789012", () -> 0, true);
    private final HttpHandler kinesis = new KinesisService(streams, data -> new PutHook.Attempt() {});

    @Test
    void aStreamTellsItsAccountAndAllOfItsTags() {
        Map<String, String> tags = new TreeMap<>();
        for (int i = 0; i < 120; i++) {
            tags.put("tag-" + i, "value " + i);
        }
        streams.create("events", 1, tags);

        assertThat(stream(kinesis, "events")).isEqualTo(new Identity("events", "123456789012", tags, Optional.empty()));
        assertThat(stream(kinesis, "arn:aws:kinesis:eu-central-1:123456789012:stream/events")
                        .name())
                .isEqualTo("events");
    }

    @Test
    void tagsThatMayNotBeReadAreToldAsSuch() {
        streams.create("events", 1, Map.of("a", "b"));
        HttpHandler refusing = request -> request.header("X-Amz-Target").endsWith("ListTagsForStream")
                ? refused("AccessDeniedException", "User arn:aws:iam::123456789012:user/x may not")
                : kinesis.handle(request);

        assertThat(stream(refusing, "events"))
                .isEqualTo(new Identity(
                        "events",
                        "123456789012",
                        Map.of(),
                        Optional.of("User arn:aws:iam::…9012:user/x may not; give the credentials this permission")));
    }

    @Test
    void aStreamThatDoesNotTellIsAnError() {
        assertThatThrownBy(() -> stream(kinesis, "nowhere"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("stream nowhere: ");
    }

    @Test
    void aFunctionTellsItsAccountAndTheTagsOfItAsAWhole() {
        KinesisStream stream = streams.create("events", 1);
        LambdaFunction function = new LambdaFunction("enrich", 1, () -> (event, context) -> null);
        try (LambdaService lambda =
                new LambdaService(function, stream, MappingSettings.DEFAULT, Map.of("loadtest", "allowed"))) {
            for (String name :
                    new String[] {"enrich", "enrich:$LATEST", "arn:aws:lambda:eu-central-1:123456789012:function:enrich"
                    }) {
                assertThat(function(lambda, name))
                        .isEqualTo(new Identity(
                                name.startsWith("arn:") ? "enrich" : name,
                                "123456789012",
                                Map.of("loadtest", "allowed"),
                                Optional.empty()));
            }
            assertThatThrownBy(() -> function(lambda, "nobodys"))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("function nobodys: Function not found: nobodys");
        }
    }

    private static Identity stream(HttpHandler service, String name) {
        try (HttpServer server = HttpServer.start("kinesis", service);
                KinesisGateway gateway = new KinesisGateway(TestSettings.forPipeline(server.uri(), server.uri())
                        .with("plumbline.kinesis.stream", name)
                        .settings())) {
            return gateway.identity();
        }
    }

    private static Identity function(HttpHandler service, String name) {
        try (HttpServer server = HttpServer.start("lambda", service);
                LambdaGateway gateway = new LambdaGateway(TestSettings.forPipeline(server.uri(), server.uri())
                        .with("plumbline.lambda.function", name)
                        .with("plumbline.lambda.endpoint", server.uri().toString())
                        .settings())) {
            return gateway.identity();
        }
    }

    private static CompletableFuture<HttpResponse> refused(String type, String message) {
        try {
            byte[] body = new CBORMapper().writeValueAsBytes(Map.of("__type", type, "message", message));
            return CompletableFuture.completedFuture(
                    new HttpResponse(400, Map.of("Content-Type", "application/x-amz-cbor-1.1"), body));
        } catch (JsonProcessingException e) {
            throw new AssertionError(e);
        }
    }
}
