package local.cloudwatch;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.cbor.CBORGenerator;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;

/** The wire of CloudWatch, as AWS' SDK for Java speaks it: Smithy's RPC v2 in CBOR. */
public final class CloudWatchService implements HttpHandler {

    private static final String PROTOCOL = "rpc-v2-cbor";
    private static final String OPERATIONS = "/service/GraniteServiceVersion20100801/operation/";
    private static final ObjectMapper CBOR =
            new CBORMapper().registerModule(new SimpleModule().addSerializer(Instant.class, new TaggedSeconds()));

    private final MetricData data;
    private final boolean permits;

    /** @param permits whether anybody may ask */
    public CloudWatchService(Metrics metrics, boolean permits) {
        this(metrics, permits, MetricData.MAX_POINTS);
    }

    /** @param pagePoints on a page, at the most */
    public CloudWatchService(Metrics metrics, boolean permits, int pagePoints) {
        this.data = new MetricData(metrics, pagePoints);
        this.permits = permits;
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        try {
            return CompletableFuture.completedFuture(response(200, Map.of(), answer(request)));
        } catch (CloudWatchException e) {
            return CompletableFuture.completedFuture(error(e));
        }
    }

    private ObjectNode answer(HttpRequest request) {
        String path = request.path();
        String operation = path.startsWith(OPERATIONS) ? path.substring(OPERATIONS.length()) : path;
        if (!permits) {
            throw new CloudWatchException(
                    403,
                    "AccessDenied",
                    "User: arn:aws:iam::000000000000:user/local is not authorized to perform: cloudwatch:" + operation);
        }
        if (!operation.equals("GetMetricData")
                || !request.header("smithy-protocol").equals(PROTOCOL)) {
            throw new CloudWatchException(
                    400, "UnknownOperationException", "The local stand-in has no " + request.method() + " " + path);
        }
        return data.answer(read(request.body()));
    }

    private static JsonNode read(byte[] body) {
        try {
            return CBOR.readTree(body);
        } catch (IOException e) {
            throw new CloudWatchException(400, "SerializationException", "The request cannot be parsed.");
        }
    }

    /** The header has the code of the older protocol, which the client shows where it asked for that. */
    private static HttpResponse error(CloudWatchException e) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("__type", e.code()).put("message", e.getMessage());
        return response(e.status(), Map.of("x-amzn-query-error", e.code() + ";Sender"), body);
    }

    private static HttpResponse response(int status, Map<String, String> more, ObjectNode body) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/cbor");
        headers.put("smithy-protocol", PROTOCOL);
        headers.put("x-amzn-RequestId", UUID.randomUUID().toString());
        try {
            return new HttpResponse(status, headers, CBOR.writeValueAsBytes(body));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static final class TaggedSeconds extends JsonSerializer<Instant> {
        private static final int EPOCH_TIME = 1;

        @Override
        public void serialize(Instant value, JsonGenerator out, SerializerProvider provider) throws IOException {
            ((CBORGenerator) out).writeTag(EPOCH_TIME);
            out.writeNumber(value.getEpochSecond());
        }
    }
}
