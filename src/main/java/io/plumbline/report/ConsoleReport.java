package io.plumbline.report;

import io.plumbline.result.Baseline;
import io.plumbline.result.CloudCounts;
import io.plumbline.result.Figures;
import io.plumbline.result.Generator;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.RunRecord.Control;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.Polling;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.RunRecord.Watched;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The block that closes a run on the console, at the most 100 columns wide but for the paths. */
public final class ConsoleReport {

    private static final int WIDTH = 100;
    private static final int MAX_CAUSES = 5;
    private static final int MAX_REASONS = 10;
    private static final int REASON_LINES = 3;

    private final RunRecord run;
    private final Counts counts;
    private final Colours colours;
    private final StringBuilder block = new StringBuilder();

    private ConsoleReport(RunRecord run, Colours colours) {
        this.run = run;
        this.counts = run.counts();
        this.colours = colours;
    }

    /**
     * Prints in one go, so that no log line falls in between.
     *
     * @param reports where the result files are
     */
    public static void print(RunRecord run, List<Path> reports, PrintStream out, Colours colours) {
        out.print(text(run, reports, colours));
        out.flush();
    }

    /** What is printed. */
    public static String text(RunRecord run, List<Path> reports, Colours colours) {
        return new ConsoleReport(run, colours).text(reports);
    }

    private String text(List<Path> reports) {
        sentence();
        line("target: " + Printable.line(run.target(), WIDTH - 8));
        line("run: " + Printable.line(run.runId() + ", " + run.simulation(), WIDTH - 5));
        CapacityText.of(run).forEach(this::line);
        RecoveryText.of(run).forEach(this::line);
        records();
        times();
        thresholds();
        comparison();
        conservation();
        line("");
        controls();
        generator();
        GeneratorsText.of(run).forEach(this::line);
        watched(run.watched());
        line(polling(run.polling()));
        line("reports:");
        reports.forEach(path -> line("  " + Printable.line(path.toAbsolutePath().toString(), Integer.MAX_VALUE)));
        return block.toString();
    }

    private void sentence() {
        String verdict = run.verdict().name();
        String label = colours.of(run.verdict()) + ": ";
        String indent = " ".repeat(verdict.length() + 2);
        if (run.reasons().isEmpty()) {
            line(label + figures());
            return;
        }
        String before = label;
        for (String reason :
                run.reasons().subList(0, Math.min(MAX_REASONS, run.reasons().size()))) {
            for (String part : Printable.lines(reason, WIDTH - indent.length(), REASON_LINES)) {
                line(before + part);
                before = indent;
            }
        }
        if (run.reasons().size() > MAX_REASONS) {
            line(indent + "and " + (run.reasons().size() - MAX_REASONS) + " more reasons, all in run.json");
        }
        line(indent + figures());
    }

    private String figures() {
        StringBuilder figures = new StringBuilder(Figures.count(counts.attempted()) + " sent");
        if (counts.expected() > 0) {
            figures.append(", ")
                    .append(Figures.count(counts.lost()))
                    .append(" lost")
                    .append(lossBound());
        }
        if (run.endToEnd().count() > 0) {
            figures.append(", p95 ").append(Figures.duration(run.endToEnd().p95(), counts.beyond()));
            run.slo().stream()
                    .filter(slo -> slo.name().equals("endToEnd.p95"))
                    .forEach(slo -> figures.append(", limit ").append(Figures.limit(slo.unit(), slo.limit())));
        }
        return figures.toString();
    }

    /** None lost of n says, at 95 % confidence, that fewer than 3/n get lost. */
    private String lossBound() {
        Double atMost = counts.lostAtMost();
        return atMost == null ? "" : " (< " + Figures.perMillion(atMost) + " per million)";
    }

