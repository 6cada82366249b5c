package io.plumbline.report.live;

import static java.util.Objects.requireNonNull;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.composite.CompositeMeterRegistry;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.RecordOutcome.State;
import io.plumbline.result.RunRecord;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.IntSupplier;
import java.util.function.UnaryOperator;

/**
 * Metrics of a run while it goes on, by names of its own and by those that k6 scripts of such a pipeline have. A record
 * counts when nothing can change it any more, so that at the end they add up to the run record. Records are told by one
 * thread.
 */
public final class LiveMetrics implements AutoCloseable {

    private static final double NANOS_PER_MILLI = 1e6;

    private final CompositeMeterRegistry registry = new CompositeMeterRegistry();
    private final List<LiveOutput> outputs = new ArrayList<>();
    private final Map<String, Timer> stages = new HashMap<>();
    private final Map<State, Timer> endToEnd = new EnumMap<>(State.class);
    private final Map<State, Counter> records = new EnumMap<>(State.class);
    private final AtomicLong expected = new AtomicLong();
    private final AtomicLong onTime = new AtomicLong();
    private final Counter processed;
    private final DistributionSummary latency;
    private final DistributionSummary put;
    private final DistributionSummary lambda;
    private final DistributionSummary bigquery;

    /**
     * @param outputs where they go; closed with this
     * @param runId a tag of every metric, and so is the simulation
     */
    public LiveMetrics(List<LiveOutput> outputs, String runId, String simulation) {
        this.outputs.addAll(outputs);
        outputs.forEach(output -> registry.add(output.registry()));
        registry.config().commonTags("test_run_id", runId, "simulation", simulation);
        // Each is there from the start, so that 0 is told and not left open.
        for (State state : State.values()) {
            records.put(state, counter(outcome(state)));
        }
        processed = registry.counter("total_records_processed");
        latency = summary("end_to_end_latency_ms");
        put = summary("kinesis_write_time_ms");
        lambda = summary("lambda_process_time_ms");
        bigquery = summary("bigquery_write_time_ms");
        Gauge.builder("end_to_end_success_rate", this::successRate).register(registry);
    }

    /** Also asked for records on their way from now on. */
    public void inFlight(IntSupplier count) {
        Gauge.builder("pipeline.in.flight", count::getAsInt).register(registry);
    }

    /** A record that nothing can change any more. */
    public void settled(Exemplar record) {
        State state = record.state();
        requireNonNull(records.get(state)).increment();
        if (state != State.UNTIMED) {
            expected.incrementAndGet();
        }
        if (state == State.ON_TIME) {
            onTime.incrementAndGet();
        }
        Double whole = record.latency();
        if (whole != null) {
            processed.increment();
            latency.record(whole);
            endToEnd.computeIfAbsent(
                            state, first -> timer("pipeline.end.to.end.duration", Tags.of("outcome", outcome(first))))
                    .record(duration(whole));
        }
        if (record.put() != null) {
            put.record(record.put());
            stage("Kinesis put", state, record.put());
        }
        record.stages().forEach((name, millis) -> stage(name, state, Math.max(0, millis)));
    }

    private void stage(String name, State state, double millis) {
        if (name.equals("Lambda")) {
            lambda.record(millis);
        } else if (name.equals("Lambda to BigQuery")) {
            bigquery.record(millis);
        }
        stages.computeIfAbsent(
                        name + "/" + state,
                        first -> timer("pipeline.stage.duration", Tags.of("stage", name, "outcome", outcome(state))))
                .record(duration(millis));
    }

    /** What was never sent never settles: only the run record tells. */
    public void ended(RunRecord run) {
        counter("unsent").increment(run.counts().unsent());
    }

    /**
     * Sends what is left.
     *
     * @param patience how long whoever fetches the metrics is waited for, so that the last figures are fetched too
     */
    public void close(Duration patience) {
        outputs.forEach(output -> output.last(patience));
        close();
    }

    @Override
    public void close() {
        outputs.forEach(LiveOutput::close);
        registry.close();
    }

    private double successRate() {
        long all = expected.get();
        return all == 0 ? Double.NaN : (double) onTime.get() / all;
    }

    private Counter counter(String outcome) {
        return registry.counter("pipeline.records", "outcome", outcome);
    }

    private Timer timer(String name, Tags tags) {
        return registry.timer(name, tags);
    }

    private DistributionSummary summary(String name) {
        return registry.summary(name);
    }

    /** By the names that {@code counts} has. */
    private static String outcome(State state) {
        String[] words = state.name().toLowerCase(Locale.ROOT).split("_");
        UnaryOperator<String> capital = word -> word.substring(0, 1).toUpperCase(Locale.ROOT) + word.substring(1);
        return words.length == 1 ? words[0] : words[0] + capital.apply(words[1]);
    }

    private static Duration duration(double millis) {
        return Duration.ofNanos(Math.round(millis * NANOS_PER_MILLI));
    }
}
