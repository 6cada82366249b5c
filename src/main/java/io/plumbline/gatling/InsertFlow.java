package io.plumbline.gatling;

import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;

/** The row of an insertAll, and how its user goes on. */
record InsertFlow(Call call, Checks<InsertResponse> checks) {

    /** The round trip, as the generator sees it. */
    static final String INSERT = "Insert";

    Call.Ended ended(InsertOutcome outcome, long endMicros) {
        return call.ended(checked(outcome), endMicros, () -> {});
    }

    private Checks.Checked checked(InsertOutcome outcome) {
        if (outcome instanceof CallFailure failure) {
            return call.failed(failure.code() + ": " + failure.message());
        }
        InsertOutcome.Answered answered = (InsertOutcome.Answered) outcome;
        if (answered.refused() > 0 && !checks.on(InsertResponse.INSERT_ERRORS)) {
            return call.failed("rows refused: " + answered.refused()
                    + answered.first().map(row -> ", " + row).orElse(""));
        }
        return call.checked(checks, new InsertResponse(answered.refused(), answered.errors()));
    }
}
