package io.plumbline.gatling;

import io.gatling.commons.stats.KO$;
import io.gatling.commons.stats.OK$;
import io.gatling.commons.stats.Status;
import io.gatling.core.session.GroupBlock;
import io.gatling.core.session.Session;
import io.gatling.core.stats.StatsEngine;
import io.plumbline.ledger.Sent;
import io.plumbline.trace.Stage;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import scala.Option;
import scala.collection.immutable.List;
import scala.collection.immutable.List$;

/**
 * Rows of Gatling's report. Gatling takes whole milliseconds and dies of times before its own start, so stamps are
 * rounded down, each on its own so that stages still add up, and rows that would begin before the run are moved to its
 * beginning with their duration kept.
 */
final class Rows {

    private final StatsEngine engine;
    private final long runStartMillis;
    private final Predicate<Sent> withStages;

    /** @param withStages of which records stages are logged */
    Rows(StatsEngine engine, long runStartMillis, Predicate<Sent> withStages) {
        this.engine = engine;
        this.runStartMillis = runStartMillis;
        this.withStages = withStages;
    }

    /** Whether this record's stages are to be logged; to be asked once. */
    boolean stagesOf(Sent record) {
        return withStages.test(record);
    }

    /** A row that went well, inside a group of this name. */
    void ok(Session session, String group, String name, long startMicros, long endMicros) {
        log(session, groups(session, group), name, span(startMicros, endMicros), OK$.MODULE$, null);
    }

    /** A row that failed, inside a group of this name; Gatling cuts the reason at 200 characters. */
    void ko(Session session, String group, String name, long startMicros, long endMicros, String reason) {
        log(session, groups(session, group), name, span(startMicros, endMicros), KO$.MODULE$, reason);
    }

    /** The row of a record that must not be sent because too many are on their way. */
    void unsent(Session session, String group, long atMicros) {
        ko(
                session,
                group,
                Stage.KINESIS_PUT,
                atMicros,
                atMicros,
                "not sent: plumbline.load.maxInFlight are on their way");
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
            Session session, List<String> groups, String name, Span span, Status status, @Nullable String message) {
        engine.logResponse(
                session.scenario(),
                groups,
                name,
                span.startMillis,
                span.endMillis,
                status,
                Option.empty(),
                Option.apply(message));
    }

    private Span span(long startMicros, long endMicros) {
        long duration = Math.max(0, millis(endMicros) - millis(startMicros));
        long start = Math.max(runStartMillis, millis(startMicros));
        return new Span(start, start + duration);
    }

    private static List<String> groups(Session session, String group) {
        List<String> inner = List$.MODULE$.<String>empty().$colon$colon(group);
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
