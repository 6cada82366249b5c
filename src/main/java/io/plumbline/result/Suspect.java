package io.plumbline.result;

import io.plumbline.result.Course.Shard;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.RunRecord.Stage;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Guesses from a run record where its time or records went: the first that speaks, from the generator onwards. */
final class Suspect {

    /** A shard that takes this many times its fair share is a hot one. */
    private static final double HOT = 2;

    /** Share of the records sent by which a backlog has to grow before the pipeline is said not to keep up. */
    private static final double FALLS_BEHIND = 0.05;

    /** Fewer slices than this while the load ran say nothing of a trend. */
    private static final int FEWEST_SLICES = 8;

    private static final List<Function<RunRecord, Optional<Suspicion>>> IN_TURN = List.of(
            Suspect::generator,
            Suspect::measurement,
            Suspect::throttles,
            Suspect::refusals,
            Suspect::losses,
            Suspect::backlog,
            Suspect::longestStage);

    private Suspect() {}

    /** Empty where there is nothing to go by. */
    static Optional<Suspicion> in(RunRecord run) {
        return IN_TURN.stream().flatMap(rule -> rule.apply(run).stream()).findFirst();
    }

    private static Optional<Suspicion> generator(RunRecord run) {
        return suspect(
                !run.generator().valid(),
                "Generator",
                () -> "it did not keep within its own limits, so what it measured is its own slowness in part",
                "give it more cores or less load; the limits are plumbline.generator.*");
    }

    private static Optional<Suspicion> measurement(RunRecord run) {
        return suspect(
                run.counts().unresolved() > 0,
                "Measurement",
                () -> "of " + Figures.records(run.counts().unresolved())
                        + " it could not be told whether they arrived; "
                        + Figures.count(run.polling().failed()) + " of "
                        + Figures.count(run.polling().queries()) + " polls failed",
                "look why BigQuery did not answer, then run again");
    }

    private static Optional<Suspicion> throttles(RunRecord run) {
        Course.Puts puts = run.course().puts();
        Optional<Shard> hot = puts.shards().stream()
                .max(Comparator.comparingDouble(Shard::share))
                .filter(shard -> shard.share() * puts.shards().size() >= HOT);
        return suspect(
                puts.throttled() > 0,
                "Kinesis",
                () -> Figures.count(puts.throttled()) + " of " + Figures.count(puts.attempts())
                        + " puts were throttled"
                        + hot.map(shard -> "; " + shard.id() + " took " + Figures.percent(shard.share())
                                        + " of the records, one of "
                                        + puts.shards().size() + " shards")
                                .orElse(""),
                hot.isPresent()
                        ? "spread the partition keys: one shard is hot"
                        : "add shards or lower the rate: a shard takes 1,000 records and 1 MiB a second");
    }

    private static Optional<Suspicion> refusals(RunRecord run) {
        return suspect(
                run.counts().rejected() > 0,
                "Kinesis",
                () -> Figures.records(run.counts().rejected()) + " refused"
                        + mostOften(run, "rejected")
                                .map(cause -> ", most often " + cause)
                                .orElse(""),
                "look up that answer; records.ndjson.gz has each record with its reason");
    }

    private static Optional<Suspicion> losses(RunRecord run) {
        return suspect(
                run.counts().lost() > 0,
                "Lambda",
                () -> Figures.records(run.counts().lost()) + " acknowledged by Kinesis and lost"
                        + mostOften(run, "lost")
                                .map(cause -> ", most of them " + cause)
                                .orElse(""),
                "look for their sequence numbers, which are in records.ndjson.gz, in the function's log, its on-failure"
                        + " destination and the table's rejected inserts");
    }

    private static Optional<String> mostOften(RunRecord run, String state) {
        return run.causes().getOrDefault(state, Map.of()).entrySet().stream()
                .max(Map.Entry.<String, Long>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                .map(Map.Entry::getKey);
    }

    /** Over the second half of the load, when it no longer fills the pipeline. */
    private static Optional<Suspicion> backlog(RunRecord run) {
        List<Slice> load = whileTheLoadRan(run);
        if (load.size() < FEWEST_SLICES) {
            return Optional.empty();
        }
        List<Slice> second = load.subList(load.size() / 2, load.size());
        long sent = second.stream().mapToLong(Slice::sent).sum();
        long grew = second.get(second.size() - 1).backlog()
                - load.get(load.size() / 2 - 1).backlog();
        return suspect(
                sent > 0 && grew > FALLS_BEHIND * sent,
                longest(run).map(Stage::name).orElse("Lambda"),
                () -> "the pipeline falls behind: in the second half of the load " + Figures.records(sent)
                        + " were sent, and the backlog grew by " + Figures.count(grew),
                "its capacity is below this load: look at shards, the function's concurrency and batch size, or find the"
                        + " rate that it sustains");
    }

    /** Without the last slice, which the load may have ended in. */
    private static List<Slice> whileTheLoadRan(RunRecord run) {
        Timeline timeline = run.course().timeline();
        Instant end = run.times().loadEnd();
        if (timeline.start() == null || end == null) {
            return List.of();
        }
        double seconds = Duration.between(timeline.start(), end).toMillis() / 1000.0;
        int whole = (int) Math.max(0, seconds / timeline.sliceSeconds());
        return timeline.slices().subList(0, Math.min(whole, timeline.slices().size()));
    }

    private static Optional<Suspicion> longestStage(RunRecord run) {
        double all = measured(run).mapToDouble(Suspect::mean).sum();
        return longest(run)
                .filter(stage -> all > 0)
                .map(stage -> new Suspicion(
                        stage.name(),
                        "a record spends " + Figures.percent(mean(stage) / all) + " of its time there, on the average",
                        next(stage.name())));
    }

    private static Optional<Stage> longest(RunRecord run) {
        return measured(run).max(Comparator.comparingDouble(Suspect::mean));
    }

    private static Stream<Stage> measured(RunRecord run) {
        return run.stages().stream()
                .filter(stage -> stage.valid() && stage.latency().mean() != null);
    }

    private static double mean(Stage stage) {
        Double mean = stage.latency().mean();
        return mean == null ? 0 : mean;
    }

    private static String next(String stage) {
        return switch (stage) {
            case "Send to Kinesis" -> "look at the way from the generator to Kinesis: region, proxy, size of records";
            case "Kinesis to Lambda" ->
                "look at the event source mapping: batching window, parallelization factor, iterator age";
            case "Lambda" -> "look at the function: duration, memory, cold starts";
            case "Lambda to BigQuery" -> "look at the function's inserts: batch size, retries, the table's region";
            case "BigQuery to visible" -> "poll more often if that matters: this stage ends when a poll sees the row";
            default -> "give the table more stamps, so that this stage falls into smaller ones";
        };
    }

    private interface Sentence {
        String text();
    }

    private static Optional<Suspicion> suspect(boolean speaks, String where, Sentence why, String next) {
        return speaks ? Optional.of(new Suspicion(where, why.text(), next)) : Optional.empty();
    }
}
