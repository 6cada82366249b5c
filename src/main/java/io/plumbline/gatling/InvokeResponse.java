package io.plumbline.gatling;

import io.gatling.javaapi.core.CheckBuilder;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.InvokeReport;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * What the checks on an invocation look at.
 *
 * @param functionError {@code Unhandled} where the function failed
 * @param billedMillis empty where the log's tail does not say it
 * @param payload UTF-8; empty of an event and where Lambda refused the invocation
 */
public record InvokeResponse(
        int statusCode,
        Optional<String> functionError,
        Optional<String> executedVersion,
        Optional<Integer> billedMillis,
        String payload) {

    static final String STATUS_CODE = "statusCode";
    static final String FUNCTION_ERROR = "functionError";

    /** Empty where there was no answer. */
    static Optional<InvokeResponse> of(InvokeOutcome outcome) {
        if (outcome instanceof InvokeOutcome.Answered answered) {
            return Optional.of(new InvokeResponse(
                    answered.status(),
                    answered.functionError(),
                    answered.executedVersion(),
                    answered.report().map(InvokeReport::billedMillis),
                    new String(answered.payload(), StandardCharsets.UTF_8)));
        }
        return ((InvokeOutcome.Failed) outcome)
                .status()
                .map(status -> new InvokeResponse(status, Optional.empty(), Optional.empty(), Optional.empty(), ""));
    }

    static ResponseCheck check(String name) {
        return new ResponseCheck(InvokeResponse.class, name);
    }

    public static CheckBuilder.Find<Integer> statusCodeCheck() {
        return ResponseCheck.on(
                InvokeResponse.class, STATUS_CODE, Integer.class, response -> Optional.of(response.statusCode()));
    }

    public static CheckBuilder.Find<String> functionErrorCheck() {
        return ResponseCheck.on(InvokeResponse.class, FUNCTION_ERROR, String.class, InvokeResponse::functionError);
    }

    public static CheckBuilder.Find<String> executedVersionCheck() {
        return ResponseCheck.on(InvokeResponse.class, "executedVersion", String.class, InvokeResponse::executedVersion);
    }

    public static CheckBuilder.Find<Integer> billedDurationCheck() {
        return ResponseCheck.on(InvokeResponse.class, "billedDuration", Integer.class, InvokeResponse::billedMillis);
    }
}
