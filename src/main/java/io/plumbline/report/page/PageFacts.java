package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.plumbline.result.Baseline;
import io.plumbline.result.Baseline.Difference;
import io.plumbline.result.Baseline.Figure;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Course.Shard;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Outcome;
import io.plumbline.result.RunRecord.SloResult;
import io.plumbline.result.RunRecord.Verdict;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;

/** What the page says beside the record's own values: words, no figures. */
public final class PageFacts {

    private static final int MOST_SHARDS = 32;
    private static final int MOST_REASONS = 3;
    private static final int MOST_COMPARED = 4;

    private final RunRecord run;

    PageFacts(RunRecord run) {
        this.run = run;
    }

    /** Told by a sign too, not only by a colour. */
    public String mark() {
        return switch (run.verdict()) {
            case PASS -> "✓";
            case FAIL -> "✗";
            case INVALID -> "?";
        };
    }

    /** How far to trust the verdict. */
    public String howSure() {
        if (run.verdict() == Verdict.INVALID) {
            return "This run says nothing certain about the pipeline: its own measurement is not to be trusted.";
        }
        String unsure = run.slo().stream()
                .filter(slo -> slo.result() != Outcome.NOT_JUDGED && !slo.sure())
                .map(SloResult::name)
                .collect(Collectors.joining(", "));
        return unsure.isEmpty()
                ? "Sure: both bounds of every figure agree with its result."
                : "Not sure of " + unsure + ": its bounds lie on both sides of the limit.";
    }

    /** The objective for the figure on the first line. */
    public Optional<SloResult> p95() {
        return run.slo().stream()
                .filter(slo -> slo.name().equals("endToEnd.p95"))
                .findFirst();
    }

    public SafeString limit(SloResult slo) {
        return PageFilters.limit(slo);
    }

    public SafeString measured(SloResult slo) {
        return PageFilters.measured(slo, run.counts().beyond());
    }

    public String result(SloResult slo) {
        return switch (slo.result()) {
            case MET -> slo.sure() ? "✓ met" : "✓ met, not sure";
            case MISSED -> slo.sure() ? "✗ missed" : "✗ missed, not sure";
            case NOT_JUDGED -> "– not judged";
        };
    }

    /** Of the earlier run and of this one, what the first screen shows: what is told apart, then what people ask for. */
    public List<Figure> firstCompared() {
        Baseline baseline = run.baseline();
        return baseline == null
                ? List.of()
                : baseline.figures().stream()
                        .sorted(Comparator.comparing(
                                figure -> figure.told() != Difference.HIGHER && figure.told() != Difference.LOWER))
                        .limit(MOST_COMPARED)
                        .toList();
    }

    /** The busiest; a stream may have thousands. */
    public List<Shard> shards() {
        return run.course().puts().shards().stream()
                .sorted(Comparator.comparingLong(Shard::records).reversed().thenComparing(Shard::id))
                .limit(MOST_SHARDS)
                .toList();
    }

    /** Whether anything is known why records did not arrive. */
    public boolean causes() {
        return run.causes().values().stream().anyMatch(causes -> !causes.isEmpty());
    }

    public String state(Exemplar record) {
        return switch (record.state()) {
            case ON_TIME -> "on time";
            case UNTIMED -> "not timed";
            case REJECTED, AMBIGUOUS, LATE, LOST, UNRESOLVED ->
                record.state().name().toLowerCase(Locale.ROOT);
        };
    }

    /** The reasons on the first screen; the others are below. */
    public List<String> firstReasons() {
        return first(run.reasons());
    }

    /** As many as are read. */
    public List<String> first(List<String> reasons) {
        return reasons.subList(0, Math.min(MOST_REASONS, reasons.size()));
    }

    public List<String> furtherReasons() {
        return run.reasons().subList(firstReasons().size(), run.reasons().size());
    }
}
