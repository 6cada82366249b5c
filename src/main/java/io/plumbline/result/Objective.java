package io.plumbline.result;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.settings.Settings;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A limit beside what was measured.
 *
 * @param name the setting's name below {@code plumbline.slo}
 * @param what the measured thing, as a sentence's subject
 * @param measured whether there was anything to measure
 * @param value a null part lies beyond every limit
 */
record Objective(String name, String what, Unit unit, double limit, boolean measured, Bounded value) {

    /** Nothing may arrive where nothing was expected; not a setting. */
    private static final double UNEXPECTED_LIMIT = 0;

    static List<Objective> of(Settings.Slo limits, Counts counts, Latencies endToEnd) {
        List<Objective> all = new ArrayList<>();
        boolean expected = counts.expected() > 0;
        limits.lost()
                .ifPresent(limit ->
                        all.add(new Objective("lost", "lost", Unit.RECORDS, limit, expected, lostBounds(counts))));
        all.add(unexpected(counts.unexpected()));
        limits.successRate()
                .ifPresent(limit -> all.add(new Objective(
                        "successRate", "success rate", Unit.RATE, limit, expected, counts.successRate())));
        limits.endToEndP50().ifPresent(limit -> all.add(latency("p50", limit, endToEnd, endToEnd.p50())));
        limits.endToEndP95().ifPresent(limit -> all.add(latency("p95", limit, endToEnd, endToEnd.p95())));
        limits.endToEndP99().ifPresent(limit -> all.add(latency("p99", limit, endToEnd, endToEnd.p99())));
        return all;
    }

    private static Objective latency(String percentile, double limit, Latencies all, Bounded value) {
        return new Objective(
                "endToEnd." + percentile, "end-to-end " + percentile, Unit.MILLISECONDS, limit, all.count() > 0, value);
    }

    /** An ambiguous record that did not arrive may have been accepted, and so be lost. */
    private static Bounded lostBounds(Counts counts) {
        double lost = counts.lost();
        return new Bounded(lost, lost, lost + counts.ambiguous() + counts.unresolved());
    }

    private static Objective unexpected(@Nullable Long unexpected) {
        Double value = unexpected == null ? null : (double) unexpected;
        return new Objective(
                "unexpected",
                "unexpected",
                Unit.RECORDS,
                UNEXPECTED_LIMIT,
                value != null,
                new Bounded(value, value, value));
    }

    /**
     * Of a run that is to find something out: its load goes to where objectives are missed on purpose, so those that a load
     * as a whole is judged by do not apply.
     */
    static List<Objective> of(Settings.Slo limits, Counts counts, Experiment experiment) {
        List<Objective> all = new ArrayList<>();
        all.add(unexpected(counts.unexpected()));
        CapacityFigures capacity = experiment.capacity();
        if (capacity != null) {
            limits.capacity()
                    .ifPresent(limit -> all.add(new Objective(
                            "capacity",
                            "capacity",
                            Unit.RECORDS_PER_SECOND,
                            limit,
                            capacity.isKnown(),
                            new Bounded(capacity.lastPass(), capacity.lastPass(), capacity.firstFail()))));
        }
        RecoveryFigures recovery = experiment.recovery();
        if (recovery != null) {
            limits.lost()
                    .ifPresent(limit -> all.add(new Objective(
                            "lost", "lost", Unit.RECORDS, limit, counts.expected() > 0, lostBounds(counts))));
            limits.recovery()
                    .ifPresent(limit -> all.add(new Objective(
                            "recovery",
                            "recovery",
                            Unit.MILLISECONDS,
                            limit,
                            recovery.isKnown(),
                            new Bounded(
                                    millis(recovery.atLeast()),
                                    millis(recovery.atMost()),
                                    millis(recovery.atMost())))));
        }
        return all;
    }

    private static @Nullable Double millis(@Nullable Double seconds) {
        return seconds == null ? null : (Double) (seconds * 1_000);
    }

    SloResult result() {
        if (!measured) {
            return new SloResult(name, unit, limit, null, Outcome.NOT_JUDGED, false);
        }
        boolean met = met(value.point());
        boolean sure = met(value.lower()) == met && met(value.upper()) == met;
        return new SloResult(name, unit, limit, value.point(), met ? Outcome.MET : Outcome.MISSED, sure);
    }

    private boolean met(@Nullable Double figure) {
        return figure != null && (unit.largerIsBetter() ? figure >= limit : figure <= limit);
    }

    /** Why it is missed, as a sentence. */
    String missed() {
        Double point = value.point();
        String limited = ", limit " + Figures.limit(unit, limit);
        if (point == null) {
            return what
                    + (name.startsWith("endToEnd") ? " falls among the lost records" : " was not reached")
                    + limited;
        }
        String shown = Figures.missed(unit, point);
        return unit == Unit.RECORDS
                ? what + " " + shown + (point == 1 ? " record" : " records") + limited
                : what + " is " + shown + limited;
    }

    /** Why it is met and yet not surely, as a sentence. */
    String unsure() {
        return what + " meets its limit of " + Figures.limit(unit, limit)
                + " by its point estimate only, and plumbline.slo.strict demands that both bounds do";
    }

    /** That the user asked for it in vain, as a sentence. */
    String notMeasured() {
        return "plumbline.slo." + name + " is set, and there was nothing to measure it by";
    }
}
