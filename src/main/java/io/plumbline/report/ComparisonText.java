package io.plumbline.report;

import io.plumbline.result.Baseline;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.Figures;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Unit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run beside earlier ones, as lines of text. */
public final class ComparisonText {

    private static final int LINES_A_SENTENCE = 3;
    private static final String ROW = "  %-24s%21s%21s%10s%10s  %s";

    private ComparisonText() {}

    /** What is not the same, what is slower, and what chance explains. */
    public static List<String> conclusion(Baseline baseline, int width) {
        List<String> lines = new ArrayList<>();
        baseline.differs().forEach(difference -> add(lines, "  ≠ ", difference, width));
        baseline.regressions().forEach(regression -> add(lines, "  ▲ ", regression.sentence(), width));
        add(lines, "  ", sentence(baseline), width);
        return lines;
    }

    private static void add(List<String> lines, String sign, String sentence, int width) {
        String before = sign;
        for (String part : Printable.lines(sentence, width - sign.length(), LINES_A_SENTENCE)) {
            lines.add(before + part);
            before = " ".repeat(sign.length());
        }
    }

    private static String sentence(Baseline baseline) {
        Double least = baseline.leastChance();
        Double most = baseline.mostChance();
        if (least == null || most == null) {
            return "how much such runs differ by chance is not known: " + Figures.count(baseline.runs())
                    + " earlier runs under the same load passed, and it takes " + Baseline.fewestRuns();
        }
        return (baseline.regressions().isEmpty() ? "nothing" : "nothing else") + " is slower than in "
                + Figures.count(baseline.runs()) + " earlier runs beyond what chance explains: " + Figures.growth(least)
                + " to " + Figures.growth(most) + ", by figure";
    }

    /** Every figure, with a heading. */
    public static List<String> table(Baseline baseline) {
        List<String> lines = new ArrayList<>();
        lines.add(row("", "earlier", "now", "change", "chance", ""));
        for (Figure figure : baseline.figures()) {
            lines.add(row(
                    Printable.line(figure.name(), 24),
                    shown(figure.unit(), figure.before()),
                    shown(figure.unit(), figure.now()),
                    figure.change() == null ? "" : Figures.change(figure.change()),
                    share(figure.chance()),
                    told(figure)));
        }
        return lines;
    }

    private static String row(Object... cells) {
        return String.format(Locale.ROOT, ROW, cells).stripTrailing();
    }

    private static String shown(Unit unit, Bounded value) {
        if (unit == Unit.MILLISECONDS) {
            return Figures.duration(value, "lost");
        }
        Double point = value.point();
        return point == null ? "-" : Figures.measured(unit, point);
    }

    private static String share(@Nullable Double share) {
        return share == null ? "" : "+" + Figures.growth(share);
    }

    private static String told(Figure figure) {
        return switch (figure.told()) {
            case HIGHER -> "▲ slower";
            case LOWER -> "▼ faster";
            case NOT_TOLD_APART, NOT_KNOWN -> "";
        };
    }
}
