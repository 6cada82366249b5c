package local.lambda;

import static local.lambda.JsonAnswer.error;
import static local.lambda.JsonAnswer.json;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.kinesis.KinesisStream;
import local.truth.PauseListener;

/** The wire of Lambda, with one function and its one event source mapping. */
public final class LambdaService implements HttpHandler, AutoCloseable {

    private static final String ROOT = "/2015-03-31/";
    private static final String FUNCTIONS = ROOT + "functions/";
    private static final String TAGS = "/2017-03-31/tags/";
    public static final String MAPPING_ID = "00000000-0000-4000-8000-000000000001";
    private static final JsonMapper JSON = new JsonMapper();

    private final LambdaFunction function;
    private final MappingApi mappings;
    private final Map<String, String> tags;
    private final String functionArn;
    private final ExecutorService workers;

    public LambdaService(LambdaFunction function, KinesisStream stream, MappingSettings mapping) {
        this(function, stream, mapping, Map.of());
    }

    /** @param tags of the function */
    public LambdaService(
            LambdaFunction function, KinesisStream stream, MappingSettings mapping, Map<String, String> tags) {
        this(function, stream, mapping, tags, new MappingSwitch(() -> Duration.ZERO, PauseListener.NOBODY));
    }

    /**
     * @param tags of the function
     * @param power of the mapping
     */
    public LambdaService(
            LambdaFunction function,
            KinesisStream stream,
            MappingSettings mapping,
            Map<String, String> tags,
            MappingSwitch power) {
        this.tags = Map.copyOf(tags);
        this.function = function;
        String[] arn = stream.arn().split(":");
        this.functionArn = "arn:aws:lambda:" + arn[3] + ":" + arn[4] + ":function:" + function.name();
        this.mappings = new MappingApi(MAPPING_ID, stream.arn(), functionArn, this::names, mapping, power);
        // One more than can run, so that the one too many is told so.
        this.workers = Executors.newFixedThreadPool(function.concurrency() + 1, task -> {
            Thread thread = new Thread(task, "lambda");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return CompletableFuture.supplyAsync(() -> answer(request), workers);
    }

    private HttpResponse answer(HttpRequest request) {
        String path = request.path();
        boolean get = request.method().equals("GET");
        if (path.startsWith(FUNCTIONS)) {
            String[] parts = path.substring(FUNCTIONS.length()).split("/", -1);
            if (!names(parts[0])) {
                return error(404, "ResourceNotFoundException", "Function not found: " + parts[0]);
            }
            String what = parts.length == 1 ? "" : parts[1];
            if (request.method().equals("POST") && what.equals("invocations")) {
                return invoke(request);
            } else if (get && what.isEmpty()) {
                ObjectNode answer = JsonNodeFactory.instance.objectNode();
                answer.set("Configuration", configuration());
                if (!tags.isEmpty()) {
                    answer.set("Tags", JSON.valueToTree(tags));
                }
                return json(answer);
            } else if (get && what.equals("configuration")) {
                return json(configuration());
            }
        } else if (get && path.startsWith(TAGS)) {
            return tags(URLDecoder.decode(path.substring(TAGS.length()), StandardCharsets.UTF_8));
        } else if (path.equals(MappingApi.ROOT) || path.startsWith(MappingApi.ROOT + "/")) {
            return mappings.answer(request).orElseGet(() -> unknown(request));
        }
        return unknown(request);
    }

    private static HttpResponse unknown(HttpRequest request) {
        return error(
                404,
                "UnknownOperationException",
                "The local stand-in has no " + request.method() + " " + request.path());
    }

    /** Of the function as a whole: its versions and aliases have none. */
    private HttpResponse tags(String arn) {
        if (!arn.equals(functionArn)) {
            return JsonAnswer.notThere();
        }
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        answer.set("Tags", JSON.valueToTree(tags));
        return json(answer);
    }

    /** By name, ARN, partial ARN, or with a qualifier. */
    private boolean names(String text) {
        String bare = text.replaceFirst(":\\$LATEST$", "");
        return bare.equals(function.name())
                || bare.equals(functionArn)
                || functionArn.endsWith(":" + bare.replaceFirst("^(\\d+:)(?!function:)", "$1function:"));
    }

    private HttpResponse invoke(HttpRequest request) {
        if (request.body().length > LambdaFunction.MAX_PAYLOAD_BYTES) {
            return error(
                    413,
                    "RequestTooLargeException",
                    "Request must be smaller than " + LambdaFunction.MAX_PAYLOAD_BYTES
                            + " bytes for the InvokeFunction operation");
        }
        byte[] payload = request.body().length == 0 ? "{}".getBytes(StandardCharsets.UTF_8) : request.body();
        return switch (request.header("X-Amz-Invocation-Type")) {
            case "", "RequestResponse" ->
                function.tryInvoke(payload)
                        .map(invocation -> invoked(
                                invocation, request.header("X-Amz-Log-Type").equals("Tail")))
                        .orElseGet(() -> error(429, "TooManyRequestsException", "Rate Exceeded."));
            case "Event" -> {
                workers.execute(() -> function.invoke(payload));
                yield HttpResponse.empty(202);
            }
            case "DryRun" ->
                // With a header, as the service has it: AWS' native client takes an answer without any for none.
                new HttpResponse(
                        204, Map.of("x-amzn-RequestId", UUID.randomUUID().toString()), new byte[0]);
            default ->
                error(
                        400,
                        "InvalidParameterValueException",
                        "Invocation type must be Event, RequestResponse or DryRun");
        };
    }

    private static HttpResponse invoked(Invocation invocation, boolean tail) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put("Content-Type", "application/json");
        headers.put("x-amzn-RequestId", invocation.requestId());
        headers.put("X-Amz-Executed-Version", "$LATEST");
        invocation.functionError().ifPresent(error -> headers.put("X-Amz-Function-Error", error));
        if (tail) {
            headers.put("X-Amz-Log-Result", Base64.getEncoder().encodeToString(invocation.logTail()));
        }
        return new HttpResponse(200, headers, invocation.payload());
    }

    private ObjectNode configuration() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("FunctionName", function.name())
                .put("FunctionArn", functionArn)
                .put("Runtime", "java17")
                .put("Handler", "io.plumbline.handler.PipelineHandler::handleRequest")
                .put("State", "Active")
                .put("LastUpdateStatus", "Successful")
                .put("PackageType", "Zip")
                .put("MemorySize", 512)
                .put("Timeout", 60)
                .put("Version", "$LATEST");
    }

    @Override
    public void close() {
        workers.shutdownNow();
    }
}
