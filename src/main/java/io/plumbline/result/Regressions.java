package io.plumbline.result;

import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.Baseline.Regression;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Says in sentences what is slower than chance explains. */
final class Regressions {

    private Regressions() {}

    /** @param runs how many earlier ones the figures are held against */
    static List<Regression> among(List<Figure> figures, int runs) {
        Map<String, Figure> worst = new LinkedHashMap<>();
        figures.stream()
                .filter(figure -> figure.told() == Difference.HIGHER)
                .forEach(figure -> worst.merge(figure.where(), figure, Regressions::worse));
        return inOrder(worst.values()).stream()
                .map(figure -> new Regression(figure.where(), sentence(figure, runs)))
                .toList();
    }

    private static Figure worse(Figure one, Figure other) {
        return share(one) >= share(other) ? one : other;
    }

    private static double share(Figure figure) {
        return figure.change() == null ? Double.POSITIVE_INFINITY : figure.change();
    }

    private static List<Figure> inOrder(Collection<Figure> figures) {
        return figures.stream()
                .sorted(Comparator.comparing((Figure figure) -> !figure.where().equals(Measure.END_TO_END))
                        .thenComparing(
                                Comparator.comparingDouble(Regressions::millis).reversed()))
                .toList();
    }

    private static double millis(Figure figure) {
        Double from = figure.before().point();
        Double to = figure.now().point();
        return to == null || from == null ? Double.POSITIVE_INFINITY : to - from;
    }

    private static String sentence(Figure figure, int runs) {
        Double from = figure.before().point();
        Double to = figure.now().point();
        String before = (from == null ? "what it was" : "the " + Figures.duration(from)) + " of "
                + (runs == 1 ? "the earlier run" : "the " + Figures.count(runs) + " earlier runs");
        if (to == null) {
            return figure.name() + " falls among the lost records, above " + before;
        }
        String size = figure.change() == null ? "above " : Figures.growth(figure.change()) + " above ";
        String chance = figure.chance() == null ? "" : "; chance explains up to " + Figures.growth(figure.chance());
        return figure.name() + " is " + Figures.duration(to) + ", " + size + before + chance;
    }
}
