package io.plumbline.run;

import io.plumbline.arrival.Clocks;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.report.SamplesFile;
import io.plumbline.report.live.LiveMetrics;
import io.plumbline.result.Course.Exemplar;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.RecordsWritten;
import io.plumbline.steering.LoadWatch;
import io.plumbline.steering.SteeredLoad;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;

/**
 * Where a run takes place: all that was opened for it.
 *
 * @param clocks what is known of the others' clocks
 * @param maxInFlight records that may be on their way at once
 * @param earlier runs that this one is held against
 * @param records where records are listed one by one; empty: nowhere
 * @param samples where each settled record is told while the run goes on; empty: nowhere
 * @param live what tells whoever watches how the run stands; empty where nobody does
 * @param steered the load, where its rate is decided while it goes on
 * @param standIn the local pipeline; empty when the target is a real one
 * @param sentLog what the stand-in has to be told at the end; empty where there is none
 * @param versions of what the run is made with
 */
record RunContext(
        Settings settings,
        String simulation,
        int maxInFlight,
        long startMicros,
        MicroClock clock,
        Clocks clocks,
        TraceIds ids,
        RunFolder folder,
        EarlierRuns earlier,
        Optional<RecordsFile> records,
        Optional<SamplesFile> samples,
        Optional<LiveMetrics> live,
        Pipeline pipeline,
        Optional<SteeredLoad> steered,
        Optional<StandIn.Running> standIn,
        Optional<SentLog> sentLog,
        Map<String, String> versions) {

    /** Seeded by the run's token, which stands in its results. */
    RandomGenerator random() {
        return new Random(ids.runToken().hashCode());
    }

    /** Who is told what happens to the load. */
    LoadWatch watch() {
        return steered.isPresent() ? steered.get() : LoadWatch.NONE;
    }

    /** Takes the outcomes that the settings want listed. */
    Measurements measurements() {
        Measurements.Listed wanted = settings.results().records() == RecordsWritten.ALL
                ? (state, otherRows) -> true
                : RecordOutcome.State::exceptional;
        return new Measurements(
                startMicros,
                ids,
                clocks,
                wanted,
                outcome -> records.ifPresent(file -> file.write(outcome)),
                followers());
    }

    private List<Consumer<Exemplar>> followers() {
        List<Consumer<Exemplar>> followers = new ArrayList<>();
        samples.ifPresent(file -> followers.add(file::write));
        live.ifPresent(metrics -> followers.add(metrics::settled));
        RecordTrace.ifWanted().ifPresent(followers::add);
        return followers;
    }

    /**
     * Writes the results and lets the stand-in write its truth.
     *
     * @return the files that were written, and those that were not
     */
    Reports.Written publish(Concluded concluded) throws IOException {
        RunRecord run = concluded.run();
        try {
            live.ifPresent(metrics -> metrics.ended(run));
            if (samples.isPresent()) {
                samples.get().close();
            }
            // The truth first: without it the run record must not say that the run passed.
            if (standIn.isPresent()) {
                standIn.get()
                        .finish(sentLog.orElseThrow().records(ids), run.counts().unsent());
            }
            return Reports.write(folder, run, concluded.histograms(), records);
        } finally {
            live.ifPresent(metrics -> metrics.close(concluded.patience()));
            standIn.ifPresent(StandIn.Running::close);
        }
    }

    /** Writes a published run again, with another verdict. */
    void rewrite(RunRecord run) {
        try {
            Reports.rewrite(folder, run);
        } catch (IOException e) {
            throw new UncheckedIOException("the results in " + folder.path() + " could not be corrected", e);
        }
    }
}
