package io.plumbline.gatling;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.InvokeReport;
import org.jspecify.annotations.Nullable;

/** The rows of an invocation, and how its user goes on. */
record InvokeFlow(Call call, Checks<InvokeResponse> checks) {

    /** The round trip, as the generator sees it. */
    static final String INVOKE = "Invoke";

    /** How long the function ran, as its log reports it. */
    static final String REPORTED_DURATION = "Reported duration";

    /** How long the start of the function's environment took, where it was cold. */
    static final String COLD_START = "Cold start";

    Call.Ended ended(InvokeOutcome outcome, long endMicros) {
        return call.ended(checked(outcome), endMicros, () -> {
            if (outcome instanceof InvokeOutcome.Answered answered) {
                answered.report().ifPresent(this::reported);
            }
        });
    }

    private void reported(InvokeReport report) {
        call.also(REPORTED_DURATION, report.durationMicros());
        report.initMicros().ifPresent(init -> call.also(COLD_START, init));
    }

    private Checks.Checked checked(InvokeOutcome outcome) {
        String failure = failure(outcome);
        return failure == null ? call.checked(checks, InvokeResponse.of(outcome).orElseThrow()) : call.failed(failure);
    }

    /** What went wrong and is not what a check is there for; null for nothing. */
    private @Nullable String failure(InvokeOutcome outcome) {
        if (outcome instanceof InvokeOutcome.Failed failed) {
            boolean checked =
                    failed.status().isPresent() && checks.on(InvokeResponse.check(InvokeResponse.STATUS_CODE));
            return checked ? null : failed.code() + ": " + failed.message();
        }
        InvokeOutcome.Answered answered = (InvokeOutcome.Answered) outcome;
        if (answered.functionError().isEmpty() || checks.on(InvokeResponse.check(InvokeResponse.FUNCTION_ERROR))) {
            return null;
        }
        return "function error " + answered.functionError().get() + ": "
                + InvokeResponse.of(answered).orElseThrow().payload();
    }
}
