package io.plumbline.result;

import io.plumbline.result.Generators.Part;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Polling;
import io.plumbline.result.RunRecord.Times;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.result.RunRecord.Watched;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What several generators of one run found, as one: counts added up, figures read from all histograms together, judged
 * once more. What one of them could not tell, all together cannot. One whose measurement is not to be trusted makes the whole
 * INVALID; its figures are left out, so that those of the others stand.
 */
public final class Merge {

    private static final String LEFT_OUT = "; its share of the load is in none of these figures";
    private static final String DIFFERS = "(not the same for all generators)";

    /** All that left results. */
    private final List<Share> shares;

    private final Map<Integer, String> missing;

    /** Those whose figures can be trusted; all, where there is none. */
    private final List<RunRecord> runs;

    private final MergedTimes times;

    private Merge(List<Share> shares, Map<Integer, String> missing) {
        this.shares = shares;
        this.missing = missing;
        List<Share> standing =
                shares.stream().filter(share -> Part.of(share.run()).stands()).toList();
        List<Share> counted = standing.isEmpty() ? shares : standing;
        this.runs = counted.stream().map(Share::run).toList();
        this.times = new MergedTimes(counted);
    }

    /** What one generator found. */
    public record Share(RunRecord run, Histograms histograms) {

        int index() {
            return Objects.requireNonNull(
                    Objects.requireNonNull(run.generators()).index());
        }
    }

    /** What all of them found. */
    public record Merged(RunRecord run, Histograms histograms) {}

    /**
     * @param found of one run, as {@link Mergeable} has it; at least one
     * @param traces what is known of generators that left no results, a sentence's end by their index
     */
    public static Merged of(List<Share> found, Map<Integer, String> traces) {
        List<Share> shares =
                found.stream().sorted(Comparator.comparingInt(Share::index)).toList();
        int count = Objects.requireNonNull(shares.get(0).run().generators()).count();
        Map<Integer, String> missing = new TreeMap<>();
        IntStream.range(0, count)
                .filter(index -> shares.stream().noneMatch(share -> share.index() == index))
                .forEach(index -> missing.put(
                        index,
                        "generator " + index + " of " + count + " left no results: "
                                + traces.getOrDefault(index, "it never ran, was killed, or its folder is not here")));
        return new Merge(shares, missing).merged(count);
    }

    private Merged merged(int count) {
        RunRecord first = runs.get(0);
        Counts counts = new MergedCounts(runs).counts();
        Histograms histograms = times.histograms();
        Latencies endToEnd = times.endToEnd();
        Judgement judgement = Judge.again(counts, endToEnd, first, conduct(count));
        RunRecord bare = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                first.runId(),
                first.runId(),
                first.target(),
                first.simulation(),
                new Generators(count, null, apart(), parts()),
                judgement.verdict(),
                judgement.reasons(),
                new Times(
                        runs.stream()
                                .map(run -> run.times().start())
                                .min(Comparator.naturalOrder())
                                .orElseThrow(),
                        latest(Times::loadEnd),
                        latest(Times::drainEnd),
                        runs.stream()
                                .map(run -> run.times().end())
                                .max(Comparator.naturalOrder())
                                .orElseThrow()),
                counts,
                counts.successRate().point(),
                endToEnd,
                histograms.kinesisPut().summary(),
                times.calls(),
                histograms.stages().stream().map(TimedStage::stage).toList(),
                List.of(),
                times.generator(),
                MergedCounts.causes(runs),
                MergedCounts.controls(runs),
                new Watched(
                        runs.stream().mapToLong(run -> run.watched().seen()).sum(),
                        runs.stream().mapToLong(run -> run.watched().notSeen()).sum(),
                        times.watched()),
                polling(),
                judgement.slo(),
                new MergedCourse(runs).course(histograms.curves()),
                Conservation.sum(runs),
                null,
                null,
                null,
                null,
                common(RunRecord::settings),
                common(RunRecord::versions));
        return new Merged(bare, histograms);
    }

    private Conduct conduct(int count) {
        List<String> failures = new ArrayList<>();
        missing.values().forEach(why -> failures.add(why + LEFT_OUT));
        for (Share share : shares) {
            if (share.run().verdict() == Verdict.INVALID) {
                failures.add("generator " + share.index() + " of " + count + " is INVALID: "
                        + String.join("; ", share.run().reasons())
                        + (runs.contains(share.run()) ? "" : LEFT_OUT));
            }
        }
        boolean called = runs.stream()
                .anyMatch(run -> run.watched().seen() > 0
                        || run.calls().stream().anyMatch(call -> call.latency().count() > 0));
        return new Conduct(true, called, Optional.empty(), failures);
    }

    private List<Part> parts() {
        List<Part> parts = new ArrayList<>(
                shares.stream().map(share -> Part.of(share.run())).toList());
        missing.forEach((index, why) -> parts.add(Part.missing(index, why)));
        parts.sort(Comparator.comparingInt(Part::index));
        return parts;
    }

    private double apart() {
        List<Instant> starts = shares.stream()
                .map(share -> share.run().times().start())
                .sorted()
                .toList();
        return Duration.between(starts.get(0), starts.get(starts.size() - 1)).toNanos() / 1e6;
    }

    private @Nullable Instant latest(Function<Times, @Nullable Instant> of) {
        return runs.stream()
                .map(run -> of.apply(run.times()))
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }

    private Polling polling() {
        List<Polling> all = runs.stream().map(RunRecord::polling).toList();
        return new Polling(
                all.stream().mapToLong(Polling::queries).sum(),
                all.stream().mapToLong(Polling::failed).sum(),
                all.stream().mapToLong(Polling::rows).sum(),
                all.stream().mapToLong(Polling::bytesBilled).sum(),
                MergedTimes.sum(all.stream().map(Polling::cost).toList()));
    }

    /** What all of them have alike. */
    private Map<String, String> common(Function<RunRecord, Map<String, String>> of) {
        Map<String, String> common = new LinkedHashMap<>();
        runs.forEach(run -> of.apply(run)
                .forEach(
                        (name, value) -> common.merge(name, value, (one, other) -> one.equals(other) ? one : DIFFERS)));
        return common;
    }
}
