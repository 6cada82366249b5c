package io.plumbline.result;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * An earlier run that this one is held against.
 *
 * @param runId the earlier run's
 * @param verdict the earlier run's
 * @param start when the earlier run began
 * @param differs what was not the same of the two, a sentence each: their figures may differ for that alone
 * @param figures side by side
 */
public record Baseline(String runId, Verdict verdict, Instant start, List<String> differs, List<Figure> figures) {

    private static final String LOAD = "plumbline.load.";

    public Baseline {
        differs = List.copyOf(differs);
        figures = List.copyOf(figures);
    }

    /**
     * A figure of both runs.
     *
     * @param name such as {@code End to end p95} or {@code Lambda p95}; a count by its name in the run record
     * @param change the share by which the point grew, 0.2 for a fifth; null where that cannot be told
     * @param told by bounds that do not overlap; says nothing of how much runs differ by chance
     */
    public record Figure(
            String name, Unit unit, Bounded before, Bounded now, @Nullable Double change, Difference told) {

        static Figure of(String name, Unit unit, Bounded before, Bounded now) {
            Double from = before.point();
            Double to = now.point();
            Double change = from == null || to == null || from == 0 ? null : to / from - 1;
            return new Figure(name, unit, before, now, change, Difference.between(before, now));
        }
    }

    /** How the later run's figure stands to the earlier one's. */
    public enum Difference {
        HIGHER,
        LOWER,
        NOT_TOLD_APART;

        /** Null for an upper end is beyond every value. */
        private static Difference between(Bounded before, Bounded now) {
            if (isBelow(before, now)) {
                return HIGHER;
            }
            return isBelow(now, before) ? LOWER : NOT_TOLD_APART;
        }

        private static boolean isBelow(Bounded one, Bounded other) {
            return one.upper() != null && other.lower() != null && one.upper() < other.lower();
        }
    }

    /** Holds a run against an earlier one. */
    public static Baseline of(RunRecord before, RunRecord now) {
        return new Baseline(
                before.runId(),
                before.verdict(),
                before.times().start(),
                differences(before, now),
                figures(before, now));
    }

    private static List<String> differences(RunRecord before, RunRecord now) {
        List<String> differs = new ArrayList<>();
        differs(differs, "simulation", before.simulation(), now.simulation());
        differs(differs, "target", before.target(), now.target());
        TreeSet<String> settings = new TreeSet<>(before.settings().keySet());
        settings.addAll(now.settings().keySet());
        for (String name : settings.tailSet(LOAD)) {
            if (name.startsWith(LOAD)) {
                differs(
                        differs,
                        name,
                        before.settings().getOrDefault(name, ""),
                        now.settings().getOrDefault(name, ""));
            }
        }
        return differs;
    }

    private static void differs(List<String> differs, String what, String before, String now) {
        if (!before.equals(now)) {
            differs.add(what + " was " + shown(before) + ", is " + shown(now));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not set" : value;
    }

    private static List<Figure> figures(RunRecord before, RunRecord now) {
        List<Figure> figures = new ArrayList<>();
        Latencies one = before.endToEnd();
        Latencies other = now.endToEnd();
        latency(figures, "End to end p50", one.p50(), other.p50());
        latency(figures, "End to end p95", one.p95(), other.p95());
        latency(figures, "End to end p99", one.p99(), other.p99());
        latency(
                figures,
                "Kinesis put p95",
                exact(before.kinesisPut().p95()),
                exact(now.kinesisPut().p95()));
        for (Stage stage : now.stages()) {
            before.stages().stream()
                    .filter(earlier -> earlier.name().equals(stage.name()))
                    .forEach(earlier -> latency(figures, stage.name() + " p95", p95(earlier), p95(stage)));
        }
        figures.add(Figure.of(
                "successRate",
                Unit.RATE,
                before.counts().successRate(),
                now.counts().successRate()));
        figures.add(
                Figure.of("lost", Unit.RECORDS, exact((double) before.counts().lost()), exact((double)
                        now.counts().lost())));
        return figures;
    }

    /** Only where both runs measured it. */
    private static void latency(List<Figure> figures, String name, Bounded before, Bounded now) {
        if (!before.equals(Bounded.NOTHING) && !now.equals(Bounded.NOTHING)) {
            figures.add(Figure.of(name, Unit.MILLISECONDS, before, now));
        }
    }

    private static Bounded exact(@Nullable Double value) {
        return value == null ? Bounded.NOTHING : new Bounded(value, value, value);
    }

    private static Bounded p95(Stage stage) {
        Double p95 = stage.latency().p95();
        if (p95 == null || !stage.valid()) {
            return Bounded.NOTHING;
        }
        double bound = stage.bound();
        return new Bounded(Math.max(0, p95 - bound), p95, p95 + bound);
    }
}
