package io.plumbline.gatling;

import io.gatling.core.session.Session;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Waiter;
import io.plumbline.run.PutListener;
import io.plumbline.trace.Stage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** One record's rows in Gatling's report and the moment at which its user goes on. */
final class PutFlow implements Waiter, PutListener {

    private final Rows rows;
    private final Consumer<Session> next;
    private final Session session;
    private final String name;
    private final Sent sent;
    private final boolean awaitsArrival;
    private final boolean stages;
    private final AtomicBoolean gone = new AtomicBoolean();

    /** @param next takes the user's session when it goes on; from any thread */
    PutFlow(Rows rows, Consumer<Session> next, Session session, String name, Sent sent, boolean awaitsArrival) {
        this.rows = rows;
        this.next = next;
        this.session = session;
        this.name = name;
        this.sent = sent;
        this.awaitsArrival = awaitsArrival;
        this.stages = rows.stagesOf(sent);
    }

    @Override
    public void answered(PutOutcome outcome, long atMicros) {
        boolean ok = outcome instanceof PutOutcome.Acknowledged;
        try {
            putRow(outcome, atMicros);
        } finally {
            if (!awaitsArrival || outcome instanceof PutOutcome.Refused) {
                goOn(ok, atMicros);
            }
        }
    }

    private void putRow(PutOutcome outcome, long atMicros) {
        if (outcome instanceof PutOutcome.Refused refused) {
            failedRow(Stage.KINESIS_PUT, atMicros, refused.code() + ": " + refused.message());
        } else if (outcome instanceof PutOutcome.Unanswered unanswered) {
            failedRow(Stage.KINESIS_PUT, atMicros, unanswered.code() + ": " + unanswered.message());
        } else if (stages || !awaitsArrival) {
            row(Stage.KINESIS_PUT, sent.sentMicros(), atMicros);
        }
    }

    @Override
    public void arrived(Sent record, Arrival arrival) {
        long visible = arrival.visible().pointMicros();
        try {
            if (stages) {
                arrival.corrected().stages().forEach(stage -> row(stage.name(), stage.fromMicros(), stage.toMicros()));
            }
            row(Stage.END_TO_END, sent.sentMicros(), visible);
        } finally {
            goOn(true, visible);
        }
    }

    @Override
    public void missed(Sent record, long atMicros) {
        try {
            long seconds = Math.round((atMicros - sent.sentMicros()) / 1e6);
            failedRow(Stage.END_TO_END, atMicros, "not seen within " + seconds + " s");
        } finally {
            goOn(false, atMicros);
        }
    }

    private void row(String row, long startMicros, long endMicros) {
        rows.ok(session, name, row, startMicros, endMicros);
    }

    private void failedRow(String row, long endMicros, String reason) {
        rows.ko(session, name, row, sent.sentMicros(), endMicros, reason);
    }

    private void goOn(boolean ok, long endMicros) {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        try {
            rows.closeGroup(session, name, sent.sentMicros(), endMicros, ok);
        } finally {
            Session timed = Rows.timed(session, sent.sentMicros(), endMicros);
            next.accept(ok ? timed : timed.markAsFailed());
        }
    }
}
