package io.plumbline.gatling;

import io.gatling.core.action.Action;
import io.gatling.core.session.Session;
import io.plumbline.run.Attempt;
import io.plumbline.run.Draft;
import io.plumbline.run.PutOptions;
import io.plumbline.run.Run;
import io.plumbline.trace.Stage;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Puts records and passes their user on when the author's wish is fulfilled, at the deadline at the latest. */
final class PutAction extends AsyncAction {

    /** The session's map of {@code #{trace.id}} and its siblings. */
    static final String TRACE = "trace";

    private final Put put;
    private final El name;
    private final Watch watch;
    private final OptionalInt retries;
    private final @Nullable El orderedAfter;
    private final Checks<PutResponse> checks;
    private final PipelineComponents components;
    private final @Nullable HashKeys hashKeys;
    private final boolean throttled;

    PutAction(Put put, PipelineComponents components, boolean throttled, Action next) {
        super(put.batch() ? "putRecords" : "putRecord", components.core(), next);
        this.put = put;
        this.name = El.of(put.name());
        this.watch = put.how().watch();
        this.retries = put.how().retries();
        this.orderedAfter = put.how().sequenceNumberForOrdering().map(El::of).orElse(null);
        this.checks = put.how().materialised();
        this.components = components;
        this.hashKeys = put.how().evenly() ? new HashKeys() : null;
        this.throttled = throttled;
    }

    @Override
    void start(Session session) {
        components.pace(throttled, session, () -> send(session));
    }

    private void send(Session session) {
        Run run = components.run();
        List<RecordTemplate> templates;
        try {
            templates = put.records().apply(new io.gatling.javaapi.core.Session(session));
        } catch (RuntimeException e) {
            notBegun(session, "not sent: the records could not be made: " + e);
            return;
        }
        if (templates.isEmpty()) {
            notBegun(session, "not sent: there are no records in the batch");
            return;
        }
        List<Attempt> attempts = run.attempts(templates.size(), session.userId(), watch.expected());
        if (attempts.isEmpty()) {
            notBegun(session, "not sent: plumbline.load.maxInFlight are on their way");
            return;
        }
        Trace trace = trace(session, attempts.get(0));
        Session traced = session.set(TRACE, trace);
        List<Draft> drafts = new ArrayList<>(attempts.size());
        String group = put.name();
        String after = null;
        try {
            group = name.in(traced, "name");
            after = orderedAfter == null ? null : orderedAfter.in(traced, "sequence number for ordering");
            for (int i = 0; i < attempts.size(); i++) {
                trace.turnTo(attempts.get(i), i);
                drafts.add(templates.get(i).draft(traced, attempts.get(i), evenHashKey(run)));
            }
        } catch (IllegalArgumentException e) {
            drafts.clear();
            attempts.forEach(attempt -> drafts.add(Draft.failed(attempt, String.valueOf(e.getMessage()))));
        }
        PutFlow flow = new PutFlow(components.rows(), this::goOn, traced, group, attempts, watch, checks);
        run.put(drafts, new PutOptions(put.batch(), retries.orElseGet(run::retries), after), flow);
    }

    private @Nullable String evenHashKey(Run run) {
        return hashKeys == null ? null : hashKeys.next(run.shardHashKeys());
    }

    /** No record came of it. */
    private void notBegun(Session session, String reason) {
        long now = components.run().nowMicros();
        components.rows().notBegun(session, name.orText(session), Stage.KINESIS_PUT, now, reason);
        goOn(session.markAsFailed());
    }

    private Trace trace(Session session, Attempt attempt) {
        return session.attributes().get(TRACE).isDefined()
                        && session.attributes().apply(TRACE) instanceof Trace last
                ? last.next(attempt)
                : new Trace(attempt, components.run().token(), session.userId(), 0);
    }
}
