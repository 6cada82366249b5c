package io.plumbline.report;

import static java.util.Objects.requireNonNull;

import io.plumbline.result.Figures;
import io.plumbline.result.Generators;
import io.plumbline.result.Generators.Part;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** What each of a run's load generators came to, a line each. */
final class GeneratorsText {

    private static final int WIDTH = 90;
    private static final int REASON_LINES = 2;

    private GeneratorsText() {}

    /** Nothing where there was one only. */
    static List<String> of(RunRecord run) {
        Generators generators = run.generators();
        if (generators == null) {
            return List.of();
        }
        if (generators.index() != null) {
            return List.of("share: generator " + generators.index() + " of " + generators.count() + ", counted from 0");
        }
        List<String> lines = new ArrayList<>();
        lines.add("generators: " + generators.count() + ", those with results began within "
                + Figures.duration(requireNonNull(generators.apart())) + " of each other");
        for (Part part : generators.parts()) {
            lines.add(line(part));
            if (!part.stands()) {
                part.reasons().stream()
                        .flatMap(reason -> Printable.lines(reason, WIDTH, REASON_LINES).stream())
                        .forEach(reason -> lines.add("        " + reason));
            }
        }
        return lines;
    }

    private static String line(Part part) {
        String line = String.format(
                Locale.ROOT, "  %3d  %s", part.index(), part.verdict() == null ? "no results" : part.verdict());
        Long intended = part.intended();
        Long onTime = part.onTime();
        Double rate = part.achievedRate();
        return line
                + (intended == null || onTime == null
                        ? ""
                        : ", " + Figures.count(onTime) + " of " + Figures.count(intended) + " on time")
                + (rate == null ? "" : ", " + Figures.rate(rate) + " records/s");
    }
}
