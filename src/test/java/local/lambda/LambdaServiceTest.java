package local.lambda;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.HttpServer;
import local.kinesis.KinesisStream;
import local.kinesis.KinesisStreams;
import local.truth.PauseListener;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LambdaServiceTest {

    private static final String EVENT =
            """
            {"Records":[{"eventID":"shardId-000000000000:1","kinesis":{"sequenceNumber":"1","partitionKey":"k",
             "data":"aGk=","approximateArrivalTimestamp":1700000000.123}}]}""";

    private static final String MAPPING = "/2015-03-31/event-source-mappings/" + LambdaService.MAPPING_ID;

    private final KinesisStream stream =
            new KinesisStreams("eu-central-1", "000000000000", () -> 0, false).create("s", 1);
    private final AtomicInteger environments = new AtomicInteger();
    private final CountDownLatch running = new CountDownLatch(1);
    private final CountDownLatch mayEnd = new CountDownLatch(1);
    private final CountDownLatch ended = new CountDownLatch(1);
    private final LambdaFunction function = new LambdaFunction("f", 1, () -> {
        environments.incrementAndGet();
        return (event, context) -> {
            String data = UTF_8.decode(event.getRecords().get(0).getKinesis().getData())
                    .toString();
            context.getLogger().log("got " + data);
            if (data.equals("throw")) {
                throw new IllegalStateException("on purpose");
            }
            if (data.equals("wait")) {
                running.countDown();
                awaitQuietly(mayEnd);
            }
            ended.countDown();
            return new StreamsEventResponse(List.of());
        };
    });
    private final MappingSwitch power = new MappingSwitch(() -> Duration.ZERO, PauseListener.NOBODY);
    private final LambdaService service =
            new LambdaService(function, stream, new MappingSettings(100, Duration.ofSeconds(2), 3, 0), Map.of(), power);
    private final HttpServer server = HttpServer.start("lambda", service);
    private final HttpClient http = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        mayEnd.countDown();
        server.close();
        service.close();
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await(10, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void invokesAndReportsTheColdStartOnce() throws Exception {
        HttpResponse<String> cold = invoke("hi", "X-Amz-Log-Type", "Tail");
        assertThat(cold.statusCode()).isEqualTo(200);
        assertThat(cold.body()).isEqualTo("{\"batchItemFailures\":[]}");
        assertThat(cold.headers().firstValue("X-Amz-Executed-Version")).hasValue("$LATEST");
        assertThat(log(cold)).contains("got hi", "REPORT RequestId: ", "Billed Duration: ", "Init Duration: ");

        HttpResponse<String> warm = invoke("hi", "X-Amz-Log-Type", "Tail");
        assertThat(log(warm)).contains("REPORT").doesNotContain("Init Duration");
        assertThat(environments).hasValue(1);
        assertThat(invoke("hi").headers().firstValue("X-Amz-Log-Result")).isEmpty();
    }

    @Test
    void aFunctionErrorIsA200WithItsHeader() throws Exception {
        HttpResponse<String> answer = invoke("throw");
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("X-Amz-Function-Error")).hasValue("Unhandled");
        JsonNode error = new JsonMapper().readTree(answer.body());
        assertThat(error.get("errorMessage").asText()).isEqualTo("on purpose");
        assertThat(error.get("errorType").asText()).isEqualTo("java.lang.IllegalStateException");
    }

    @Test
    void anEventIsAcceptedAndRunLater() throws Exception {
        HttpResponse<String> answer = invoke("hi", "X-Amz-Invocation-Type", "Event");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(answer.body()).isEmpty();
        assertThat(ended.await(10, TimeUnit.SECONDS)).isTrue();
    }

    @Test
    void oneInvocationTooManyIsThrottled() throws Exception {
        invoke("wait", "X-Amz-Invocation-Type", "Event");
        assertThat(running.await(10, TimeUnit.SECONDS)).isTrue();
        HttpResponse<String> answer = invoke("hi");
        assertThat(answer.statusCode()).isEqualTo(429);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("TooManyRequestsException");
    }

    @Test
    void refusesMoreThanSixMegabytesAndWhatIsNotThere() throws Exception {
        assertThat(post("f", "x".repeat(LambdaFunction.MAX_PAYLOAD_BYTES + 1)).statusCode())
                .isEqualTo(413);
        assertThat(post("none", "{}").headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceNotFoundException");
        assertThat(post("f", EVENT, "X-Amz-Invocation-Type", "Other").statusCode())
                .isEqualTo(400);
        assertThat(post("f", EVENT, "X-Amz-Invocation-Type", "DryRun").statusCode())
                .isEqualTo(204);
        assertThat(get("/2015-03-31/layers").statusCode()).isEqualTo(404);
    }

    @Test
    void describesTheFunctionByNameAndArn() throws Exception {
        String arn = "arn:aws:lambda:eu-central-1:000000000000:function:f";
        for (String name : List.of("f", arn, "000000000000:function:f", "f:$LATEST")) {
            JsonNode answer = new JsonMapper()
                    .readTree(get("/2015-03-31/functions/" + name.replace(":", "%3A"))
                            .body());
            assertThat(answer.at("/Configuration/FunctionArn").asText())
                    .as(name)
                    .isEqualTo(arn);
        }
        assertThat(get("/2015-03-31/functions/f/configuration").body()).contains("\"State\":\"Active\"");
    }

    @Test
    void listsAndDescribesTheMapping() throws Exception {
        JsonNode all = new JsonMapper()
                .readTree(get("/2015-03-31/event-source-mappings?FunctionName=f&EventSourceArn="
                                + stream.arn().replace(":", "%3A"))
                        .body());
        JsonNode mapping = all.at("/EventSourceMappings/0");
        assertThat(mapping.get("BatchSize").asInt()).isEqualTo(100);
        assertThat(mapping.get("MaximumBatchingWindowInSeconds").asInt()).isEqualTo(2);
        assertThat(mapping.get("ParallelizationFactor").asInt()).isEqualTo(3);
        assertThat(mapping.get("MaximumRetryAttempts").asInt()).isEqualTo(-1);
        assertThat(mapping.at("/FunctionResponseTypes/0").asText()).isEqualTo("ReportBatchItemFailures");
        String uuid = mapping.get("UUID").asText();
        assertThat(new JsonMapper()
                        .readTree(
                                get("/2015-03-31/event-source-mappings/" + uuid).body()))
                .isEqualTo(mapping);
        assertThat(get("/2015-03-31/event-source-mappings?FunctionName=other").body())
                .isEqualTo("{\"EventSourceMappings\":[]}");
        assertThat(get("/2015-03-31/event-source-mappings/none").statusCode()).isEqualTo(404);
    }

    @Test
    void theMappingIsDisabledWhenItsLastBatchHasEnded() throws Exception {
        power.begin(() -> {});
        HttpResponse<String> answer = update("{\"Enabled\": false}");
        assertThat(answer.statusCode()).isEqualTo(202);
        assertThat(state(answer)).isEqualTo("Disabling");
        HttpResponse<String> second = update("{\"Enabled\": true}");
        assertThat(second.statusCode()).isEqualTo(400);
        assertThat(second.headers().firstValue("x-amzn-ErrorType")).hasValue("ResourceInUseException");
        assertThat(state(get(MAPPING))).isEqualTo("Disabling");

        power.end();
        await("Disabled");
        assertThat(get("/2015-03-31/event-source-mappings").body()).contains("\"State\":\"Disabled\"");

        assertThat(state(update("{\"Enabled\": true}"))).isIn("Enabling", "Enabled");
        await("Enabled");
    }

    @Test
    void refusesChangesThatItCannotMake() throws Exception {
        HttpResponse<String> answer = update("{\"Enabled\": false, \"BatchSize\": 7}");
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(answer.headers().firstValue("x-amzn-ErrorType")).hasValue("InvalidParameterValueException");
        assertThat(answer.body()).contains("BatchSize").doesNotContain("Enabled,");
        assertThat(update("{\"Enabled\": \"no\"}").headers().firstValue("x-amzn-ErrorType"))
                .hasValue("InvalidParameterValueException");
        assertThat(update("{").headers().firstValue("x-amzn-ErrorType")).hasValue("InvalidRequestContentException");
        assertThat(put("/2015-03-31/event-source-mappings/none", "{\"Enabled\": false}")
                        .statusCode())
                .isEqualTo(404);
        assertThat(power.state()).isEqualTo(MappingSwitch.State.ENABLED);
    }

    private void await(String state) throws Exception {
        long deadline = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (!state(get(MAPPING)).equals(state)) {
            assertThat(System.nanoTime()).as("not %s in time", state).isLessThan(deadline);
        }
    }

    private static String state(HttpResponse<String> mapping) throws Exception {
        return new JsonMapper().readTree(mapping.body()).path("State").asText();
    }

    private HttpResponse<String> update(String body) throws Exception {
        return put(MAPPING, body);
    }

    private HttpResponse<String> put(String path, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(server.uri().resolve(path))
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static String log(HttpResponse<String> answer) {
        return new String(
                Base64.getDecoder()
                        .decode(answer.headers().firstValue("X-Amz-Log-Result").orElseThrow()),
                UTF_8);
    }

    private HttpResponse<String> invoke(String data, String... headers) throws Exception {
        String base64 = Base64.getEncoder().encodeToString(data.getBytes(UTF_8));
        return post("f", EVENT.replace("aGk=", base64), headers);
    }

    private HttpResponse<String> post(String name, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(
                        server.uri().resolve("/2015-03-31/functions/" + name + "/invocations"))
                .POST(BodyPublishers.ofString(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        return http.send(request.build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return http.send(HttpRequest.newBuilder(server.uri().resolve(path)).build(), BodyHandlers.ofString());
    }
}
