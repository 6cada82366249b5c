package local.bigquery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A failure as Google's APIs report it: an HTTP status, a reason that programs read, a message for people. */
public final class GoogleError extends RuntimeException {

    private final int status;
    private final String reason;

    public GoogleError(int status, String reason, String message) {
        super(message);
        this.status = status;
        this.reason = reason;
    }

    static GoogleError invalid(String message) {
        return new GoogleError(400, "invalid", message);
    }

    static GoogleError invalidQuery(String message) {
        return new GoogleError(400, "invalidQuery", message);
    }

    static GoogleError notFound(String what) {
        return new GoogleError(404, "notFound", "Not found: " + what);
    }

    static GoogleError duplicate(String what) {
        return new GoogleError(409, "duplicate", "Already Exists: " + what);
    }

    /** Too many requests for now: 403. */
    public static GoogleError rateLimitExceeded() {
        return new GoogleError(
                403,
                "rateLimitExceeded",
                "Exceeded rate limits: too many api requests per user per method for this user_method");
    }

    public static GoogleError quotaExceeded() {
        return new GoogleError(
                403, "quotaExceeded", "Quota exceeded: Your project exceeded quota for concurrent queries.");
    }

    public static GoogleError unavailable() {
        return new GoogleError(
                503, "backendError", "Error encountered during execution. Retrying may solve the problem.");
    }

    /** Any failure as the API tells it. */
    static GoogleError of(Throwable failure) {
        return failure instanceof GoogleError error
                ? error
                : new GoogleError(500, "internalError", "The local stand-in failed: " + failure);
    }

    public int status() {
        return status;
    }

    String reason() {
        return reason;
    }

    /** One entry of {@code errors}, also of a job's {@code errorResult}. */
    ObjectNode entry() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("message", getMessage())
                .put("domain", "global")
                .put("reason", reason);
    }

    ObjectNode body() {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode error = body.putObject("error").put("code", status).put("message", getMessage());
        error.putArray("errors").add(entry());
        error.put("status", canonical());
        return body;
    }

    private String canonical() {
        return switch (status) {
            case 400 -> "INVALID_ARGUMENT";
            case 403 -> reason.endsWith("Exceeded") ? "RESOURCE_EXHAUSTED" : "PERMISSION_DENIED";
            case 404 -> "NOT_FOUND";
            case 409 -> "ALREADY_EXISTS";
            case 413 -> "OUT_OF_RANGE";
            case 501 -> "UNIMPLEMENTED";
            case 503 -> "UNAVAILABLE";
            default -> "INTERNAL";
        };
    }
}
