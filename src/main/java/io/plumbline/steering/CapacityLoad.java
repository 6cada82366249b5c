package io.plumbline.steering;

import static java.util.Objects.requireNonNull;

import io.plumbline.capacity.CapacityResult;
import io.plumbline.capacity.CapacitySearch;
import io.plumbline.capacity.Drained;
import io.plumbline.capacity.Instruction;
import io.plumbline.capacity.Instruction.Done;
import io.plumbline.capacity.Instruction.Drain;
import io.plumbline.capacity.Instruction.Step;
import io.plumbline.capacity.Prediction;
import io.plumbline.capacity.SearchSettings;
import io.plumbline.capacity.StepObservation;
import io.plumbline.capacity.StepVerdict.Undecided;
import io.plumbline.ledger.Settled;
import io.plumbline.result.CapacityFigures;
import io.plumbline.result.Figures;
import io.plumbline.result.RecoveryFigures;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.settings.Settings;
import io.plumbline.steering.Orders.Over;
import io.plumbline.steering.Orders.Steady;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Does what a {@link CapacitySearch} says to a pipeline, and tells it what is seen: canaries, then steps and drains. */
public final class CapacityLoad implements SteeredLoad {

    /** When the table was not looked at for so long, nothing is known of the step. */
    private static final long BLIND_MICROS = 60_000_000;

    /** When nothing has arrived for so long in a drain, what is left is missing rather than slow. */
    private static final long QUIET_MICROS = 15_000_000;

    private final Settings settings;
    private final SearchPlan plan;
    private final int recordsPerUser;
    private final Flow flow;
    private final Canary canary;
    private final List<Bounded> p95 = new ArrayList<>();
    private Phase phase = new Canaries();
    private @Nullable CapacitySearch search;
    private @Nullable Prediction prediction;
    private @Nullable SearchSettings settingsOfSearch;
    private long lookedMicros;
    private long missing;

    /** @param startMicros before the first record */
    public CapacityLoad(Settings settings, SearchPlan plan, int recordsPerUser, long startMicros) {
        this.settings = settings;
        this.plan = plan;
        this.recordsPerUser = recordsPerUser;
        this.flow = new Flow(startMicros);
        this.canary = new Canary(plan.setup(), recordsPerUser, plan.ceiling());
    }

    private sealed interface Phase {}

    private record Canaries() implements Phase {}

    /** The start rate, before it is judged: what has just begun is slower than it will be. */
    private record Warming(double rate, long untilMicros) implements Phase {}

    /** @param length of the step, its warm-up left out, at which it is judged next */
    private record Stepping(Step step, long fromMicros, StepWatch watch, Duration length) implements Phase {

        long untilMicros() {
            return fromMicros + micros(length);
        }
    }

    private record Draining(Drain drain, long beganMicros) implements Phase {}

    private record Ended(CapacityResult result) implements Phase {}

    @Override
    public synchronized Orders orders(long fromMicros, long untilMicros) {
        if (phase instanceof Canaries) {
            if (!canary.isOver(fromMicros, flow.open())) {
                return canary.orders(fromMicros, flow.open());
            }
            warm(fromMicros);
        }
        if (phase instanceof Warming warming && fromMicros >= warming.untilMicros && isQuiet(warming, fromMicros)) {
            begin(fromMicros);
        }
        if (phase instanceof Stepping stepping) {
            look(stepping, fromMicros);
        }
        if (phase instanceof Draining draining) {
            look(draining, fromMicros);
        }
        if (phase instanceof Ended) {
            return new Over();
        }
        return new Steady(rate(fromMicros) / recordsPerUser);
    }

    private double rate(long fromMicros) {
        if (phase instanceof Warming warming) {
            return fromMicros < warming.untilMicros ? warming.rate : 0;
        }
        return phase instanceof Stepping stepping ? stepping.step.rate() : 0;
    }

    private void warm(long nowMicros) {
        Prediction predicted = plan.prediction(flow.recordBytes(), canary);
        prediction = predicted;
        settingsOfSearch = plan.search(predicted.knee().rate());
        phase = new Warming(settingsOfSearch.start(), nowMicros + micros(settingsOfSearch.minLength()));
    }

    /** Whether what it sent is gone, or was waited for long enough. */
    private boolean isQuiet(Warming warming, long nowMicros) {
        return flow.open() == 0
                || nowMicros >= warming.untilMicros + micros(plan.wanted().drain());
    }

    private void begin(long nowMicros) {
        missing = flow.open();
        go(CapacitySearch.start(requireNonNull(settingsOfSearch), plan.judge(), nowMicros), nowMicros);
    }

    private void go(CapacitySearch to, long nowMicros) {
        search = to;
        Instruction next = to.next();
        if (next instanceof Step step) {
            long from = nowMicros + micros(step.warmUp());
            phase = new Stepping(step, from, new StepWatch(from), step.minLength());
        } else if (next instanceof Drain drain) {
            phase = new Draining(drain, nowMicros);
        } else {
            phase = new Ended(((Done) next).result());
        }
    }

