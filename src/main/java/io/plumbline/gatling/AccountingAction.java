package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.result.RunRecord;
import io.plumbline.run.Run;

/** Drains, audits and judges when the last load has ended, and logs the row that {@code verdict()} asserts. */
final class AccountingAction extends AsyncAction {

    private final PipelineComponents components;

    AccountingAction(PipelineComponents components, Action next) {
        super("accounting", components.core(), next);
        this.components = components;
    }

    @Override
    void start(Session session) {
        Run run = components.run();
        if (!run.loadEnded()) {
            goOn(session);
            return;
        }
        // Not on the event loop: draining takes as long as the pipeline does.
        Thread accounting = new Thread(() -> account(run, session), "plumbline-accounting");
        accounting.start();
    }

    private void account(Run run, Session session) {
        long start = run.nowMicros();
        String failure = "the accounting crashed";
        try {
            RunRecord record = run.finish();
            failure = record.verdict() == RunRecord.Verdict.PASS ? null : failure(record);
        } catch (RuntimeException e) {
            logger().underlying().error("The accounting crashed", e);
            failure = "the accounting crashed: " + e;
        } finally {
            components.rows().verdict(session, Accounting.VERDICT, start, run.nowMicros(), failure);
            goOn(failure == null ? session : session.markAsFailed());
        }
    }

    private static String failure(RunRecord record) {
        return record.verdict() + ": " + String.join("; ", record.reasons());
    }
}
