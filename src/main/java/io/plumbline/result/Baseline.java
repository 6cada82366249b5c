package io.plumbline.result;

import static java.util.Objects.requireNonNullElse;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.result.RunRecord.Verdict;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Earlier runs that this one is held against.
 *
 * @param runId the earlier run's; the newest one's where there are several
 * @param verdict the earlier run's
 * @param start when the earlier run began
 * @param runs how many earlier runs under the same load tell how much runs differ by chance; with fewer than three,
 *     nothing is told apart
 * @param differs what was not the same of the two, a sentence each: their figures may differ for that alone
 * @param figures side by side
 * @param regressions what is slower than chance explains: end to end first, then by how much time it costs
 */
public record Baseline(
        String runId,
        Verdict verdict,
        Instant start,
        Integer runs,
        List<String> differs,
        List<Figure> figures,
        List<Regression> regressions) {

    public Baseline {
        differs = List.copyOf(differs);
        figures = List.copyOf(figures);
        // Those of the first versions have neither.
        runs = requireNonNullElse(runs, 0);
        regressions = List.copyOf(requireNonNullElse(regressions, List.of()));
    }

    /**
     * A figure of the earlier runs and of this one.
     *
     * @param name such as {@code End to end p95} or {@code Lambda p95}; a count by its name in the run record
     * @param where {@code End to end}, {@code Kinesis put}, {@code Records} or the stage's name
     * @param before of several earlier runs their mean, between the least and the largest of them
     * @param change the share by which the point grew, 0.2 for a fifth; null where that cannot be told
     * @param chance the share by which it can grow by chance alone; null where that is not known
     */
    public record Figure(
            String name,
            String where,
            Unit unit,
            Bounded before,
            Bounded now,
            @Nullable Double change,
            @Nullable Double chance,
            Difference told) {

        public Figure {
            // Those of the first versions do not have it.
            where = requireNonNullElse(where, name);
        }
    }

    /**
     * A stage that is slower than chance explains.
     *
     * @param where as of a figure
     * @param sentence by how much, without a full stop
     */
    public record Regression(String where, String sentence) {}

    /** How the later run's figure stands to the earlier ones', beyond what chance explains. */
    public enum Difference {
        HIGHER,
        LOWER,
        NOT_TOLD_APART,
        /** Too few earlier runs tell what chance explains; nothing but latencies is told apart. */
        NOT_KNOWN
    }

    /** Holds a run against earlier ones; empty where there is none to hold it against. */
    public static Optional<Baseline> of(EarlierRuns earlier, RunRecord now) {
        List<RunRecord> alike = earlier.like(now);
        List<RunRecord> level = earlier.named().map(List::of).orElse(alike);
        if (level.isEmpty()) {
            level = earlier.newestGood(now).stream().toList();
        }
        if (level.isEmpty()) {
            return Optional.empty();
        }
        RunRecord newest = level.get(level.size() - 1);
        Comparison comparison = new Comparison(level, alike);
        List<Figure> figures = comparison.figures(now);
        return Optional.of(new Baseline(
                newest.runId(),
                newest.verdict(),
                newest.times().start(),
                alike.size(),
                EarlierRuns.differences(newest, now),
                figures,
                Regressions.among(figures, level.size())));
    }

    /** How few runs under the same load are too few to tell what chance explains. */
    public static int fewestRuns() {
        return Chance.FEWEST_RUNS;
    }

    /** The share by which the steadiest figure may grow by chance; null where nothing tells. */
    public @Nullable Double leastChance() {
        return chances().min(Comparator.naturalOrder()).orElse(null);
    }

    /** The share by which the least steady figure may grow by chance; null where nothing tells. */
    public @Nullable Double mostChance() {
        return chances().max(Comparator.naturalOrder()).orElse(null);
    }

    private Stream<Double> chances() {
        return figures.stream().flatMap(figure -> Optional.ofNullable(figure.chance()).stream());
    }

    /** Whether it could be told if something is slower than chance explains. */
    public boolean tells() {
        return figures.stream().anyMatch(figure -> figure.told() != Difference.NOT_KNOWN);
    }
}
