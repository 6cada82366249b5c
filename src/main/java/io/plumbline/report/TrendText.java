package io.plumbline.report;

import io.plumbline.result.Baseline;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.Figures;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Stage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Runs one below the other: the 95th percentile end to end and of each stage, as lines of text. */
public final class TrendText {

    private static final String LEFT = "%-20.20s  %-32s %-8s";
    private static final int MOST_OF_AN_ID = 32;

    private TrendText() {}

    /** A table for each simulation, the oldest run first. */
    public static List<String> of(List<RunRecord> runs) {
        List<RunRecord> inOrder = new EarlierRuns(Optional.empty(), runs).history();
        Map<String, List<RunRecord>> bySimulation = new LinkedHashMap<>();
        inOrder.forEach(run -> bySimulation
                .computeIfAbsent(run.simulation() + ", " + run.target(), first -> new ArrayList<>())
                .add(run));
        List<String> lines = new ArrayList<>();
        bySimulation.forEach((title, together) -> {
            lines.add(Printable.line(title, 100));
            lines.addAll(table(together));
            lines.add("");
        });
        return lines;
    }

    private static List<String> table(List<RunRecord> runs) {
        Set<String> places = new LinkedHashSet<>();
        places.add("End to end");
        places.add("Kinesis put");
        runs.forEach(run -> run.stages().stream().map(Stage::name).forEach(places::add));
        EarlierRuns all = new EarlierRuns(Optional.empty(), runs);
        List<String> lines = new ArrayList<>();
        StringBuilder heading = new StringBuilder(left("95th percentile of", "run", "verdict"));
        places.forEach(place -> heading.append(cell(place, place, "")));
        lines.add(heading.toString().stripTrailing());
        for (RunRecord run : runs) {
            Optional<Baseline> held = Baseline.of(all, run);
            StringBuilder line = new StringBuilder(left(
                    run.times().start().toString().replace('T', ' '),
                    Printable.line(run.runId(), MOST_OF_AN_ID),
                    run.verdict().name()));
            places.forEach(place -> line.append(cell(place, shown(p95(run, place)), mark(held, place))));
            lines.add(line.toString().stripTrailing());
        }
        return lines;
    }

    private static String left(String when, String run, String verdict) {
        return String.format(Locale.ROOT, LEFT, when, run, verdict);
    }

    private static String cell(String place, String value, String mark) {
        int width = Math.max(9, Printable.line(place, 30).length());
        return String.format(Locale.ROOT, "  %" + width + "s%-1s", Printable.line(value, 30), mark);
    }

    private static String shown(@Nullable Double millis) {
        return millis == null ? "-" : Figures.duration(millis);
    }

    private static @Nullable Double p95(RunRecord run, String place) {
        return switch (place) {
            case "End to end" -> run.endToEnd().p95().point();
            case "Kinesis put" -> run.kinesisPut().p95();
            default ->
                run.stages().stream()
                        .filter(stage -> stage.name().equals(place) && stage.valid())
                        .findFirst()
                        .map(stage -> stage.latency().p95())
                        .orElse(null);
        };
    }

    /** Whether any figure of the place is told apart. */
    private static String mark(Optional<Baseline> held, String place) {
        for (Figure figure : held.map(Baseline::figures).orElse(List.of())) {
            if (figure.where().equals(place)) {
                switch (figure.told()) {
                    case HIGHER -> {
                        return "▲";
                    }
                    case LOWER -> {
                        return "▼";
                    }
                    case NOT_TOLD_APART, NOT_KNOWN -> {}
                }
            }
        }
        return "";
    }
}
