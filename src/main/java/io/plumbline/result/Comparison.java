package io.plumbline.result;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Holds a run's figures against those of earlier runs. */
final class Comparison {

    private final List<List<Measure>> level;
    private final List<List<Measure>> history;

    /**
     * @param level the runs whose mean is the mark
     * @param history those that tell how much runs differ by chance
     */
    Comparison(List<RunRecord> level, List<RunRecord> history) {
        this.level = level.stream().map(Measure::of).toList();
        this.history = history.stream().map(Measure::of).toList();
    }

    /** Those that both sides measured. */
    List<Figure> figures(RunRecord now) {
        List<Pair> pairs = new ArrayList<>();
        for (Measure measure : Measure.of(now)) {
            List<Bounded> earlier = of(measure, level);
            if (!earlier.isEmpty()) {
                Optional<Chance> chance = measure.unit() == Unit.MILLISECONDS
                        ? Chance.of(points(of(measure, history)))
                        : Optional.empty();
                pairs.add(new Pair(measure, earlier, chance));
            }
        }
        int judged =
                (int) pairs.stream().filter(pair -> pair.chance.isPresent()).count();
        return pairs.stream().map(pair -> pair.figure(judged)).toList();
    }

    private static List<Bounded> of(Measure measure, List<List<Measure>> runs) {
        return runs.stream()
                .flatMap(run -> run.stream().filter(measure::isOf))
                .map(Measure::value)
                .toList();
    }

    private static List<Double> points(List<Bounded> values) {
        return values.stream()
                .flatMap(value -> Optional.ofNullable(value.point()).stream())
                .toList();
    }

    private record Pair(Measure now, List<Bounded> earlier, Optional<Chance> chance) {

        /** @param judged how many figures are told apart, or not, beside this one */
        Figure figure(int judged) {
            Bounded before = before();
            Double from = before.point();
            Double to = now.value().point();
            return new Figure(
                    now.name(),
                    now.where(),
                    now.unit(),
                    before,
                    now.value(),
                    change(from, to),
                    from == null
                            ? null
                            : chance.map(by -> change(from, by.largest(from, earlier.size(), judged)))
                                    .orElse(null),
                    told(from, to, judged));
        }

        private Bounded before() {
            List<Double> points = points(earlier);
            if (earlier.size() == 1 || points.size() < earlier.size()) {
                return earlier.get(earlier.size() - 1);
            }
            double mean = now.unit() == Unit.MILLISECONDS
                    ? Chance.mean(points)
                    : points.stream().mapToDouble(Double::doubleValue).average().orElseThrow();
            double least =
                    points.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
            double largest =
                    points.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
            // The mean of equal values may differ from them in its last digit.
            return new Bounded(least, Math.min(largest, Math.max(least, mean)), largest);
        }

        private static @Nullable Double change(@Nullable Double from, @Nullable Double to) {
            return from == null || to == null || from == 0 ? null : to / from - 1;
        }

        /** A figure among the lost is beyond every value. */
        private Difference told(@Nullable Double from, @Nullable Double to, int judged) {
            if (from == null || chance.isEmpty()) {
                return Difference.NOT_KNOWN;
            }
            Chance by = chance.get();
            if (to == null || to > by.largest(from, earlier.size(), judged)) {
                return Difference.HIGHER;
            }
            return to < by.smallest(from, earlier.size(), judged) ? Difference.LOWER : Difference.NOT_TOLD_APART;
        }
    }
}
