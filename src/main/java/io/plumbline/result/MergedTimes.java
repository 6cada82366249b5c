package io.plumbline.result;

import io.plumbline.result.Generator.Cpu;
import io.plumbline.result.Generator.Gc;
import io.plumbline.result.Generator.LittlesLaw;
import io.plumbline.result.Merge.Share;
import io.plumbline.result.RunRecord.Call;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Times of several generators, from all their histograms together. */
final class MergedTimes {

    private final List<RunRecord> runs;
    private final List<Histograms> all;
    private final Histograms sum;

    MergedTimes(List<Share> shares) {
        this.runs = shares.stream().map(Share::run).toList();
        this.all = shares.stream().map(Share::histograms).toList();
        this.sum = new Histograms(
                Spread.sum(all.stream().map(Histograms::endToEnd).toList()),
                Distribution.sum(all.stream().map(Histograms::kinesisPut).toList()),
                stages(),
                beside());
    }

    Histograms histograms() {
        return sum;
    }

    private List<TimedStage> stages() {
        Map<String, TimedStage> stages = new LinkedHashMap<>();
        all.forEach(
                one -> one.stages().forEach(stage -> stages.merge(stage.stage().name(), stage, MergedTimes::both)));
        return List.copyOf(stages.values());
    }

    private static TimedStage both(TimedStage one, TimedStage other) {
        Distribution times = Distribution.sum(List.of(one.times(), other.times()));
        long negative = one.stage().negative() + other.stage().negative();
        boolean valid = one.stage().valid() && other.stage().valid();
        Summary known = times.summary();
        Summary summary = valid
                ? known
                : new Summary(one.stage().count() + other.stage().count(), null, null, null, null, null, null);
        double bound = Math.max(one.stage().bound(), other.stage().bound());
        return new TimedStage(
                new Stage(one.stage().name(), summary, bound, negative, valid), valid ? times : new Distribution());
    }

    /** What is known of every generator's plan, or of any generator's calls and waits. */
    private Map<String, Distribution> beside() {
        TreeSet<String> names = new TreeSet<>();
        all.forEach(one -> names.addAll(one.beside().keySet()));
        boolean planned = all.stream().allMatch(one -> one.beside().containsKey(Histograms.SCHEDULE_LAG));
        Map<String, Distribution> sums = new TreeMap<>();
        for (String name : names) {
            boolean ofThePlan = name.startsWith(Histograms.FROM_PLAN) || name.equals(Histograms.SCHEDULE_LAG);
            if (planned || !ofThePlan) {
                sums.put(name, of(name));
            }
        }
        return sums;
    }

    /** Of nothing where it is not known. */
    private Distribution beside(String name) {
        return sum.beside().getOrDefault(name, new Distribution());
    }

    private Distribution of(String name) {
        return Distribution.sum(all.stream()
                .flatMap(one -> Optional.ofNullable(one.beside().get(name)).stream())
                .toList());
    }

    Latencies endToEnd() {
        return sum.endToEnd().latencies(estimator(RunRecord::endToEnd));
    }

    Latencies watched() {
        return sum.spreadBeside(Histograms.WATCHED)
                .map(spread -> spread.latencies(estimator(run -> run.watched().latency())))
                .orElseGet(() -> runs.get(0).watched().latency());
    }

    /** By which points were made: by both where generators went different ways. */
    private String estimator(Function<RunRecord, Latencies> of) {
        List<String> some = runs.stream()
                .map(of)
                .filter(latencies -> latencies.count() > 0)
                .map(Latencies::estimator)
                .distinct()
                .toList();
        return switch (some.size()) {
            case 0 -> of.apply(runs.get(0)).estimator();
            case 1 -> some.get(0);
            default -> "insert stamp, else polls (Turnbull)";
        };
    }

    List<Call> calls() {
        Map<String, Long> failed = new TreeMap<>();
        runs.forEach(run -> run.calls().forEach(call -> failed.merge(call.name(), call.failed(), Long::sum)));
        return failed.entrySet().stream()
                .map(kind -> new Call(kind.getKey(), beside(kind.getKey()).summary(), kind.getValue()))
                .toList();
    }

    Generator generator() {
        List<Generator> each = runs.stream().map(RunRecord::generator).toList();
        Map<String, String> notKnown = new LinkedHashMap<>();
        each.forEach(one -> one.notKnown().forEach(notKnown::putIfAbsent));
        return new Generator(
                each.stream().allMatch(Generator::valid),
                beside(Histograms.TIMER).summary(),
                new Gc(
                        each.stream().mapToLong(one -> one.gc().collections()).sum(),
                        each.stream().mapToDouble(one -> one.gc().total()).sum(),
                        each.stream()
                                .mapToDouble(one -> one.gc().longest())
                                .max()
                                .orElse(0)),
                cpu(each.stream().map(Generator::cpu).toList()),
                each.stream().mapToLong(Generator::acquireFailures).sum(),
                sum(each.stream().map(Generator::plannedRate).toList()),
                sum(each.stream().map(Generator::achievedRate).toList()),
                beside(Histograms.SCHEDULE_LAG).summary(),
                sum.spreadBeside(Histograms.FROM_PLAN)
                        .map(spread -> spread.latencies(
                                estimator(run -> run.generator().intendedLatency())))
                        .orElseGet(() -> new EndToEndRecorder().latencies("none")),
                littlesLaw(each.stream().map(Generator::littlesLaw).toList()),
                notKnown);
    }

    private static Cpu cpu(List<Cpu> each) {
        int cores = each.stream().mapToInt(Cpu::cores).sum();
        Double used = sum(each.stream()
                .map(cpu -> cpu.share() == null ? null : cpu.share() * cpu.cores())
                .toList());
        return new Cpu(cores, used == null ? null : used / cores);
    }

    private static LittlesLaw littlesLaw(List<LittlesLaw> each) {
        Double sampled = sum(each.stream().map(LittlesLaw::inFlight).toList());
        Double expected = sum(each.stream().map(LittlesLaw::rateTimesLatency).toList());
        return new LittlesLaw(
                sampled,
                expected,
                sampled == null || expected == null || expected == 0 ? null : Math.abs(sampled - expected) / expected);
    }

    /** Null where one of them is. */
    static @Nullable Double sum(Collection<@Nullable Double> some) {
        return some.stream().anyMatch(Objects::isNull)
                ? null
                : some.stream().mapToDouble(Objects::requireNonNull).sum();
    }
}
