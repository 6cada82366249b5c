package io.plumbline.gatling;

import io.gatling.core.session.Session;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.InvokeReport;
import org.jspecify.annotations.Nullable;

/** The rows of an invocation, and how its user goes on. */
record InvokeFlow(Rows rows, Session session, String group, Checks<InvokeResponse> checks, long startMicros) {

    /** The round trip, as the generator sees it. */
    static final String INVOKE = "Invoke";

    /** How long the function ran, as its log reports it. */
    static final String REPORTED_DURATION = "Reported duration";

    /** How long the start of the function's environment took, where it was cold. */
    static final String COLD_START = "Cold start";

    /** @param ok whether the invocation did what its author wanted */
    record Ended(Session session, boolean ok) {}

    Ended ended(InvokeOutcome outcome, long endMicros) {
        Checks.Checked checked = checked(outcome);
        boolean ok = checked.failure() == null;
        if (ok) {
            rows.ok(session, group, INVOKE, startMicros, endMicros);
        } else {
            rows.ko(session, group, INVOKE, startMicros, endMicros, String.valueOf(checked.failure()));
        }
        if (outcome instanceof InvokeOutcome.Answered answered) {
            answered.report().ifPresent(this::reported);
        }
        rows.closeGroup(session, group, startMicros, endMicros, ok);
        Session timed = Rows.timed(checked.session(), startMicros, endMicros);
        return new Ended(ok ? timed : timed.markAsFailed(), ok);
    }

    private void reported(InvokeReport report) {
        rows.ok(session, group, REPORTED_DURATION, startMicros, startMicros + report.durationMicros());
        report.initMicros().ifPresent(init -> rows.ok(session, group, COLD_START, startMicros, startMicros + init));
    }

    private Checks.Checked checked(InvokeOutcome outcome) {
        String failure = failure(outcome);
        if (failure != null) {
            return new Checks.Checked(session, failure);
        }
        try {
            return checks.check(InvokeResponse.of(outcome).orElseThrow(), session);
        } catch (RuntimeException e) {
            return new Checks.Checked(session, "a check crashed: " + e);
        }
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
