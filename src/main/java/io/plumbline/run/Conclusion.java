package io.plumbline.run;

import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Watches;
import io.plumbline.aws.PutOutcome;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.State;
import io.plumbline.result.Conduct;
import io.plumbline.result.Conservation;
import io.plumbline.result.Distribution;
import io.plumbline.result.EndToEndRecorder;
import io.plumbline.result.Experiment;
import io.plumbline.result.Figures;
import io.plumbline.result.Generators;
import io.plumbline.result.Histograms;
import io.plumbline.result.Judge;
import io.plumbline.result.Judgement;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Bounded;
import io.plumbline.result.RunRecord.Counts;
import io.plumbline.result.RunRecord.Latencies;
import io.plumbline.result.RunRecord.Polling;
import io.plumbline.result.RunRecord.Times;
import io.plumbline.result.TimedStage;
import io.plumbline.settings.Settings;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.trace.ClockOffset;
import io.plumbline.trace.ClockOffset.Range;
import io.plumbline.trace.SteadyClock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Puts together what is known at a run's end.
 *
 * @param heldBack records that were not sent because too many were on their way
 * @param calls what users did beside the records
 * @param watched ids that something else sent
 */
record Conclusion(
        RunContext context,
        Ledger ledger,
        Measurements measurements,
        PollStatistics statistics,
        Findings findings,
        List<RunRecord.Control> controls,
        GeneratorHealth health,
        Schedule schedule,
        long heldBack,
        CallTimes calls,
        Watches.Count watched,
        Troubles troubles,
        @Nullable String interruption) {

    private static final double TEBIBYTE = 1L << 40;

    Concluded concluded(long loadEndMicros, long drainEndMicros) {
        Settings settings = context.settings();
        Counts counts = counts();
        Latencies endToEnd = measurements.endToEnd();
        Map<String, Map<String, Long>> causes = new LinkedHashMap<>(measurements.causes());
        causes.put("lost", findings.lostWhere());
        Offsets clocks = context.clocks().update();
        List<TimedStage> stages = measurements.stages(clocks);
        Histograms histograms = measurements.histograms(stages, beside());
        GeneratorReport generator = generator(counts, endToEnd);
        Optional<Experiment> experiment = context.steered().map(Conclusion::experiment);
        Conduct conduct = conduct(generator, experiment);
        Judgement judgement = experiment.isPresent()
                ? Judge.judge(counts, experiment.get(), settings.slo(), conduct)
                : Judge.judge(counts, endToEnd, settings.slo(), conduct);
        RunRecord bare = new RunRecord(
                RunRecord.SCHEMA_VERSION,
                settings.runId(),
                context.ids().runToken(),
                settings.target().label(),
                context.simulation(),
                settings.share().isWhole()
                        ? null
                        : Generators.one(
                                settings.share().index(), settings.share().count()),
                judgement.verdict(),
                judgement.reasons(),
                new Times(
                        instant(context.startMicros()),
                        instant(loadEndMicros),
                        instant(drainEndMicros),
                        instant(context.clock().nowMicros())),
                counts,
                counts.successRate().point(),
                endToEnd,
                measurements.kinesisPut(),
                calls.calls(),
                stages.stream().map(TimedStage::stage).toList(),
                clocks(clocks),
                generator.figures(),
                causes,
                controls,
                new RunRecord.Watched(watched.seen(), watched.notSeen(), calls.watched()),
                polling(),
                judgement.slo(),
                measurements.course(histograms.curves(), calls.coldStarts()),
                null,
                null,
                null,
                experiment.map(Experiment::capacity).orElse(null),
                experiment.map(Experiment::recovery).orElse(null),
                settings.effective(),
                context.versions());
        Conservation conservation = new Conservation(
                counts,
                bare.causes().getOrDefault("rejected", Map.of()).getOrDefault(PutOutcome.Refused.NOT_SENT, 0L),
                bare.kinesisPut().count(),
                controls,
                findings.inTable().orElse(null));
        return new Concluded(
                bare.explained(context.earlier(), settings.slo().noRegression()),
                histograms,
                conservation,
                interruption == null ? settings.metrics().lastScrape() : Duration.ZERO);
    }

    private static Experiment experiment(SteeredLoad load) {
        return new Experiment(load.capacity().orElse(null), load.recovery().orElse(null));
    }

    /** What was timed beside the records' own ways. */
    private Map<String, Distribution> beside() {
        Map<String, Distribution> beside = new LinkedHashMap<>();
        if (schedule.whyNotKnown().isEmpty()) {
            beside.putAll(Histograms.named(Histograms.FROM_PLAN, measurements.spreadFromPlan()));
            beside.put(Histograms.SCHEDULE_LAG, schedule.lags());
        }
        beside.put(Histograms.TIMER, health.latenesses());
        if (watched.seen() + watched.notSeen() > 0) {
            beside.putAll(Histograms.named(Histograms.WATCHED, calls.spreadOfWatched()));
        }
        beside.putAll(calls.distributions());
        return beside;
    }

    private Polling polling() {
        long bytes = statistics.bytesBilled();
        return new Polling(
                statistics.queries(),
                statistics.failed(),
                statistics.rows(),
                bytes,
                bytes / TEBIBYTE * context.settings().bigquery().pricePerTebibyte());
    }

    private List<RunRecord.Clock> clocks(Offsets offsets) {
        long middle = (context.startMicros() + context.clock().nowMicros()) / 2;
        return List.of(
                clock("aws", offsets.aws(), middle),
                clock("lambda", offsets.function(), middle),
                clock("bigquery", offsets.bigquery(), middle));
    }

    private static RunRecord.Clock clock(String party, ClockOffset offset, long atMicros) {
        Range range = offset.at(atMicros);
        if (!range.known()) {
            return new RunRecord.Clock(party, Bounded.NOTHING, Bounded.NOTHING, false);
        }
        Bounded drift = offset instanceof SteadyClock steady ? bounded(steady.drift(), 1) : Bounded.NOTHING;
        return new RunRecord.Clock(party, bounded(range, 1e-3), drift, offset instanceof SteadyClock);
    }

    private static Bounded bounded(Range range, double unit) {
        return new Bounded(range.lower() * unit, range.likely(0) * unit, range.upper() * unit);
    }

    private GeneratorReport generator(Counts counts, Latencies endToEnd) {
        Latencies fromPlan =
                schedule.whyNotKnown().isEmpty() ? measurements.fromPlan() : new EndToEndRecorder().latencies("none");
        return GeneratorReport.of(
                health,
                schedule,
                context.settings().generator(),
                new GeneratorReport.Seen(counts, endToEnd, fromPlan, interruption != null, searches()));
    }

    /** What was planned and not attempted; without a plan, what was held back. */
    private long unsent(Map<String, String> notKnown) {
        long tried = ledger.registered() + heldBack;
        if (tried == 0 && calls.wentWell()) {
            schedule.drop("no record was put");
        }
        if (interruption == null) {
            schedule.complete(tried);
        }
        Optional<String> why = schedule.whyNotKnown();
        why.ifPresent(reason -> notKnown.put("unsent", "only what was held back is counted, for the plan: " + reason));
        return why.isPresent() ? heldBack : Math.max(heldBack, schedule.records() - ledger.registered());
    }

    private Counts counts() {
        Map<String, String> notKnown = new LinkedHashMap<>();
        Long unexpected = findings.unexpected().orNote("unexpected", notKnown);
        Long consumer = findings.duplicatesByConsumer().orNote("duplicatesByConsumer", notKnown);
        Long producer = findings.duplicatesByProducer().orNote("duplicatesByProducer", notKnown);
        Long outOfOrder = findings.outOfOrder().orNote("outOfOrder", notKnown);
        Long corrupted = findings.corrupted().orNote("corrupted", notKnown);
        Long foreign = findings.foreign().orNote("foreign", notKnown);
        long unsent = unsent(notKnown);
        return new Counts(
                ledger.registered() + unsent,
                unsent,
                ledger.count(State.REJECTED),
                ledger.count(State.AMBIGUOUS),
                ledger.count(State.ON_TIME),
                ledger.count(State.LATE),
                ledger.count(State.LOST),
                ledger.count(State.UNRESOLVED),
                ledger.count(State.UNTIMED),
                ledger.straddling(),
                unexpected,
                consumer,
                producer,
                outOfOrder,
                corrupted,
                foreign,
                notKnown);
    }

    private Conduct conduct(GeneratorReport generator, Optional<Experiment> experiment) {
        List<String> failures = new ArrayList<>(troubles.sentences());
        findings.failure().ifPresent(failure -> failures.add("the table could not be audited: " + failure));
        failures.addAll(findings.contradictions());
        controls.stream()
                .filter(control -> !control.held())
                .forEach(control -> failures.add("the measurement did not notice that a record was " + control.kind()
                        + " on purpose, so its other figures are not to be trusted"));
        experiment.ifPresent(found -> failures.addAll(found.failures()));
        failures.addAll(generator.broken());
        if (watched.neverLookedFor() > 0) {
            failures.add(
                    "no poll was answered in time for " + Figures.count(watched.neverLookedFor()) + " watched ids: "
                            + Optional.ofNullable(statistics.lastFailure()).orElse("polls are further apart"));
        }
        if (heldBack > 0) {
            failures.add(Figures.records(heldBack) + " not sent: " + Figures.count(context.maxInFlight())
                    + " were on their way already (plumbline.load.maxInFlight)");
        }
        if (context.standIn().isPresent() && !context.standIn().get().isAlive()) {
            failures.add("the local stand-in died");
        }
        return new Conduct(findings.complete(), calls.wentWell(), Optional.ofNullable(interruption), failures);
    }

    /** A search judges the generator in each of its steps, and goes beyond what it can do to find out where that is. */
    private boolean searches() {
        return context.steered().flatMap(SteeredLoad::capacity).isPresent();
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
