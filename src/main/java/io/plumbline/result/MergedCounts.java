package io.plumbline.result;

import io.plumbline.result.RunRecord.Control;
import io.plumbline.result.RunRecord.Counts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Counts of several generators, added up; what one of them does not know is not known. */
record MergedCounts(List<RunRecord> runs) {

    Counts counts() {
        Map<String, String> notKnown = new LinkedHashMap<>();
        runs.forEach(run -> run.counts().notKnown().forEach(notKnown::putIfAbsent));
        return new Counts(
                sum(Counts::intended),
                sum(Counts::unsent),
                sum(Counts::rejected),
                sum(Counts::ambiguous),
                sum(Counts::onTime),
                sum(Counts::late),
                sum(Counts::lost),
                sum(Counts::unresolved),
                sum(Counts::untimed),
                sum(Counts::straddling),
                sumIfKnown(Counts::unexpected),
                sumIfKnown(Counts::duplicatesByConsumer),
                sumIfKnown(Counts::duplicatesByProducer),
                sumIfKnown(Counts::outOfOrder),
                sumIfKnown(Counts::corrupted),
                sumIfKnown(Counts::foreign),
                notKnown);
    }

    private long sum(ToLongFunction<Counts> of) {
        return runs.stream().map(RunRecord::counts).mapToLong(of).sum();
    }

    private @Nullable Long sumIfKnown(Function<Counts, @Nullable Long> of) {
        return known(runs.stream().map(RunRecord::counts).map(of).toList());
    }

    /** The sum, null where one of them is. */
    static @Nullable Long known(List<@Nullable Long> some) {
        return some.contains(null)
                ? null
                : some.stream().mapToLong(Objects::requireNonNull).sum();
    }

    static Map<String, Map<String, Long>> causes(List<RunRecord> runs) {
        Map<String, Map<String, Long>> all = new LinkedHashMap<>();
        runs.forEach(run -> run.causes().forEach((state, causes) -> {
            Map<String, Long> sums = all.computeIfAbsent(state, first -> new TreeMap<>());
            causes.forEach((cause, records) -> sums.merge(cause, records, Long::sum));
        }));
        return all;
    }

    /** Of each kind; they held where all of them did. */
    static List<Control> controls(List<RunRecord> runs) {
        Map<String, Control> all = new LinkedHashMap<>();
        runs.forEach(run -> run.controls().forEach(control -> all.merge(control.kind(), control, MergedCounts::both)));
        return List.copyOf(all.values());
    }

    private static Control both(Control one, Control other) {
        int conclusive = one.conclusive() + other.conclusive();
        return new Control(
                one.kind(),
                one.planted() + other.planted(),
                conclusive,
                one.held() && other.held(),
                conclusive > 0 ? "" : one.note());
    }
}
