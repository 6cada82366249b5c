package io.plumbline.run;

import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Watches;
import io.plumbline.arrival.Watches.Watch;
import io.plumbline.arrival.Watches.Watcher;
import io.plumbline.aws.InvokeOutcome;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerThread;
import io.plumbline.ledger.Sent;
import io.plumbline.ledger.Settled;
import io.plumbline.report.Colours;
import io.plumbline.report.ConsoleReport;
import io.plumbline.report.Reports;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.settings.GuardSettings;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.RowsLogged;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.PartitionKeys;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A run after its start: records are put and watched until {@link #finish} drains, audits and judges. Thread-safe.
 */
public final class Run {

    private static final Logger LOG = LoggerFactory.getLogger(Run.class);

    private static final String LATE_COMER =
            "records were put after the last load in accounted(…) had ended: put every load into it";

    private static final long DRAIN_LOOKS_EVERY_MILLIS = 50;

    private final RunContext context;
    private final Schedule schedule;
    private final Settings settings;
    private final TraceIds ids;
    private final PartitionKeys keys;
    private final MicroClock clock;
    private final Pipeline pipeline;
    private final Measurements measurements;
    private final Troubles troubles = new Troubles();
    private final PollStatistics statistics = new PollStatistics();
    private final LedgerThread ledger;
    private final Controls controls;
    private final Optional<Puts> puts;
    private final Optional<Invocations> invocations;
    private final Optional<BigQueryCalls> bigquery;
    private final Optional<Arrivals> arrivals;
    private final AtomicLong sequence = new AtomicLong();
    private final AtomicInteger inFlight = new AtomicInteger();
    private final GeneratorHealth health = new GeneratorHealth(Machine.here(), inFlight::get);
    private final Pulse pulse;
    private final AtomicLong heldBack = new AtomicLong();
    private final AtomicBoolean begun = new AtomicBoolean();
    private final CallTimes calls = new CallTimes();
    private final AtomicInteger loads = new AtomicInteger();
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private volatile @Nullable String interruption;
    private final Gate gate;
    private final KillSwitch kill;
    private final AtomicBoolean followed = new AtomicBoolean();
    private @Nullable RunRecord record;
    private List<Path> reports = List.of();
    private final AtomicBoolean told = new AtomicBoolean();
    private volatile Progress progress;

    /** @param schedule when the load's users are to begin */
    Run(RunContext context, Schedule schedule) {
        this.context = context;
        this.schedule = schedule;
        this.settings = context.settings();
        this.ids = context.ids();
        this.keys = PartitionKeys.of(ids);
        this.clock = context.clock();
        this.pipeline = context.pipeline();
        this.measurements = context.measurements();
        this.ledger = new LedgerThread(
                new Ledger(this::settled, e -> LOG.error("A waiting user's rows could not be logged", e)),
                clock,
                e -> troubles.add("the ledger", e));
        this.pulse = new Pulse(
                (due, now) -> {
                    health.looked(due, now);
                    context.watch().late(now - due, now);
                },
                clock);
        context.steered().ifPresent(schedule::steered);
        this.controls = new Controls(
                settings.arrival().controls(),
                pipeline.table().map(BigQueryGateway::evidence).orElse(null),
                ids);
        boolean guarded = Guarding.appliesTo(settings, pipeline);
        GuardSettings guard = settings.guard();
        this.gate = new Gate(
                guarded ? Optional.of(new LoadCaps(guard.caps().shared(settings.share()))) : Optional.empty(), clock);
        this.kill = new KillSwitch(guard.kill(), guarded || guard.kill().given(), clock, gate::stop);
        gate.whenStopped(why -> {
            troubles.add(why);
            schedule.cutShort();
            LOG.warn("{}", why);
        });
        this.puts = pipeline.stream()
                .map(stream -> new Puts(
                        context,
                        stream,
                        ledger,
                        measurements,
                        controls,
                        health,
                        troubles,
                        gate,
                        kill,
                        Backoff.doubling()));
        this.invocations = pipeline.function().map(function -> new Invocations(function, health, gate, kill));
        this.bigquery = pipeline.bigquery()
                .map(direct -> new BigQueryCalls(
                        direct,
                        health,
                        () -> loadBegins(clock.nowMicros()),
                        gate,
                        kill,
                        Guarding.elsewhere(settings, guarded)));
        this.arrivals = pipeline.table()
                .map(table -> new Arrivals(
                        context,
                        table,
                        statistics,
                        ledger,
                        controls,
                        troubles,
                        inFlight::get,
                        lookForForeignRows(table)));
        this.progress = progress(Duration.ZERO, System.out);
        context.live().ifPresent(live -> live.inFlight(inFlight::get));
    }

    /**
     * From now on tells how it stands. Only the first one who wants it decides how.
     *
     * @param period between two lines; zero: never
     */
    public void tellProgress(Duration period, PrintStream out) {
        if (told.compareAndSet(false, true)) {
            progress = progress(period, out);
            progress.start();
        }
    }

    private Progress progress(Duration period, PrintStream out) {
        return new Progress(
                () -> ledger.ask(measurements::standing),
                () -> context.steered().map(SteeredLoad::standing),
                () -> arrivals.map(Arrivals::lastPollMicros).orElse(OptionalLong.empty()),
                clock,
                period,
                out);
    }

    private Runnable lookForForeignRows(BigQueryGateway table) {
        if (kill.foreignRows().isEmpty()) {
            return () -> {};
        }
        Optional<String> notKnown = table.whyForeignRowsAreNotKnown();
        if (notKnown.isPresent()) {
            LOG.warn("The guard: rows of others are not looked for, {}", notKnown.get());
            return () -> {};
        }
        Duration window = settings.guard().kill().window();
        return new ForeignWatch(() -> table.foreignRows(window), statistics, window, clock, kill::foreignRows)::poll;
    }

    /** Whether the guard has stopped the load: nothing leaves any more. */
    public boolean isStopped() {
        return gate.isStopped();
    }

    /**
     * Who asks first is told, on a thread of its own, when the guard has stopped the load and what was sent has been
     * accounted for.
     */
    public void whenStopped(Runnable then) {
        if (!followed.compareAndSet(false, true)) {
            return;
        }
        gate.whenStopped(why -> new Thread(
                        () -> {
                            try {
                                finish();
                            } finally {
                                then.run();
                            }
                        },
                        "plumbline-stop")
                .start());
    }

    /** What the table's run id column holds for this run. */
    public String token() {
        return ids.runToken();
    }

    /** Which rows Gatling is to have. */
    public RowsLogged rows() {
        return settings.arrival().rows();
    }

    /** When the load's users are to begin. */
    public Schedule schedule() {
        return schedule;
    }

    /** The run's clock, epoch microseconds. */
    public long nowMicros() {
        return clock.nowMicros();
    }

    /**
     * Begins records that are put together: they are sent from now on. Empty when so many are on their way already that
     * they must not be sent.
     *
     * @param user whose records they are, by the schedule's numbers
     */
    public List<Attempt> attempts(int count, long user, Expectation expected) {
        boolean free = inFlight.addAndGet(count) <= context.maxInFlight();
        int lag = schedule.puts(user, count, free);
        if (!free) {
            inFlight.addAndGet(-count);
            heldBack.addAndGet(count);
            return List.of();
        }
        long first = sequence.getAndAdd(count);
        long now = clock.nowMicros();
        loadBegins(now);
        context.watch().sent(count, now);
        long deadline =
                now + expected.within().orElse(settings.arrival().within()).toNanos() / 1_000;
        List<Attempt> attempts = new ArrayList<>(count);
        for (long number = first; number < first + count; number++) {
            attempts.add(
                    new Attempt(new Sent(number, now, deadline, expected.timed(), lag, expected.rows()), ids, keys));
        }
        return attempts;
    }

    private void loadBegins(long nowMicros) {
        if (!begun.get() && begun.compareAndSet(false, true)) {
            health.loadBegan(nowMicros);
        }
    }

    /** How often the settings want throttled records put again. */
    public int retries() {
        return settings.kinesis().retries();
    }

    /** A hash key of each open shard, for records that are to be spread evenly; empty where no action needs them. */
    public List<String> shardHashKeys() {
        return pipeline.shardHashKeys();
    }

    /** Registers the records, then puts them. What cannot be put is refused here, before it leaves. */
    public void put(List<Draft> drafts, PutOptions options, PutListener listener) {
        if (LATE_COMER.equals(gate.shutBy())) {
            troubles.add(LATE_COMER);
        }
        puts.orElseThrow().put(drafts, options, listener);
    }

    /**
     * Invokes the function once, outside of the records' account. The answer never fails and comes on the client's own
     * thread, which must not be blocked.
     */
    public CompletionStage<InvokeOutcome> invoke(byte[] payload, boolean event) {
        loadBegins(clock.nowMicros());
        return invocations.orElseThrow().invoke(payload, event).thenApply(outcome -> {
            if (outcome instanceof InvokeOutcome.Answered answered) {
                answered.report().ifPresent(calls::reported);
            }
            return outcome;
        });
    }

    /** The simulation's own inserts and queries. */
    public BigQueryCalls bigquery() {
        return bigquery.orElseThrow();
    }

    /** How long arrivals are waited for, unless an action says otherwise. */
    public Duration within() {
        return settings.arrival().within();
    }

    /**
     * Somebody waits for an id that something else sent, until it is seen or given up.
     *
     * @param sinceMicros from when on its arrival is measured
     */
    public Watch watch(String id, long sinceMicros, Watcher watcher) {
        loadBegins(clock.nowMicros());
        return arrivals.orElseThrow().watches().begin(id, sinceMicros, calls.timing(sinceMicros, watcher));
    }

    /** It was waited for long enough. Without effect where it was seen. */
    public void giveUp(Watch watch) {
        arrivals.orElseThrow().watches().giveUp(watch);
    }

    /**
     * A call of the function or of BigQuery has ended; without one that went well, a run without records is INVALID.
     *
     * @param kind as in Gatling's report
     * @param micros its round trip
     * @param ok whether it did what its author wanted
     */
    public void called(String kind, long micros, boolean ok) {
        calls.ended(kind, micros, ok);
    }

    /** There is one more load whose end {@link #loadEnded} will tell. */
    public void expectLoad() {
        loads.incrementAndGet();
    }

    /** A load has ended; true for the last one, whose teller has to {@link #finish}. */
    public boolean loadEnded() {
        return loads.decrementAndGet() == 0;
    }

    /** Waits for what is still on its way, audits, judges and writes the results. Later calls give the same record. */
    public synchronized RunRecord finish() {
        if (record == null) {
            record = publish(counted(conclude()));
        }
        return record;
    }

    /** Cuts the run short: what is known is judged and written, as INVALID. Without effect on a finished run. */
    public RunRecord interrupt(String by) {
        interruption = by;
        interrupted.countDown();
        return finish();
    }

    /**
     * The last word, when the process ends: {@link #interrupt}, and a finished run is not to be trusted if records were
     * put after it.
     */
    public synchronized RunRecord end(String by) {
        RunRecord last = interrupt(by);
        if (troubles.sentences().contains(LATE_COMER) && last.verdict() != Verdict.INVALID) {
            last = last.invalid(LATE_COMER);
            record = last;
            context.rewrite(last);
        }
        return last;
    }

    /** Prints the end-of-run block. */
    public synchronized void print(PrintStream out) {
        ConsoleReport.print(finish(), reports, out, Colours.from(System.getenv()));
    }

    private Concluded conclude() {
        long loadEnd = clock.nowMicros();
        health.loadEnded(loadEnd);
        // What it paused must go on, or nothing is drained.
        context.steered().ifPresent(SteeredLoad::close);
        gate.shut(interruption == null ? LATE_COMER : "the run was interrupted");
        if (interruption == null) {
            drain(loadEnd);
        }
        long drainEnd = clock.nowMicros();
        arrivals.ifPresent(Arrivals::close);
        pulse.close();
        progress.auditing(arrivals.isPresent() ? sequence.get() : 0);
        Findings findings = arrivals.map(looked -> looked.audit(sequence.get(), keysOfTheirOwn()))
                .orElseGet(Findings::withoutTable);
        Watches.Count watched = arrivals.map(looked -> looked.watches().count()).orElse(Watches.Count.NONE);
        // What is still on its way when a run is cut short is not lost.
        boolean conclusive = findings.complete() && interruption == null;
        try {
            // One entry: users who are still at work must not register a record between the closing and the counting.
            return ledger.ask(last -> {
                        if (findings.complete()) {
                            measurements.audited(findings.rows(), last);
                        }
                        last.close(conclusive, clock.nowMicros());
                        return new Conclusion(
                                        context,
                                        last,
                                        measurements,
                                        statistics,
                                        findings,
                                        controls.judge(findings.controls()),
                                        health,
                                        schedule,
                                        heldBack.get(),
                                        calls,
                                        watched,
                                        troubles,
                                        interruption)
                                .concluded(loadEnd, drainEnd);
                    })
                    .join();
        } finally {
            progress.close();
            ledger.close();
        }
    }

    private boolean keysOfTheirOwn() {
        return puts.isPresent() && puts.get().keysOfTheirOwn();
    }

    private Concluded counted(Concluded concluded) {
        RunRecord.Times times = concluded.run().times();
        return concluded.with(CloudLook.of(
                settings, pipeline.stream(), concluded.conservation(), times.start(), times.end(), interrupted));
    }

    /** A run whose results nobody can read has not passed. */
    private RunRecord publish(Concluded concluded) {
        try {
            Reports.Written written = context.publish(concluded);
            reports = written.toOpen();
            written.failures().forEach(LOG::warn);
            return concluded.run();
        } catch (IOException e) {
            return concluded
                    .run()
                    .invalid("the results could not be written to "
                            + context.folder().path() + ": " + e);
        } finally {
            pipeline.close();
        }
    }

    private void drain(long loadEnd) {
        long deadline = loadEnd + settings.arrival().drain().toNanos() / 1_000;
        progress.draining(ledger.ask(Ledger::openCount).join(), deadline);
        try {
            while (ledger.ask(Ledger::openCount).join() > 0
                    && clock.nowMicros() < deadline
                    && !interrupted.await(DRAIN_LOOKS_EVERY_MILLIS, TimeUnit.MILLISECONDS)) {
                LOG.trace("draining");
            }
        } catch (InterruptedException e) {
            interruption = "the draining thread was interrupted";
            Thread.currentThread().interrupt();
        }
    }

    private void settled(Settled record) {
        inFlight.decrementAndGet();
        try {
            measurements.settled(record);
            context.watch().settled(record, clock.nowMicros());
        } catch (RuntimeException e) {
            troubles.add("the figures of a record", e);
        }
    }
}
