package io.plumbline.gatling;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.plumbline.ledger.Sent;
import io.plumbline.run.Attempt;
import io.plumbline.settings.Redaction;
import java.util.BitSet;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List$;

/**
 * Rows of Gatling's report. Gatling takes whole milliseconds and dies of times before its own start, so stamps are
 * rounded down, each on its own so that stages still add up, and rows that would begin before the run are moved to its
 * beginning with their duration kept.
 */
final class Rows {

    private static final LongPredicate NONE = any -> false;
    private static final LongPredicate EACH = any -> true;

    private final StatsEngine engine;
    private final long runStartMillis;
    private final Predicate<Sent> withStages;

    /** @param withStages of which records stages are logged */
    Rows(StatsEngine engine, long runStartMillis, Predicate<Sent> withStages) {
        this.engine = engine;
        this.runStartMillis = runStartMillis;
        this.withStages = withStages;
    }

    /** Of which of these records stages are to be logged, by their sequence numbers; to be asked once. */
    LongPredicate stagesOf(List<Attempt> records) {
        if (records.size() == 1) {
            return withStages.test(records.get(0).sent()) ? EACH : NONE;
        }
        int with = 0;
        long first = records.get(0).sent().sequence();
        BitSet chosen = new BitSet();
        for (int i = 0; i < records.size(); i++) {
            if (withStages.test(records.get(i).sent())) {
                chosen.set(i);
                with++;
            }
        }
        if (with == 0) {
            return NONE;
        }
        return with == records.size() ? EACH : sequence -> chosen.get((int) (sequence - first));
    }

    /** A row that went well, inside a group of this name. */
    void ok(Session session, String group, String name, long startMicros, long endMicros) {
        log(session, groups(session, group), name, span(startMicros, endMicros), OK$.MODULE$, null);
    }

    /** A row that failed, inside a group of this name; Gatling cuts the reason at 200 characters. */
    void ko(Session session, String group, String name, long startMicros, long endMicros, String reason) {
        log(session, groups(session, group), name, span(startMicros, endMicros), KO$.MODULE$, reason);
    }

    /** The row and the group of an action that sent nothing. */
    void notBegun(Session session, String group, String name, long atMicros, String reason) {
        ko(session, group, name, atMicros, atMicros, reason);
        closeGroup(session, group, atMicros, atMicros, false);
    }

    /** A row outside all groups. */
    void verdict(Session session, String name, long startMicros, long endMicros, @Nullable String failure) {
        Status status = failure == null ? OK$.MODULE$ : KO$.MODULE$;
        log(session, session.groups(), name, span(startMicros, endMicros), status, failure);
    }

    /** Closes the group; its time is the whole time. */
    void closeGroup(Session session, String group, long startMicros, long endMicros, boolean ok) {
        Span span = span(startMicros, endMicros);
        Status status = ok ? OK$.MODULE$ : KO$.MODULE$;
        GroupBlock block =
                new GroupBlock(groups(session, group), span.startMillis, Math.toIntExact(span.millis()), status);
        engine.logGroupEnd(session.scenario(), block, span.endMillis);
    }

    /** The session after a row from start to end, for the groups that the scenario itself opened. */
    static Session timed(Session session, long startMicros, long endMicros) {
        return session.logGroupRequestTimings(millis(startMicros), Math.max(millis(startMicros), millis(endMicros)));
    }

    private void log(
            Session session,
            scala.collection.immutable.List<String> groups,
            String name,
            Span span,
            Status status,
            @Nullable String message) {
        engine.logResponse(
                session.scenario(),
                groups,
                name,
                span.startMillis,
                span.endMillis,
                status,
                Option.empty(),
                Option.apply(message == null ? null : Redaction.keepingNumbers(message)));
    }

    private Span span(long startMicros, long endMicros) {
        long duration = Math.max(0, millis(endMicros) - millis(startMicros));
        long start = Math.max(runStartMillis, millis(startMicros));
        return new Span(start, start + duration);
    }

    private static scala.collection.immutable.List<String> groups(Session session, String group) {
        scala.collection.immutable.List<String> inner =
                List$.MODULE$.<String>empty().$colon$colon(group);
        return inner.$colon$colon$colon(session.groups());
    }

    private static long millis(long micros) {
        return Math.floorDiv(micros, 1_000L);
    }

    private record Span(long startMillis, long endMillis) {

        long millis() {
            return endMillis - startMillis;
        }
    }
}
