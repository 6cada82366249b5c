package io.plumbline.steering;

import io.plumbline.capacity.Stage;
import io.plumbline.capacity.StepObservation.LatencyObjective;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.ledger.Visibility;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Figures;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Summary;
import io.plumbline.result.StageRecorder;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/** What is seen of a step from the end of its warm-up on, beside its backlog. Thread-safe. */
final class StepWatch {

    /** Of fewer looks the 99th percentile is the largest, which maxPause is for. */
    private static final int FEWEST_FOR_P99 = 100;

    private final long fromMicros;
    private final EndToEndRecorder endToEnd = new EndToEndRecorder();
    private final StageRecorder lateness = new StageRecorder();
    private final StageRecorder lag = new StageRecorder();
    private final StageSamples stages;
    private long withoutConnection;

    StepWatch(long fromMicros) {
        this.fromMicros = fromMicros;
        this.stages = new StageSamples(fromMicros);
    }

    synchronized void settled(Settled record) {
        if (record.sent().lagMicros() != Sent.NO_PLAN && record.sent().sentMicros() >= fromMicros) {
            lag.record(record.sent().lagMicros());
        }
        if (record.arrival() == null) {
            return;
        }
        stages.add(record.arrival().corrected(), fromMicros);
        Visibility visible = record.arrival().visible();
        if (visible.pointMicros() >= fromMicros) {
            long sent = record.sent().sentMicros();
            endToEnd.arrived(visible.lowerMicros() - sent, visible.pointMicros() - sent, visible.upperMicros() - sent);
        }
    }

    synchronized void late(long micros, long nowMicros) {
        if (nowMicros >= fromMicros) {
            lateness.record(micros);
        }
    }

    synchronized void withoutConnection(long nowMicros) {
        if (nowMicros >= fromMicros) {
            withoutConnection++;
        }
    }

    synchronized Map<Stage, Stage.Times> stages(long toMicros) {
        return stages.times(toMicros);
    }

    /** What is held against the generator, a sentence each. */
    synchronized List<String> faults(Settings.Generator limits) {
        List<String> faults = new ArrayList<>();
        late("the generator's timer was", lateness.summary(), limits, faults);
        late("records were sent", lag.summary(), limits, faults);
        Double longest = lateness.summary().max();
        if (longest != null && longest > millis(limits.maxPause())) {
            faults.add("the generator stood still for " + Figures.duration(longest)
                    + ", plumbline.generator.maxPause is " + Figures.duration(millis(limits.maxPause())));
        }
        if (withoutConnection > 0) {
            faults.add("no connection became free for " + Figures.records(withoutConnection)
                    + ": raise plumbline.kinesis.maxConcurrency");
        }
        return faults;
    }

    private static void late(String who, Summary times, Settings.Generator limits, List<String> faults) {
        Double p99 = times.p99();
        if (p99 != null && times.count() >= FEWEST_FOR_P99 && p99 > millis(limits.maxLateness())) {
            faults.add(who + " " + Figures.duration(p99) + " late at p99, plumbline.generator.maxLateness is "
                    + Figures.duration(millis(limits.maxLateness())));
        }
    }

    private static double millis(Duration duration) {
        return duration.toNanos() / 1e6;
    }

    /** End to end, of the records that became visible; all null where none did. */
    synchronized Bounded p95() {
        return endToEnd.latencies("arrivals").p95();
    }

    /** The limits that are set, beside what was measured; empty where nothing arrived. */
    synchronized List<LatencyObjective> objectives(Settings.Slo limits) {
        List<LatencyObjective> objectives = new ArrayList<>();
        Latencies latencies = endToEnd.latencies("arrivals");
        if (latencies.count() > 0) {
            add("end-to-end p50", limits.endToEndP50(), latencies.p50(), objectives);
            add("end-to-end p95", limits.endToEndP95(), latencies.p95(), objectives);
            add("end-to-end p99", limits.endToEndP99(), latencies.p99(), objectives);
        }
        return objectives;
    }

    private static void add(String what, OptionalDouble limit, Bounded measured, List<LatencyObjective> objectives) {
        limit.ifPresent(most -> objectives.add(
                new LatencyObjective(what, most, orBeyond(measured.lower()), orBeyond(measured.upper()))));
    }

    private static double orBeyond(@Nullable Double millis) {
        return millis == null ? Double.POSITIVE_INFINITY : millis;
    }
}
