package local.bigquery;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import local.http.HttpRequest;

/** One request of the API: {@code /bigquery/v2/projects/{project}/…}. @param path what follows the project, in segments */
record Call(HttpRequest request, String project, List<String> path) {

    /** Google's limit, after inflating. */
    static final int MAX_BODY_BYTES = 10 << 20;

    private static final JsonMapper JSON = new JsonMapper();

    static Optional<Call> of(HttpRequest request) {
        List<String> segments = List.of(request.path().split("/", -1));
        return segments.size() > 5 && segments.subList(0, 4).equals(List.of("", "bigquery", "v2", "projects"))
                ? Optional.of(new Call(request, segments.get(4), segments.subList(5, segments.size())))
                : Optional.empty();
    }

    /** Whether method and path have this form, {@code *} standing for any one segment. */
    boolean is(String method, String... form) {
        if (!request.method().equals(method) || form.length != path.size()) {
            return false;
        }
        for (int i = 0; i < form.length; i++) {
            if (!form[i].equals("*") && !form[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }

    TableName tableName() {
        return new TableName(project, path.get(1), path.get(3));
    }

    ObjectNode body() {
        if (request.body().length > MAX_BODY_BYTES) {
            throw new GoogleError(
                    400, "badRequest", "Request payload size exceeds the limit: " + MAX_BODY_BYTES + " bytes.");
        }
        try {
            JsonNode body = JSON.readTree(request.body());
            if (body instanceof ObjectNode object) {
                return object;
            }
        } catch (JsonProcessingException e) {
            throw new GoogleError(400, "parseError", "Invalid JSON payload received. " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        throw new GoogleError(400, "parseError", "Invalid JSON payload received. An object was expected.");
    }

    /** A whole number of the URL's query. */
    long number(String name, long otherwise) {
        Optional<String> value = request.query(name);
        try {
            return value.map(Long::parseLong).filter(n -> n >= 0).orElse(otherwise);
        } catch (NumberFormatException e) {
            throw GoogleError.invalid("Invalid value for " + name + ": " + value.orElse(""));
        }
    }

    boolean int64Timestamps() {
        return request.query("formatOptions.useInt64Timestamp")
                .filter("true"::equalsIgnoreCase)
                .isPresent();
    }
}