    private void records() {
        Map<String, Long> states = new LinkedHashMap<>();
        states.put("on time", counts.onTime());
        states.put("late", counts.late());
        states.put("lost", counts.lost());
        states.put("ambiguous", counts.ambiguous());
        states.put("rejected", counts.rejected());
        states.put("unresolved", counts.unresolved());
        states.put("not timed", counts.untimed());
        states.put("unsent", counts.unsent());

        heading("records");
        states.forEach((state, count) -> {
            countUnlessZero(state, count);
            causes(state);
        });
        count("intended" + (counts.addUp() ? "" : ", which the above do not add up to"), counts.intended());
        countUnlessZero("straddling the deadline", counts.straddling());
        beside("unexpected", "unexpected", counts.unexpected());
        beside("duplicates by consumer", "duplicatesByConsumer", counts.duplicatesByConsumer());
        beside("duplicates by producer", "duplicatesByProducer", counts.duplicatesByProducer());
        beside("out of order", "outOfOrder", counts.outOfOrder());
        beside("corrupted", "corrupted", counts.corrupted());
        beside("foreign", "foreign", counts.foreign());
    }

    private void causes(String state) {
        List<Map.Entry<String, Long>> causes = run.causes().getOrDefault(state, Map.of()).entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue().reversed().thenComparing(Map.Entry.comparingByKey()))
                .toList();
        for (Map.Entry<String, Long> cause : causes.subList(0, Math.min(MAX_CAUSES, causes.size()))) {
            line(Printable.line("    " + Figures.count(cause.getValue()) + " " + cause.getKey(), WIDTH));
        }
        if (causes.size() > MAX_CAUSES) {
            line("    and " + (causes.size() - MAX_CAUSES) + " more causes, all in run.json");
        }
    }

    /** Records that were treated wrongly on purpose: whether the measurement noticed. */
    private void controls() {
        String noticed = run.controls().stream()
                .filter(control -> control.held() && control.conclusive() > 0)
                .map(Control::kind)
                .collect(Collectors.joining(", "));
        if (!noticed.isEmpty()) {
            line(Printable.line("controls noticed: " + noticed, WIDTH));
        }
        for (Control control : run.controls()) {
            if (!control.held()) {
                line(Printable.line("controls NOT NOTICED: " + control.kind(), WIDTH));
            } else if (control.conclusive() == 0) {
                line(Printable.line("controls " + control.kind() + ": " + control.note(), WIDTH));
            }
        }
    }

    private void beside(String label, String name, @Nullable Long count) {
        String why = counts.notKnown().get(name);
        if (count != null) {
            countUnlessZero(label, count);
        } else if (why != null) {
            line(Printable.line("  " + label + " not known: " + why, WIDTH));
        }
    }

    private void countUnlessZero(String name, long count) {
        if (count != 0) {
            count(name, count);
        }
    }

    private void count(String name, long count) {
        line(String.format(Locale.ROOT, "  %-24s%15s", name, Figures.count(count)));
    }

    private void times() {
        heading(row("times", "p50", "p95", "p99", "off by"));
        run.stages().forEach(this::stage);
        Latencies all = run.endToEnd();
        line(row("  End to end", shown(all, all.p50()), shown(all, all.p95()), shown(all, all.p99()), ""));
        Latencies planned = run.generator().intendedLatency();
        if (planned.count() > 0) {
            line(row(
                    "  End to end from plan",
                    shown(planned, planned.p50()),
                    shown(planned, planned.p95()),
                    shown(planned, planned.p99()),
                    ""));
        }
        Summary put = run.kinesisPut();
        line(row("  Kinesis put", shown(put.p50()), shown(put.p95()), shown(put.p99()), ""));
        run.calls().forEach(this::call);
        watched(run.watched().latency());
    }

    private void call(Call call) {
        Summary latency = call.latency();
        String name = "  " + Printable.line(call.name(), 22);
        line(row(name, shown(latency.p50()), shown(latency.p95()), shown(latency.p99()), ""));
        if (call.failed() > 0) {
            line("    " + Figures.count(call.failed()) + " of " + Figures.count(latency.count() + call.failed())
                    + " failed");
        }
    }

    private void watched(Latencies latency) {
        if (latency.count() > 0) {
            line(row(
                    "  Watched ids",
                    Figures.duration(latency.p50(), "not seen"),
                    Figures.duration(latency.p95(), "not seen"),
                    Figures.duration(latency.p99(), "not seen"),
                    ""));
        }
    }

    private void stage(Stage stage) {
        Summary latency = stage.latency();
        String name = "  " + Printable.line(stage.name(), 22);
        if (stage.valid()) {
            String bound = latency.count() == 0 ? "" : "±" + Figures.duration(stage.bound());
            line(row(name, shown(latency.p50()), shown(latency.p95()), shown(latency.p99()), bound));
        } else {
            line(row(name, "not valid", "", "", ""));
        }
        if (stage.negative() > 0) {
            line("    " + Figures.count(stage.negative()) + " of " + Figures.count(stage.count())
                    + " negative, taken as 0: the clocks disagree");
        }
    }

    private static String row(String name, String p50, String p95, String p99, String bound) {
        return String.format(Locale.ROOT, "%-24s%21s%21s%21s%10s", name, p50, p95, p99, bound)
                .stripTrailing();
    }

    private String shown(Latencies all, Bounded figure) {
        return all.count() == 0 ? "-" : Figures.duration(figure, counts.beyond());
    }

    private static String shown(@Nullable Double millis) {
        return millis == null ? "-" : Figures.duration(millis);
    }

    private void thresholds() {
        heading("thresholds");
        run.slo().forEach(this::threshold);
    }

    /** Where records first come or go on their way. */
    private void conservation() {
        CloudCounts cloud = run.cloud();
        if (cloud != null && cloud.unequal() != null) {
            heading("counted on the way");
            Printable.lines(cloud.unequal().sentence(), WIDTH - 4, REASON_LINES).forEach(part -> line("  " + part));
        }
    }

    private void comparison() {
        Baseline baseline = run.baseline();
        if (baseline == null) {
            return;
        }
        heading("against " + Printable.line(baseline.runId() + ", " + baseline.verdict(), WIDTH - 8));
        ComparisonText.conclusion(baseline, WIDTH).forEach(this::line);
    }

    private void threshold(SloResult slo) {
        String name = Printable.line(slo.name(), 24);
        String limit = "limit " + Figures.limit(slo.unit(), slo.limit());
        if (slo.result() == Outcome.NOT_JUDGED) {
            line(String.format(Locale.ROOT, "  - %-24s%13s   %-14s%s", name, "-", limit, slo.whyNotJudged()));
            return;
        }
        line(String.format(
                Locale.ROOT,
                "  %s %-24s%13s   %-14s%s",
                colours.mark(slo.result() == Outcome.MET),
                name,
                value(slo),
                limit,
                slo.sure() ? "sure" : "not sure"));
    }

    private String value(SloResult slo) {
        Double value = slo.value();
        return value == null ? counts.beyond() : Figures.measured(slo, value);
    }

    /** How the load generator itself fared. */
    private void generator() {
        Generator generator = run.generator();
        List<String> figures = new ArrayList<>();
        if (generator.achievedRate() != null && generator.plannedRate() != null) {
            figures.add(Figures.rate(generator.achievedRate()) + " of " + Figures.rate(generator.plannedRate())
                    + " records/s");
        }
        if (generator.scheduleLag().count() > 0) {
            figures.add("lag p99 " + shown(generator.scheduleLag().p99()));
        }
        figures.add("timer late p99 " + shown(generator.lateness().p99()));
        figures.add("longest " + shown(generator.lateness().max()));
        if (generator.cpu().share() != null) {
            figures.add(Math.round(100 * generator.cpu().share()) + " % CPU");
        }
        line("generator" + (generator.valid() ? ": " : " NOT VALID: ") + String.join(", ", figures));
        if (generator.littlesLaw().suspect()) {
            line(String.format(
                    Locale.ROOT,
                    "  Little's law: %.1f in flight, rate times mean latency makes %.1f",
                    generator.littlesLaw().inFlight(),
                    generator.littlesLaw().rateTimesLatency()));
        }
    }

    private void watched(Watched watched) {
        if (watched.seen() + watched.notSeen() > 0) {
            line("watched: " + Figures.count(watched.seen()) + " seen, " + Figures.count(watched.notSeen())
                    + " not seen");
        }
    }

    private static String polling(Polling polling) {
        return "polling: " + Figures.count(polling.queries()) + " queries, " + Figures.count(polling.failed())
                + " failed, " + Figures.count(polling.rows()) + " rows, " + Figures.bytes(polling.bytesBilled())
                + " billed";
    }

    private void heading(String text) {
        line("");
        line(text);
    }

    private void line(String text) {
        block.append(text).append('\n');
    }
}
