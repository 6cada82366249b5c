package io.plumbline.result;

import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Stage;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.RunRecord.Unit;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A figure by which runs are compared.
 *
 * @param where the stage that it is of, {@code End to end}, {@code Kinesis put} or {@code Records}
 * @param what of it, such as {@code p95}
 */
record Measure(String where, String what, Unit unit, Bounded value) {

    static final String END_TO_END = "End to end";

    static List<Measure> of(RunRecord run) {
        List<Measure> all = new ArrayList<>();
        Latencies endToEnd = run.endToEnd();
        if (endToEnd.count() > 0) {
            all.add(latency(END_TO_END, "p50", endToEnd.p50()));
            all.add(latency(END_TO_END, "p95", endToEnd.p95()));
            all.add(latency(END_TO_END, "p99", endToEnd.p99()));
        }
        addAll(all, "Kinesis put", run.kinesisPut(), 0);
        for (Stage stage : run.stages()) {
            if (stage.valid()) {
                addAll(all, stage.name(), stage.latency(), stage.bound());
            }
        }
        all.add(new Measure("Records", "successRate", Unit.RATE, run.counts().successRate()));
        all.add(new Measure(
                "Records", "lost", Unit.RECORDS, around((double) run.counts().lost(), 0)));
        return all;
    }

    private static void addAll(List<Measure> all, String where, Summary summary, double bound) {
        if (summary.count() > 0) {
            all.add(latency(where, "p50", around(summary.p50(), bound)));
            all.add(latency(where, "p95", around(summary.p95(), bound)));
        }
    }

    private static Measure latency(String where, String what, Bounded value) {
        return new Measure(where, what, Unit.MILLISECONDS, value);
    }

    private static Bounded around(@Nullable Double value, double bound) {
        return value == null ? Bounded.NOTHING : new Bounded(Math.max(0, value - bound), value, value + bound);
    }

    String name() {
        return unit == Unit.MILLISECONDS ? where + " " + what : what;
    }

    boolean isOf(Measure other) {
        return where.equals(other.where) && what.equals(other.what);
    }
}