    private void look(Stepping stepping, long nowMicros) {
        CapacitySearch searching = requireNonNull(search);
        if (lookedMicros >= stepping.untilMicros()) {
            StepObservation seen = observed(stepping, List.of());
            Duration longer = stepping.step.extended(stepping.length);
            if (searching.judge(seen) instanceof Undecided && longer.compareTo(stepping.length) > 0) {
                phase = new Stepping(stepping.step, stepping.fromMicros, stepping.watch, longer);
            } else {
                end(stepping, seen, nowMicros);
            }
        } else if (nowMicros - Math.max(lookedMicros, stepping.fromMicros) > BLIND_MICROS) {
            end(
                    stepping,
                    observed(
                            stepping,
                            List.of("the table was not looked at for " + Figures.duration(BLIND_MICROS / 1e3))),
                    nowMicros);
        }
    }

    private void end(Stepping stepping, StepObservation seen, long nowMicros) {
        p95.add(stepping.watch.p95());
        go(requireNonNull(search).after(seen), nowMicros);
    }

    private StepObservation observed(Stepping stepping, List<String> faults) {
        long from = stepping.fromMicros;
        long to = stepping.untilMicros();
        double rate = stepping.step.rate();
        double planned = rate * stepping.length.toNanos() / 1e9;
        // One user more or less is how the step's ends fall.
        double share = Math.min(1, (flow.sentBetween(from, to) + recordsPerUser) / planned);
        List<String> all = new ArrayList<>(faults);
        all.addAll(stepping.watch.faults(settings.generator()));
        return new StepObservation(
                rate,
                from,
                to,
                flow.backlog(from, to),
                share * rate,
                flow.throttledBetween(from, to),
                0,
                all,
                stepping.watch.objectives(settings.slo()),
                stepping.watch.stages(to));
    }

    private void look(Draining draining, long nowMicros) {
        CapacitySearch searching = requireNonNull(search);
        long open = flow.open();
        // What had been given up may come after all.
        missing = Math.min(missing, open);
        long left = open - missing;
        boolean late = nowMicros - draining.beganMicros >= micros(draining.drain.limit());
        boolean quiet = nowMicros - Math.max(draining.beganMicros, flow.lastGoneMicros()) >= QUIET_MICROS;
        if (left == 0) {
            go(searching.after(new Drained(nowMicros, 0, 0)), nowMicros);
        } else if (late && quiet) {
            missing = open;
            go(searching.after(new Drained(nowMicros, 0, left)), nowMicros);
        } else if (late) {
            go(searching.after(new Drained(nowMicros, left, 0)), nowMicros);
        }
    }

    private static long micros(Duration duration) {
        return duration.toNanos() / 1_000;
    }

    @Override
    public synchronized Optional<CapacityFigures> capacity() {
        long now = lookedMicros;
        CapacityResult result =
                phase instanceof Ended ended ? ended.result : search == null ? CapacityResult.NOTHING : search.soFar();
        return Optional.of(
                FoundCapacity.figures(result, Optional.ofNullable(prediction), plan.judge(), p95, flow.series(now)));
    }

    @Override
    public Optional<RecoveryFigures> recovery() {
        return Optional.empty();
    }

    @Override
    public synchronized String standing() {
        if (phase instanceof Stepping stepping) {
            int number = requireNonNull(search).steps().size() + 1;
            return "step " + number + ": " + Figures.rate(stepping.step.rate()) + " records/s";
        }
        if (phase instanceof Draining) {
            return "drains, " + Figures.records(flow.open() - missing) + " left";
        }
        if (phase instanceof Warming warming) {
            return "warms up: " + Figures.rate(warming.rate) + " records/s";
        }
        return phase instanceof Canaries ? "canaries" : "found";
    }

    @Override
    public void sent(int records, long atMicros) {
        flow.sent(records, atMicros);
    }

    @Override
    public void put(int bytes) {
        flow.put(bytes);
    }

    @Override
    public void throttled(long atMicros) {
        flow.throttled(atMicros);
    }

    @Override
    public synchronized void settled(Settled record, long nowMicros) {
        flow.settled(record, nowMicros);
        if (phase instanceof Canaries) {
            canary.settled(record);
        } else if (phase instanceof Stepping stepping) {
            stepping.watch.settled(record);
        }
    }

    @Override
    public synchronized void looked(long askedMicros) {
        lookedMicros = askedMicros;
    }

    @Override
    public synchronized void late(long micros, long nowMicros) {
        if (phase instanceof Stepping stepping) {
            stepping.watch.late(micros, nowMicros);
        }
    }

    @Override
    public synchronized void withoutConnection(long nowMicros) {
        if (phase instanceof Stepping stepping) {
            stepping.watch.withoutConnection(nowMicros);
        }
    }

    @Override
    public void close() {
        // A load leaves nothing behind that would have to be undone.
    }
}
