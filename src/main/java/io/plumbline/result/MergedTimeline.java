package io.plumbline.result;

import io.plumbline.result.Course.Slice;
import io.plumbline.result.Course.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/**
 * What happened when, of several generators. Their slices begin at whole multiples of their widths, which are powers of
 * two, so the narrower ones fit into the widest. A slice's latencies cannot be told: percentiles do not add up.
 */
final class MergedTimeline {

    private final long widthMillis;

    /** By a slice's number since 1970, what each timeline has in it. */
    private final TreeMap<Long, List<Slice>> slices = new TreeMap<>();

    /** By a slice's number, for each timeline how many were on their way at its end. */
    private final List<TreeMap<Long, Long>> backlogs = new ArrayList<>();

    private MergedTimeline(long widthMillis) {
        this.widthMillis = widthMillis;
    }

    static Timeline of(List<Timeline> timelines) {
        double width =
                timelines.stream().mapToDouble(Timeline::sliceSeconds).max().orElse(0);
        MergedTimeline merged = new MergedTimeline(Math.round(1000 * width));
        timelines.forEach(merged::add);
        return merged.slices.isEmpty() ? Course.NOT_KNOWN.timeline() : merged.timeline();
    }

    private void add(Timeline timeline) {
        Instant start = timeline.start();
        if (start == null) {
            return;
        }
        TreeMap<Long, Long> backlog = new TreeMap<>();
        Duration width = Duration.ofMillis(Math.round(1000 * timeline.sliceSeconds()));
        for (int i = 0; i < timeline.slices().size(); i++) {
            long number = Math.floorDiv(start.plus(width.multipliedBy(i)).toEpochMilli(), widthMillis);
            Slice slice = timeline.slices().get(i);
            slices.computeIfAbsent(number, first -> new ArrayList<>()).add(slice);
            backlog.put(number, slice.backlog());
        }
        backlogs.add(backlog);
    }

    private Timeline timeline() {
        List<Slice> all = new ArrayList<>();
        for (long number = slices.firstKey(); number <= slices.lastKey(); number++) {
            all.add(slice(slices.getOrDefault(number, List.of()), backlog(number)));
        }
        return new Timeline(Instant.ofEpochMilli(slices.firstKey() * widthMillis), widthMillis / 1e3, all);
    }

    /** What a generator leaves behind stays, and before it begins there is nothing. */
    private long backlog(long number) {
        return backlogs.stream()
                .map(backlog -> backlog.floorEntry(number))
                .mapToLong(last -> last == null ? 0 : last.getValue())
                .sum();
    }

    private static Slice slice(List<Slice> some, long backlog) {
        return new Slice(
                sum(some, Slice::sent),
                sum(some, Slice::arrived),
                backlog,
                sum(some, Slice::rejected),
                sum(some, Slice::throttled),
                sum(some, Slice::late),
                sum(some, Slice::lost),
                null,
                null,
                null,
                Map.of());
    }

    private static long sum(List<Slice> some, ToLongFunction<Slice> of) {
        return some.stream().mapToLong(of).sum();
    }
}
