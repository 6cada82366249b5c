package io.plumbline.bigquery;

import com.google.api.client.googleapis.json.GoogleJsonError;
import com.google.api.client.googleapis.json.GoogleJsonResponseException;
import io.plumbline.settings.Redaction;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.List;

/**
 * BigQuery refused a call, or there was no answer: then rows may have been inserted all the same.
 *
 * @param code BigQuery's reason, such as {@code invalidQuery}, or what is in its place
 */
public record CallFailure(String code, String message) implements InsertOutcome, QueryOutcome {

    private static final String NO_FREE_CONNECTION = "no free connection";

    /** The generator's fault, not the service's. */
    public boolean forWantOfAConnection() {
        return code.equals(NO_FREE_CONNECTION);
    }

    /** For too much at a time. */
    public boolean isThrottled() {
        return code.equals("rateLimitExceeded") || code.equals("quotaExceeded");
    }

    static CallFailure noFreeConnection(int all) {
        return new CallFailure(NO_FREE_CONNECTION, "all " + all + " were in use (plumbline.bigquery.maxConcurrency)");
    }

    static CallFailure of(Exception failure) {
        if (failure instanceof SocketTimeoutException) {
            return new CallFailure("time-out", "no answer within plumbline.bigquery.actionTimeout");
        }
        return failure instanceof IOException broken
                ? new CallFailure(code(broken), Failures.message(broken))
                : new CallFailure(
                        failure.getClass().getSimpleName(),
                        Redaction.brief(Redaction.keepingNumbers(String.valueOf(failure.getMessage()))));
    }

    private static String code(IOException failure) {
        if (!(failure instanceof GoogleJsonResponseException answered) || answered.getDetails() == null) {
            return Failures.obstacle(failure)
                    .map(found -> found.obstacle().label())
                    .orElseGet(() -> status(failure));
        }
        List<GoogleJsonError.ErrorInfo> errors = answered.getDetails().getErrors();
        String reason =
                errors == null || errors.isEmpty() ? null : errors.get(0).getReason();
        return reason == null ? "HTTP " + answered.getStatusCode() : Redaction.brief(Redaction.keepingNumbers(reason));
    }

    private static String status(IOException failure) {
        return failure instanceof GoogleJsonResponseException answered
                ? "HTTP " + answered.getStatusCode()
                : failure.getClass().getSimpleName();
    }
}
