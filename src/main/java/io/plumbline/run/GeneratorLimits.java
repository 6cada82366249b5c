package io.plumbline.run;

import io.plumbline.result.Figures;
import io.plumbline.result.Generator;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.RunRecord.Unit;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Says by how much the generator went beyond its limits, a sentence each. */
record GeneratorLimits(Settings.Generator limits) {

    /** Of fewer than these the 99th percentile is the largest, which maxPause is for. */
    private static final int FEWEST_FOR_P99 = 100;

    /** A shorter load is mostly the JVM's own warming up. */
    private static final double SECONDS_FOR_CPU = 10;

    /**
     * Records are in flight until the answer that has them was read, their latency ends when its query saw the table: an
     * answer that takes long explains some difference, not this one.
     */
    private static final double LITTLES_LAW_BROKEN = 0.5;

    /**
     * @param loadSeconds how long the load took
     * @param overrunMicros how long after the last planned moment the last record was sent
     */
    List<String> broken(Generator generator, double loadSeconds, long overrunMicros) {
        List<String> broken = new ArrayList<>();
        late(generator.lateness(), "the generator's timer was", broken);
        late(generator.scheduleLag(), "records were sent", broken);
        double longest =
                Math.max(orZero(generator.lateness().max()), generator.gc().longest());
        if (longest > millis(limits.maxPause())) {
            broken.add("the generator stood still for " + Figures.duration(longest)
                    + ", plumbline.generator.maxPause is " + text(limits.maxPause()));
        }
        double cpu = orZero(generator.cpu().share());
        if (cpu > limits.maxCpu() && loadSeconds >= SECONDS_FOR_CPU) {
            broken.add("the generator used " + percent(cpu) + " of its "
                    + generator.cpu().cores() + " cores, plumbline.generator.maxCpu is " + percent(limits.maxCpu()));
        }
        rate(generator, overrunMicros, broken);
        if (generator.acquireFailures() > 0) {
            broken.add("no connection became free for " + Figures.records(generator.acquireFailures())
                    + ", none is allowed: raise plumbline.kinesis.maxConcurrency");
        }
        Double apart = generator.littlesLaw().apart();
        if (apart != null && apart > LITTLES_LAW_BROKEN) {
            broken.add(String.format(
                    Locale.ROOT,
                    "%.1f records were in flight on the average, rate times latency makes %.1f (Little's law): more than"
                            + " %s apart",
                    generator.littlesLaw().inFlight(),
                    generator.littlesLaw().rateTimesLatency(),
                    percent(LITTLES_LAW_BROKEN)));
        }
        return broken;
    }

    private void late(Summary times, String who, List<String> broken) {
        double p99 = orZero(times.p99());
        if (times.count() >= FEWEST_FOR_P99 && p99 > millis(limits.maxLateness())) {
            broken.add(who + " " + Figures.duration(p99) + " late at p99, plumbline.generator.maxLateness is "
                    + text(limits.maxLateness()));
        }
    }

    /** A last record that is a little late makes a short run slow; that it is late is judged by itself. */
    private void rate(Generator generator, long overrunMicros, List<String> broken) {
        Double planned = generator.plannedRate();
        Double achieved = generator.achievedRate();
        if (planned != null
                && achieved != null
                && achieved < limits.minRate() * planned
                && overrunMicros / 1000.0 > millis(limits.maxLateness())) {
            broken.add("the generator sent " + percent(achieved / planned) + " of the planned "
                    + Figures.rate(planned) + " records/s, plumbline.generator.minRate is "
                    + percent(limits.minRate()));
        }
    }

    private static double orZero(@Nullable Double value) {
        return value == null ? 0 : value;
    }

    private static double millis(Duration limit) {
        return limit.toNanos() / 1e6;
    }

    private static String text(Duration limit) {
        return Figures.limit(Unit.MILLISECONDS, millis(limit));
    }

    private static String percent(double share) {
        return Figures.percent(share);
    }
}
