package io.plumbline.cli;

import io.plumbline.report.Colours;
import io.plumbline.report.ConsoleReport;
import io.plumbline.report.RecordsFile;
import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.HistogramLog;
import io.plumbline.result.Merge;
import io.plumbline.result.Mergeable;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code merge}: what did all generators of a run find together? */
@Command(
        name = "merge",
        description =
                "Makes one result of those of all generators of a run, and ends as verdict does: with 0 for PASS, 2 for"
                        + " FAIL, 3 for INVALID.",
        mixinStandardHelpOptions = true)
final class MergeCommand extends ReadsResults {

    @Parameters(
            arity = "1..*",
            paramLabel = "RUN",
            description = "The folders of the generators' results, or a folder that holds them.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private List<Path> named;

    @Option(
            names = "--to",
            paramLabel = "FOLDER",
            description =
                    "The folder of results that gets one more, named by the run's id. Without it the one that holds"
                            + " the generators'.")
    private @Nullable Path to;

    @Option(
            names = "--baseline",
            paramLabel = "EARLIER",
            description = "An earlier run, or a folder of earlier runs, that it is held against.")
    private @Nullable Path baseline;

    @Override
    int answer() throws IOException {
        GeneratorFolders folders = GeneratorFolders.of(named);
        Optional<String> problem = Mergeable.problem(folders.runs());
        if (problem.isPresent()) {
            throw new IOException(problem.get());
        }
        // Before the folder is made: it may have the name of the earlier one's.
        EarlierRuns earlier = baseline == null ? EarlierRuns.NONE : EarlierRuns.read(baseline);
        Merge.Merged merged = Merge.of(shares(folders.runs()), folders.traces());
        RunRecord run = merged.run()
                .explained(earlier, Boolean.parseBoolean(merged.run().settings().get("plumbline.slo.noRegression")));
        RunFolder folder = RunFolder.create(to == null ? folders.parent() : to, run.runId());
        RecordsFile.join(folders.files(RecordsFile.NAME), folder);
        Reports.Written written = Reports.write(folder, run, merged.histograms(), Optional.empty());
        say(ConsoleReport.text(run, written.toOpen(), Colours.from(System.getenv()))
                .stripTrailing());
        if (!written.failures().isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), written.failures()));
        }
        return VerdictCommand.exitCode(run);
    }

    private static List<Merge.Share> shares(Map<Path, RunRecord> runs) throws IOException {
        List<Merge.Share> shares = new ArrayList<>();
        for (Map.Entry<Path, RunRecord> found : runs.entrySet()) {
            shares.add(new Merge.Share(
                    found.getValue(), HistogramLog.read(found.getKey().resolve("latencies.hlog"), found.getValue())));
        }
        return shares;
    }
}
