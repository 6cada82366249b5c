package io.plumbline.report;

import io.plumbline.result.CapacityFigures;
import io.plumbline.result.CapacityFigures.LimitedBy;
import io.plumbline.result.CapacityFigures.Prediction;
import io.plumbline.result.CapacityFigures.Result;
import io.plumbline.result.CapacityFigures.Step;
import io.plumbline.result.Figures;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What a search for the capacity found: its sentence, what was predicted, and a line each step. */
final class CapacityText {

    private static final int WIDTH = 98;
    private static final int SENTENCE_LINES = 3;
    private static final int MOST_STEPS = 30;

    private CapacityText() {}

    /** Nothing where there was none. */
    static List<String> of(RunRecord run) {
        CapacityFigures search = run.capacity();
        if (search == null) {
            return List.of();
        }
        List<String> lines = new ArrayList<>(List.of("", "capacity"));
        lines.addAll(sentence(search.sentence()));
        Prediction prediction = search.prediction();
        if (prediction != null) {
            lines.addAll(sentence(prediction.sentence()));
        }
        List<Step> steps = search.steps();
        if (!steps.isEmpty()) {
            lines.add(row("steps", "records/s", "for", "backlog grows by", "p95", "limited by"));
        }
        steps.stream().limit(MOST_STEPS).map(CapacityText::row).forEach(lines::add);
        if (steps.size() > MOST_STEPS) {
            lines.add("  and " + (steps.size() - MOST_STEPS) + " more, all in run.json");
        }
        return lines;
    }

    static List<String> sentence(String sentence) {
        return Printable.lines(sentence, WIDTH, SENTENCE_LINES).stream()
                .map(line -> "  " + line)
                .toList();
    }

    private static String row(Step step) {
        return row(
                sign(step.result()) + " " + step.result().words(),
                Figures.rate(step.rate()),
                Figures.duration(1_000 * step.seconds()),
                Figures.share(step.growth(), step.rate()),
                Figures.duration(step.p95(), "not known"),
                words(step.limitedBy()));
    }

    private static String row(String result, String rate, String length, String growth, String p95, String limitedBy) {
        return String.format(Locale.ROOT, "  %-12s%12s%8s%23s%23s  %s", result, rate, length, growth, p95, limitedBy)
                .stripTrailing();
    }

    private static String sign(Result result) {
        return switch (result) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case UNDECIDED -> "?";
        };
    }

    private static String words(@Nullable LimitedBy limitedBy) {
        return limitedBy == null ? "" : limitedBy.words();
    }
}
