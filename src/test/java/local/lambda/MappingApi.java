package local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import local.http.HttpRequest;
import local.http.HttpResponse;

/** The part of Lambda's API that is about event source mappings; there is one. */
final class MappingApi {

    static final String ROOT = "/2015-03-31/event-source-mappings";

    private static final JsonMapper JSON = new JsonMapper();

    private final String uuid;
    private final String streamArn;
    private final String functionArn;
    private final Predicate<String> namesFunction;
    private final MappingSettings settings;
    private final MappingSwitch power;

    /** @param namesFunction whether a text names the function, in any of the ways in which one may */
    MappingApi(
            String uuid,
            String streamArn,
            String functionArn,
            Predicate<String> namesFunction,
            MappingSettings settings,
            MappingSwitch power) {
        this.uuid = uuid;
        this.streamArn = streamArn;
        this.functionArn = functionArn;
        this.namesFunction = namesFunction;
        this.settings = settings;
        this.power = power;
    }

    /** Empty where there is no such operation. */
    Optional<HttpResponse> answer(HttpRequest request) {
        String named = request.path().substring(ROOT.length()).replaceFirst("^/", "");
        boolean isThere = named.equals(uuid);
        return Optional.ofNullable(
                switch (request.method()) {
                    case "GET" ->
                        named.isEmpty() ? list(request) : isThere ? JsonAnswer.json(describe()) : JsonAnswer.notThere();
                    case "PUT" -> named.isEmpty() ? null : isThere ? update(request) : JsonAnswer.notThere();
                    default -> null;
                });
    }

    private HttpResponse list(HttpRequest request) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode list = answer.putArray("EventSourceMappings");
        if (request.query("EventSourceArn").map(streamArn::equals).orElse(true)
                && request.query("FunctionName").map(namesFunction::test).orElse(true)) {
            list.add(describe());
        }
        return JsonAnswer.json(answer);
    }

    private HttpResponse update(HttpRequest request) {
        JsonNode wanted;
        try {
            wanted = JSON.readTree(request.body());
        } catch (IOException e) {
            return JsonAnswer.error(
                    400, "InvalidRequestContentException", "Could not parse request body into json: " + e.getMessage());
        }
        List<String> others = new ArrayList<>();
        wanted.fieldNames().forEachRemaining(others::add);
        others.remove("Enabled");
        JsonNode enabled = wanted.path("Enabled");
        if (!others.isEmpty() || !enabled.isBoolean()) {
            return JsonAnswer.error(
                    400,
                    "InvalidParameterValueException",
                    "The local stand-in changes Enabled only, to true or false; asked for: "
                            + (others.isEmpty() ? "Enabled=" + enabled : String.join(", ", others)));
        }
        return power.ask(enabled.booleanValue())
                ? JsonAnswer.accepted(describe())
                : JsonAnswer.error(
                        400,
                        "ResourceInUseException",
                        "Cannot update the event source mapping because it is in use: it is "
                                + power.state().text() + ".");
    }

    private ObjectNode describe() {
        ObjectNode out = JsonNodeFactory.instance
                .objectNode()
                .put("UUID", uuid)
                .put("EventSourceArn", streamArn)
                .put("FunctionArn", functionArn)
                .put("StartingPosition", "LATEST")
                .put("BatchSize", settings.batchSize())
                .put("MaximumBatchingWindowInSeconds", settings.batchingWindow().toSeconds())
                .put("ParallelizationFactor", settings.parallelizationFactor())
                .put("MaximumRetryAttempts", settings.maximumAttempts() - 1)
                .put("State", power.state().text())
                .put("StateTransitionReason", "USER_INITIATED");
        out.putObject("MetricsConfig").putArray("Metrics").add("EventCount");
        out.putArray("FunctionResponseTypes").add("ReportBatchItemFailures");
        return out;
    }
}
