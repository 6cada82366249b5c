package io.plumbline.run;

import io.plumbline.aws.InvokeOutcome;
import io.plumbline.aws.PutOutcome;
import io.plumbline.bigquery.CallFailure;
import io.plumbline.bigquery.InsertOutcome;
import io.plumbline.result.Figures;
import io.plumbline.settings.GuardSettings.Kill;
import io.plumbline.trace.MicroClock;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.function.Consumer;

/** Stops a load that fares badly, or is not alone in its table, before it goes on doing harm. Thread-safe. */
final class KillSwitch {

    private static final int CALLS = 0;
    private static final int FAILED = 1;
    private static final int THROTTLED = 2;
    private static final int KINDS = 3;
    private static final int TOO_MANY_REQUESTS = 429;

    private final Kill limits;
    private final boolean active;
    private final MicroClock clock;
    private final Consumer<String> stop;
    private final SlidingCounts counts;

    /**
     * @param active whether the limits count
     * @param stop is told why
     */
    KillSwitch(Kill limits, boolean active, MicroClock clock, Consumer<String> stop) {
        this.limits = limits;
        this.active = active;
        this.clock = clock;
        this.stop = stop;
        this.counts = new SlidingCounts(limits.window(), KINDS);
    }

    /** How many rows of others may be in the table; empty where nobody needs to look. */
    OptionalLong foreignRows() {
        return active ? limits.foreignRows() : OptionalLong.empty();
    }

    /** Puts ended, each counts as a call. */
    void put(List<PutOutcome> outcomes) {
        long throttled = 0;
        long acknowledged = 0;
        for (PutOutcome outcome : outcomes) {
            acknowledged += outcome instanceof PutOutcome.Acknowledged ? 1 : 0;
            throttled += outcome instanceof PutOutcome.Refused refused && refused.isThrottled() ? 1 : 0;
        }
        ended(outcomes.size(), outcomes.size() - acknowledged - throttled, throttled);
    }

    void invoked(InvokeOutcome outcome) {
        if (outcome instanceof InvokeOutcome.Answered answered) {
            ended(1, answered.functionError().isPresent() ? 1 : 0, 0);
        } else if (outcome instanceof InvokeOutcome.Failed failed) {
            boolean throttled = failed.status()
                    .filter(status -> status == TOO_MANY_REQUESTS)
                    .isPresent();
            ended(1, throttled ? 0 : 1, throttled ? 1 : 0);
        }
    }

    void inserted(InsertOutcome outcome) {
        boolean throttled = outcome instanceof CallFailure failure && failure.isThrottled();
        ended(1, outcome instanceof CallFailure && !throttled ? 1 : 0, throttled ? 1 : 0);
    }

    private synchronized void ended(long calls, long failed, long throttled) {
        if (!active) {
            return;
        }
        long now = clock.nowMicros();
        counts.add(CALLS, calls, now);
        counts.add(FAILED, failed, now);
        counts.add(THROTTLED, throttled, now);
        judge(FAILED, limits.errorRatio(), "failed", "errorRatio", now);
        judge(THROTTLED, limits.throttleRatio(), "were throttled", "throttleRatio", now);
    }

    private void judge(int kind, OptionalDouble limit, String what, String setting, long now) {
        long calls = counts.sum(CALLS, now);
        long struck = counts.sum(kind, now);
        if (limit.isPresent() && calls >= limits.calls() && struck > limit.getAsDouble() * calls) {
            stop.accept(String.format(
                    Locale.ROOT,
                    "%,d of %,d calls %s within %s s, more than plumbline.guard.kill.%s",
                    struck,
                    calls,
                    what,
                    seconds(),
                    setting));
        }
    }

    /** So many rows of others came within the window. */
    void foreignRows(long rows) {
        OptionalLong limit = foreignRows();
        if (limit.isPresent() && rows > limit.getAsLong()) {
            stop.accept(Figures.count(rows) + " rows that are not this run's came into the table within " + seconds()
                    + " s, more than plumbline.guard.kill.foreignRows");
        }
    }

    private String seconds() {
        return Figures.count(Math.max(1, limits.window().toSeconds()));
    }
}
