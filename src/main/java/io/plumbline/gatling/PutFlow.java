package io.plumbline.gatling;

import io.gatling.core.session.Session;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Arrival;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Waiter;
import io.plumbline.run.Attempt;
import io.plumbline.run.PutAnswer;
import io.plumbline.run.PutListener;
import io.plumbline.trace.Stage;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.LongPredicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows in Gatling's report of records that were put together, and the moment at which their user goes on. All have
 * the same deadline. Thread-safe: requests are answered and records arrive on several threads.
 */
final class PutFlow implements Waiter, PutListener {

    /** Of those without checks, so that the million of them who may wait need none of their own. */
    private static final PutTally UNUSED = new PutTally();

    private final Rows rows;
    private final Consumer<Session> next;
    private final String name;
    private final long sentMicros;
    private final long firstSequence;
    private final int size;
    private final Watch watch;
    private final Checks<PutResponse> checks;
    private final PutTally tally;
    private final LongPredicate stages;

    /** Records whose put has not ended. */
    private final AtomicInteger beingPut;

    /** Records that a user who awaits them still waits for. */
    private final AtomicInteger awaited;

    private final AtomicBoolean gone = new AtomicBoolean();
    private volatile Session session;
    private volatile boolean failed;
    private long lastMicros;

    /**
     * @param next takes the user's session when it goes on; from any thread
     * @param records at least one
     */
    PutFlow(
            Rows rows,
            Consumer<Session> next,
            Session session,
            String name,
            List<Attempt> records,
            Watch watch,
            Checks<PutResponse> checks) {
        this.rows = rows;
        this.next = next;
        this.session = session;
        this.name = name;
        this.sentMicros = records.get(0).sent().sentMicros();
        this.firstSequence = records.get(0).sent().sequence();
        this.size = records.size();
        this.watch = watch;
        this.checks = checks;
        this.tally = checks.isEmpty() ? UNUSED : new PutTally();
        this.stages = rows.stagesOf(records);
        this.beingPut = new AtomicInteger(records.size());
        this.awaited = new AtomicInteger(records.size());
    }

    private boolean awaits() {
        return watch instanceof Watch.Await;
    }

    @Override
    public void answered(PutAnswer answer) {
        int ended = 0;
        int refused = 0;
        for (int i = 0; i < answer.records().size(); i++) {
            if (answer.isLast(i)) {
                ended++;
                PutOutcome outcome = answer.outcomes().get(i);
                refused += outcome instanceof PutOutcome.Refused ? 1 : 0;
                // Whoever awaits a record that nobody acknowledged may see it all the same.
                if (outcome instanceof PutOutcome.Refused || outcome instanceof PutOutcome.Unanswered && !awaits()) {
                    failed = true;
                }
            }
        }
        until(answer.endMicros());
        if (!checks.isEmpty()) {
            tally.add(answer);
        }
        boolean allEnded = beingPut.addAndGet(-ended) == 0;
        String unmet = allEnded && !checks.isEmpty() ? check() : null;
        try {
            putRow(answer, unmet);
        } finally {
            boolean allSeen = awaited.addAndGet(-refused) == 0;
            if (unmet != null || (awaits() ? allSeen : allEnded)) {
                goOn();
            }
        }
    }

    /** What the first failing check says; null where all hold. Nothing can be checked where Kinesis took nothing. */
    private @Nullable String check() {
        PutResponse response = tally.response();
        if (response.sequenceNumber().isEmpty()) {
            return null;
        }
        String failure;
        try {
            Checks.Checked checked = checks.check(response, session);
            session = checked.session();
            failure = checked.failure();
        } catch (RuntimeException e) {
            failure = "a check crashed: " + e;
        }
        if (failure != null) {
            failed = true;
        }
        return failure;
    }

    private void putRow(PutAnswer answer, @Nullable String unmet) {
        String reason = size == 1 ? PutReason.ofOne(answer.outcomes().get(0)) : PutReason.ofMany(answer, firstSequence);
        if (reason != null || unmet != null) {
            rows.ko(
                    session,
                    name,
                    Stage.KINESIS_PUT,
                    answer.startMicros(),
                    answer.endMicros(),
                    reason == null ? String.valueOf(unmet) : reason);
        } else if (!watch.isTimed() || anyStages(answer.records())) {
            rows.ok(session, name, Stage.KINESIS_PUT, answer.startMicros(), answer.endMicros());
        }
    }

    private boolean anyStages(List<Sent> records) {
        for (Sent record : records) {
            if (stages.test(record.sequence())) {
                return true;
            }
        }
        return false;
    }

    @Override
    public void arrived(Sent record, Arrival arrival) {
        long visible = arrival.visible().pointMicros();
        until(visible);
        try {
            if (stages.test(record.sequence())) {
                arrival.corrected()
                        .stages()
                        .forEach(stage -> rows.ok(session, name, stage.name(), stage.fromMicros(), stage.toMicros()));
            }
            rows.ok(session, name, Stage.END_TO_END, sentMicros, visible);
        } finally {
            if (awaits() && awaited.decrementAndGet() == 0) {
                goOn();
            }
        }
    }

    /** As all have one deadline, the first to miss it says that the user has waited long enough. */
    @Override
    public void missed(Sent record, long atMicros) {
        failed = true;
        until(atMicros);
        try {
            if (watch.isTimed()) {
                long seconds = Math.round((atMicros - sentMicros) / 1e6);
                rows.ko(session, name, Stage.END_TO_END, sentMicros, atMicros, "not seen within " + seconds + " s");
            }
        } finally {
            goOn();
        }
    }

    private synchronized void until(long micros) {
        lastMicros = Math.max(lastMicros, micros);
    }

    private synchronized long lastMicros() {
        return lastMicros;
    }

    private void goOn() {
        if (!gone.compareAndSet(false, true)) {
            return;
        }
        boolean ok = !failed;
        long end = lastMicros();
        try {
            rows.closeGroup(session, name, sentMicros, end, ok);
        } finally {
            Session timed = Rows.timed(session, sentMicros, end);
            next.accept(ok ? timed : timed.markAsFailed());
        }
    }
}
