package io.plumbline.gatling;

import io.plumbline.ledger.Sent;
import io.plumbline.settings.Settings.RowsLogged;
import java.util.function.Predicate;

/**
 * One record in n, with n chosen anew each second by how many were sent in the one before, so that at most {@link #MOST}
 * a second are taken. Thread-safe.
 */
final class StageSample implements Predicate<Sent> {

    /** Records a second; more would only make Gatling's report larger, not its percentiles better. */
    static final int MOST = 100;

    private long second = Long.MIN_VALUE;
    private long sent;
    private int taken;
    private long oneIn = 1;

    /** Of which records stages are logged. */
    static Predicate<Sent> of(RowsLogged rows) {
        return switch (rows) {
            case ALL -> any -> true;
            case SAMPLED -> new StageSample();
            case END_TO_END -> any -> false;
        };
    }

    @Override
    public synchronized boolean test(Sent record) {
        long now = Math.floorDiv(record.sentMicros(), 1_000_000);
        if (now > second) {
            oneIn = now == second + 1 ? Math.max(1, (sent + MOST - 1) / MOST) : 1;
            second = now;
            sent = 0;
            taken = 0;
        }
        sent++;
        boolean takes = taken < MOST && record.sequence() % oneIn == 0;
        taken += takes ? 1 : 0;
        return takes;
    }
}
