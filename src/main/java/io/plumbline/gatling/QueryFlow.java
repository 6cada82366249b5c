package io.plumbline.gatling;

import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.QueryOutcome;

/** The row of a query, and how its user goes on. */
record QueryFlow(Call call, Checks<QueryResponse> checks) {

    /** From the query's sending until all of its rows are there. */
    static final String QUERY = "Query";

    Call.Ended ended(QueryOutcome outcome, long endMicros) {
        Checks.Checked checked = outcome instanceof CallFailure failure
                ? call.failed(failure.code() + ": " + failure.message())
                : call.checked(checks, new QueryResponse((QueryOutcome.Answered) outcome));
        return call.ended(checked, endMicros, () -> {});
    }
}
