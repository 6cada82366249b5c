package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.RunFolder;
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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.ServiceLoader;

/** Opens all that a run needs and looks whether it works, before a record is sent. */
public final class RunStart {

    private static final int WARM_UP_ROUNDS = 3;
    private static final int NONCE_BASE = 36;
    private static final int NONCE_BOUND = NONCE_BASE * NONCE_BASE * NONCE_BASE * NONCE_BASE;

    private RunStart() {}

    /**
     * @param simulation its name, for the results
     * @param maxInFlight records that may be on their way at once
     * @throws StartFailure if something is missing or does not work; all of it is named
     */
    public static Run start(SettingsLoader loader, String simulation, int maxInFlight) {
        Settings asGiven = loader.settings(Need.PUT, Need.ARRIVAL);
        RunFolder folder = folder(asGiven);
        Optional<StandIn.Running> standIn = asGiven.target() == Target.LOCAL_STAND_IN
                ? Optional.of(standIn(folder.file("local-truth.json")))
                : Optional.empty();
        try {
            Settings settings = standIn.map(
                            started -> loader.withStandIn(started.environment(), Need.PUT, Need.ARRIVAL))
                    .orElse(asGiven);
            return new Run(open(settings, simulation, maxInFlight, folder, standIn));
        } catch (RuntimeException e) {
            standIn.ifPresent(StandIn.Running::close);
            throw e;
        }
    }

    private static RunContext open(
            Settings settings,
            String simulation,
            int maxInFlight,
            RunFolder folder,
            Optional<StandIn.Running> standIn) {
        MicroClock clock = MicroClock.startingNow();
        TraceIds ids = new TraceIds(settings.runId() + "-" + nonce(), 0);
        KinesisGateway kinesis = new KinesisGateway(settings);
        BigQueryGateway table = new BigQueryGateway(settings, ids.runToken(), clock);
        try {
            check(kinesis, table);
            warmUp(kinesis, table);
            return new RunContext(
                    settings,
                    simulation,
                    maxInFlight,
                    clock.nowMicros(),
                    clock,
                    new Clocks(),
                    ids,
                    folder,
                    records(settings, folder),
                    kinesis,
                    table,
                    standIn,
                    standIn.map(running -> new SentLog()));
        } catch (StartFailure e) {
            kinesis.close();
            throw e;
        }
    }

    private static void check(KinesisGateway kinesis, BigQueryGateway table) {
        List<String> problems = new ArrayList<>(kinesis.problems());
        problems.addAll(table.problems());
        if (!problems.isEmpty()) {
            throw new StartFailure(problems);
        }
    }

    /**
     * Opens connections and lets classes load, so that the first records don't pay for it. By reading only: a made-up
     * record could upset somebody's function. A query that fails in passing is nothing that a run could not stand.
     */
    private static void warmUp(KinesisGateway kinesis, BigQueryGateway table) {
        QueryFailure last = null;
        int answered = 0;
        for (int round = 0; round < WARM_UP_ROUNDS; round++) {
            kinesis.problems();
            try {
                if (table.evidence().runIds()) {
                    table.rows(OptionalLong.empty());
                } else {
                    table.rowsOf(List.of("none"));
                }
                table.countByBlock(1);
                answered++;
            } catch (QueryFailure e) {
                last = e;
            }
        }
        if (last != null && answered == 0) {
            throw new StartFailure(List.of("the arrival query does not work: " + last.getMessage()));
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

    private static RunFolder folder(Settings settings) {
        Path dir = settings.results().dir();
        try {
            return RunFolder.create(dir, settings.runId());
        } catch (IOException e) {
            throw new StartFailure(
                    List.of("plumbline.results.dir: cannot write to " + dir.toAbsolutePath() + ": " + e));
        }
    }

    private static StandIn.Running standIn(Path truth) {
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

    /** Four characters: two runs of one name, started in one second, must not share ids. */
    private static String nonce() {
        String digits = Integer.toString(new SecureRandom().nextInt(NONCE_BOUND), NONCE_BASE);
        return "0".repeat(4 - digits.length()) + digits;
    }
}
