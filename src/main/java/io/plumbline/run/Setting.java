package io.plumbline.run;

import io.plumbline.aws.KinesisGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RecordOutcome;
import io.plumbline.result.RunRecord;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.RecordsWritten;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Where a run takes place: all that was opened for it.
 *
 * @param standIn the local pipeline; empty when the target is a real one
 */
record Setting(
        Settings settings,
        String simulation,
        long startMicros,
        MicroClock clock,
        TraceIds ids,
        RunFolder folder,
        KinesisGateway kinesis,
        BigQueryGateway table,
        Optional<StandIn.Running> standIn) {

    /**
     * Writes the results and lets the stand-in write its truth.
     *
     * @return the files that were written
     */
    List<Path> publish(RunRecord run, List<RecordOutcome> outcomes, Stream<SentRecord> sent) {
        try {
            boolean wanted = settings.results().records() != RecordsWritten.NONE;
            List<Path> written =
                    Reports.write(folder, run, wanted ? Optional.of(outcomes.iterator()) : Optional.empty());
            if (standIn.isPresent()) {
                standIn.get().finish(sent, run.counts().unsent());
            }
            return written;
        } catch (IOException e) {
            throw new UncheckedIOException("the results could not be written to " + folder.path(), e);
        } finally {
            standIn.ifPresent(StandIn.Running::close);
        }
    }
}
