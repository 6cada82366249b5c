package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.preflight.Guard;
import io.plumbline.preflight.LoadPlan;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.RunFolder;
import io.plumbline.report.SamplesFile;
import io.plumbline.report.live.LiveMetrics;
import io.plumbline.result.EarlierRuns;
import io.plumbline.settings.Need;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.RecordsWritten;
import io.plumbline.settings.Settings.Target;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.Set;

/** Opens all that a run needs and looks whether it works, before a record is sent. */
public final class RunStart {

    private static final int NONCE_BASE = 36;
    private static final int NONCE_BOUND = NONCE_BASE * NONCE_BASE * NONCE_BASE * NONCE_BASE;

    private RunStart() {}

    /**
     * @param needs what the simulation's actions need of the pipeline
     * @param simulation its name, for the results
     * @param maxInFlight records that may be on their way at once
     * @param schedule of the loads
     * @throws StartFailure if something is missing or does not work; all of it is named
     */
    public static Run start(
            SettingsLoader loader, Set<Need> needs, String simulation, int maxInFlight, Schedule schedule) {
        Settings asGiven = loader.settings(needs);
        EarlierRuns earlier =
                asGiven.results().baseline().map(RunStart::earlier).orElse(EarlierRuns.NONE);
        RunFolder folder = folder(asGiven);
        Optional<StandIn.Running> standIn = asGiven.target() == Target.LOCAL_STAND_IN
                ? Optional.of(standIn(folder.file("local-truth.json")))
                : Optional.empty();
        try {
            Settings settings = standIn.map(started -> loader.withStandIn(started.environment(), needs))
                    .orElse(asGiven);
            return new Run(
                    open(settings, needs, simulation, maxInFlight, schedule, folder, earlier, standIn), schedule);
        } catch (RuntimeException e) {
            standIn.ifPresent(StandIn.Running::close);
            throw e;
        }
    }

    private static RunContext open(
            Settings settings,
            Set<Need> needs,
            String simulation,
            int maxInFlight,
            Schedule schedule,
            RunFolder folder,
            EarlierRuns earlier,
            Optional<StandIn.Running> standIn) {
        MicroClock clock = MicroClock.startingNow();
        TraceIds ids = newIds(settings, settings.ownName());
        SteeredLoads steered = new SteeredLoads(settings, needs, schedule);
        Pipeline pipeline = Pipeline.open(settings, needs, steered.plan(), ids, clock);
        Optional<LiveMetrics> live = Optional.empty();
        try {
            settings.share().startAt().ifPresent(moment -> new CommonStart(clock, CommonStart::sleep).await(moment));
            live = LiveOutputs.open(settings, simulation);
            return new RunContext(
                    settings,
                    simulation,
                    maxInFlight,
                    clock.nowMicros(),
                    clock,
                    new Clocks(),
                    ids,
                    folder,
                    earlier,
                    records(settings, folder),
                    samples(settings, simulation, clock),
                    live,
                    pipeline,
                    steered.over(pipeline, clock),
                    standIn,
                    standIn.map(running -> new SentLog()),
                    Versions.all());
        } catch (StartFailure e) {
            live.ifPresent(LiveMetrics::close);
            pipeline.close();
            throw e;
        }
    }

    /** Before this run's folder is made: it may have the name of the earlier one's. */
    private static EarlierRuns earlier(Path place) {
        try {
            return EarlierRuns.read(place);
        } catch (IOException e) {
            throw new StartFailure(List.of("plumbline.results.baseline: " + e.getMessage()));
        }
    }

    private static Optional<RecordsFile> records(Settings settings, RunFolder folder) {
        if (settings.results().records() == RecordsWritten.NONE) {
            return Optional.empty();
        }
        try {
            return Optional.of(RecordsFile.in(folder));
        } catch (IOException e) {
            throw new StartFailure(List.of("plumbline.results.dir: cannot write to " + folder.path() + ": " + e));
        }
    }

    private static Optional<SamplesFile> samples(Settings settings, String simulation, MicroClock clock) {
        Optional<Path> path = settings.results().samples();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        try {
            return Optional.of(new SamplesFile(path.get(), settings.runId(), simulation, clock::nowMicros));
        } catch (IOException e) {
            throw new StartFailure(List.of(
                    "plumbline.results.samples: cannot write to " + path.get().toAbsolutePath() + ": " + e));
        }
    }

    private static RunFolder folder(Settings settings) {
        Path dir = settings.results().dir();
        try {
            return RunFolder.create(dir, settings.ownName());
        } catch (IOException e) {
            throw new StartFailure(
                    List.of("plumbline.results.dir: cannot write to " + dir.toAbsolutePath() + ": " + e));
        }
    }

    /**
     * Starts the stand-in.
     *
     * @throws StartFailure if there is none, or it does not start
     */
    public static StandIn.Running standIn(Path truth) {
        StandIn standIn = ServiceLoader.load(StandIn.class)
                .findFirst()
                .orElseThrow(
                        () -> new StartFailure(List.of("no pipeline is named, and there is no local stand-in on the"
                                + " class path: set KINESIS_STREAM_NAME, GCP_PROJECT_ID, BQ_DATASET and BQ_TABLE")));
        try {
            return standIn.start(truth);
        } catch (IOException e) {
            throw new StartFailure(List.of("the local stand-in did not start: " + e.getMessage()));
        }
    }

    /** What the guard says of a load, before anything is sent; nothing where it does not apply. */
    public static Guard.Decision guardsWord(Settings settings, Set<Need> needs, LoadPlan plan, TraceIds ids) {
        try (Pipeline pipeline = Pipeline.unchecked(settings, needs, ids, MicroClock.startingNow())) {
            return Guarding.decision(settings, pipeline, plan);
        }
    }

    /** Ids that no earlier run of this name had, in the form of the settings. */
    public static TraceIds newIds(Settings settings, String name) {
        String runToken = name + "-" + nonce();
        int generator = settings.share().index();
        return switch (settings.traceForm()) {
            case TEXT -> new TraceIds(runToken, generator);
            case UUID -> TraceIds.uuids(runToken, generator);
            case INT64 -> TraceIds.int64s(runToken, generator);
        };
    }

    /** Four characters: two runs of one name, started in one second, must not share ids. */
    private static String nonce() {
        String digits = Integer.toString(new SecureRandom().nextInt(NONCE_BOUND), NONCE_BASE);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
