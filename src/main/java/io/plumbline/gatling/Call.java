package io.plumbline.gatling;

import io.gatling.core.session.Session;

/**
 * One call of a service: its row in Gatling's report, in a group of its own, and how its user goes on.
 *
 * @param row the round trip's
 */
record Call(Rows rows, Session session, String group, String row, long startMicros) {

    /** @param ok whether the call did what its author wanted */
    record Ended(Session session, boolean ok) {}

    /** What checks on the response say. */
    <R> Checks.Checked checked(Checks<R> checks, R response) {
        try {
            return checks.check(response, session);
        } catch (RuntimeException e) {
            return failed("a check crashed: " + e);
        }
    }

    /** There is nothing to check. */
    Checks.Checked failed(String why) {
        return new Checks.Checked(session, why);
    }

    /** One more row, from the call's start on. */
    void also(String name, long micros) {
        rows.ok(session, group, name, startMicros, startMicros + micros);
    }

    /** @param more logs the rows beside the round trip's */
    Ended ended(Checks.Checked checked, long endMicros, Runnable more) {
        boolean ok = checked.failure() == null;
        if (ok) {
            rows.ok(session, group, row, startMicros, endMicros);
        } else {
            rows.ko(session, group, row, startMicros, endMicros, String.valueOf(checked.failure()));
        }
        more.run();
        rows.closeGroup(session, group, startMicros, endMicros, ok);
        Session timed = Rows.timed(checked.session(), startMicros, endMicros);
        return new Ended(ok ? timed : timed.markAsFailed(), ok);
    }
}
