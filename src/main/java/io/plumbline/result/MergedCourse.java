package io.plumbline.result;

import io.plumbline.result.Course.ColdStarts;
import io.plumbline.result.Course.Curve;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.Course.Exemplars;
import io.plumbline.result.Course.Puts;
import io.plumbline.result.Course.Shard;
import io.plumbline.result.Course.Timeline;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** How the load of several generators went together. */
record MergedCourse(List<RunRecord> runs) {

    Course course(List<Curve> curves) {
        List<Timeline> timelines = courses().stream().map(Course::timeline).toList();
        return new Course(MergedTimeline.of(timelines), curves, puts(), coldStarts(), exemplars());
    }

    private List<Course> courses() {
        return runs.stream().map(RunRecord::course).toList();
    }

    private Puts puts() {
        List<Puts> all = courses().stream().map(Course::puts).toList();
        Map<String, Long> records = new TreeMap<>();
        all.forEach(puts -> puts.shards().forEach(shard -> records.merge(shard.id(), shard.records(), Long::sum)));
        double taken = records.values().stream().mapToLong(Long::longValue).sum();
        return new Puts(
                all.stream().mapToLong(Puts::attempts).sum(),
                all.stream().mapToLong(Puts::throttled).sum(),
                records.entrySet().stream()
                        .map(shard -> new Shard(shard.getKey(), shard.getValue(), shard.getValue() / taken))
                        .toList());
    }

    private @Nullable ColdStarts coldStarts() {
        List<ColdStarts> told = courses().stream()
                .map(Course::coldStarts)
                .filter(Objects::nonNull)
                .toList();
        return told.isEmpty()
                ? null
                : new ColdStarts(
                        told.stream().mapToLong(ColdStarts::invocations).sum(),
                        told.stream().mapToLong(ColdStarts::cold).sum(),
                        told.stream()
                                .map(ColdStarts::longest)
                                .filter(Objects::nonNull)
                                .max(Comparator.naturalOrder())
                                .orElse(null));
    }

    private Exemplars exemplars() {
        List<Exemplars> all = courses().stream().map(Course::exemplars).toList();
        return new Exemplars(
                all.stream()
                        .flatMap(some -> some.slowest().stream())
                        .sorted(Comparator.comparingDouble((Exemplar one) -> Objects.requireNonNull(one.latency()))
                                .reversed())
                        .limit(ExemplarRecorder.MOST)
                        .toList(),
                all.stream()
                        .flatMap(some -> some.lost().stream())
                        .sorted(Comparator.comparing(Exemplar::sent))
                        .limit(ExemplarRecorder.MOST)
                        .toList());
    }
}
