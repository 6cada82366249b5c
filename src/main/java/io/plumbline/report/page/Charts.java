package io.plumbline.report.page;

import io.pebbletemplates.pebble.extension.escaper.SafeString;
import io.plumbline.report.page.Bars.Part;
import io.plumbline.report.page.TimeChart.Series;
import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Course.Shard;
import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import io.plumbline.result.Figures;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The pictures of a run; what the template names. */
public final class Charts {

    private static final int THICK = 26;
    private static final int THIN = 8;

    /** Stages have so many styles; a table of a pipeline of our form has five at the most. */
    private static final int STAGE_STYLES = 6;

    private final RunRecord run;
    private final Timeline timeline;
    private final List<String> stageNames;

    Charts(RunRecord run) {
        this.run = run;
        this.timeline = run.course().timeline();
        Set<String> names = new LinkedHashSet<>();
        run.stages().forEach(stage -> names.add(stage.name()));
        timeline.slices().forEach(slice -> names.addAll(slice.stages().keySet()));
        this.stageNames = List.copyOf(names);
    }

    /** Whether there is anything to draw over time. */
    public boolean overTime() {
        return !timeline.slices().isEmpty() && timeline.sliceSeconds() > 0;
    }

    /** Of a search for the capacity; null where there was none. */
    public @Nullable CapacityCharts search() {
        return run.capacity() == null ? null : new CapacityCharts(run.capacity());
    }

    /** Of a disturbance; null where there was none. */
    public @Nullable RecoveryCharts recovery() {
        return run.recovery() == null ? null : new RecoveryCharts(run.recovery());
    }

    /** What became of the records. */
    public SafeString accounting() {
        Counts counts = run.counts();
        return Bars.whole(
                "What became of the records",
                Figures.records(counts.intended()) + " intended, the table has the figures",
                THICK,
                List.of(
                        new Part("on-time", counts.onTime()),
                        new Part("late", counts.late()),
                        new Part("lost", counts.lost()),
                        new Part("ambiguous", counts.ambiguous()),
                        new Part("unresolved", counts.unresolved()),
                        new Part("rejected", counts.rejected()),
                        new Part("untimed", counts.untimed()),
                        new Part("unsent", counts.unsent())));
    }

    /** Where a record's time goes on the average. */
    public SafeString path() {
        return Bars.whole(
                "Where a record's time goes on the average",
                "the mean of each stage, in the order a record travels",
                THICK,
                run.stages().stream()
                        .map(stage -> new Part(
                                style(stage.name()),
                                stage.valid() ? or0(stage.latency().mean()) : 0))
                        .toList());
    }

    /** A stage's median, and from there to its 95th and 99th percentile, on a scale that all stages share. */
    public SafeString stage(Stage stage) {
        Summary latency = stage.latency();
        double p50 = or0(latency.p50());
        double p95 = Math.max(p50, or0(latency.p95()));
        double p99 = Math.max(p95, or0(latency.p99()));
        String style = style(stage.name());
        return Bars.within(
                stage.name(),
                "median, 95th and 99th percentile; the table has the figures",
                THIN,
                longestStage(),
                List.of(
                        new Part(style, p50),
                        new Part(style + " fainter", p95 - p50),
                        new Part(style + " faintest", p99 - p95)));
    }

    private double longestStage() {
        return run.stages().stream()
                .filter(Stage::valid)
                .map(stage -> stage.latency().p99())
                .filter(Objects::nonNull)
                .mapToDouble(Double::doubleValue)
                .max()
                .orElse(0);
    }

    /** The style of a stage, by its place on the way. */
    public String style(String stage) {
        return "stage-" + Math.floorMod(stageNames.indexOf(stage), STAGE_STYLES);
    }

    public SafeString load() {
        return overTime(
                "Records a second",
                Labels::count,
                new Series("sent a second", "sent", slice -> perSecond(slice.sent())),
                new Series("arrived a second", "arrived", slice -> perSecond(slice.arrived())));
    }

    public SafeString backlog() {
        return overTime(
                "Backlog in records",
                Labels::count,
                new Series("backlog: sent and not arrived yet", "backlog", true, slice -> (double) slice.backlog()));
    }

    public SafeString latency() {
        return overTime(
                "End to end over time",
                Labels::millis,
                new Series("p50", "p50", Slice::p50),
                new Series("p95", "p95", Slice::p95),
                new Series("p99", "p99", Slice::p99));
    }

    public SafeString stages() {
        return overTime(
                "95th percentile of each stage over time",
                Labels::millis,
                stageNames.stream()
                        .map(name -> new Series(
                                name, style(name), slice -> slice.stages().get(name)))
                        .toArray(Series[]::new));
    }

    /** Whether latencies are known over time; of several generators together they are not. */
    public boolean latenciesOverTime() {
        return overTime()
                && timeline.slices().stream()
                        .anyMatch(
                                slice -> slice.p50() != null || !slice.stages().isEmpty());
    }

    /** Whether anything did not go well. */
    public boolean troublesOverTime() {
        return overTime()
                && timeline.slices().stream()
                        .anyMatch(slice -> slice.throttled() + slice.rejected() + slice.late() + slice.lost() > 0);
    }

    /** What did not go well, and when. */
    public SafeString troubles() {
        return overTime(
                "Throttled, rejected, late and lost records a second",
                Labels::count,
                new Series("throttled puts", "throttled", slice -> perSecond(slice.throttled())),
                new Series("rejected", "rejected", slice -> perSecond(slice.rejected())),
                new Series("late", "late", slice -> perSecond(slice.late())),
                new Series("lost", "lost", slice -> perSecond(slice.lost())));
    }

    public SafeString curve(Curve curve) {
        return new CurveChart(curve).svg();
    }

    public SafeString shard(Shard shard) {
        double largest = run.course().puts().shards().stream()
                .mapToDouble(Shard::share)
                .max()
                .orElse(1);
        return Bars.within(
                shard.id(), "its share of the records", THIN, largest, List.of(new Part("sent", shard.share())));
    }

    /** A record's stages one after the other, on a scale that all records of the table share. */
    public SafeString waterfall(Exemplar record) {
        List<Part> parts = new ArrayList<>();
        record.stages().forEach((name, millis) -> parts.add(new Part(style(name), Math.max(0, millis))));
        return Bars.within(
                "The way of " + record.traceId(), "its stages one after the other", THIN + 4, longestWay(), parts);
    }

    private double longestWay() {
        return run.course().exemplars().slowest().stream()
                .mapToDouble(record -> record.stages().values().stream()
                        .mapToDouble(millis -> Math.max(0, millis))
                        .sum())
                .max()
                .orElse(0);
    }

    private SafeString overTime(String title, DoubleFunction<String> labels, Series... series) {
        return new TimeChart(title, timeline, Stream.of(series).toList(), labels).svg();
    }

    private double perSecond(long records) {
        return records / timeline.sliceSeconds();
    }

    private static double or0(@Nullable Double millis) {
        return millis == null ? 0 : millis;
    }
}
