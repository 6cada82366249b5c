package local.lambda;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.LinkedHashMap;
import java.util.Map;
import local.http.HttpResponse;

/** Answers in the form of Lambda's API. */
final class JsonAnswer {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonAnswer() {}

    static HttpResponse json(ObjectNode body) {
        return json(200, Map.of(), body);
    }

    static HttpResponse accepted(ObjectNode body) {
        return json(202, Map.of(), body);
    }

    static HttpResponse error(int status, String type, String message) {
        ObjectNode body =
                JsonNodeFactory.instance.objectNode().put("Type", "User").put("Message", message);
        return json(status, Map.of("x-amzn-ErrorType", type), body);
    }

    static HttpResponse notThere() {
        return error(404, "ResourceNotFoundException", "The resource you requested does not exist.");
    }

    private static HttpResponse json(int status, Map<String, String> more, ObjectNode body) {
        Map<String, String> headers = new LinkedHashMap<>(more);
        headers.put("Content-Type", "application/json");
        try {
            return new HttpResponse(status, headers, JSON.writeValueAsBytes(body));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
