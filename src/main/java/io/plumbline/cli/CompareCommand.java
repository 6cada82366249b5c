package io.plumbline.cli;

import io.plumbline.report.ComparisonText;
import io.plumbline.result.Baseline;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.Printable;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecord.Verdict;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code compare}: is a run slower than earlier ones, and where? */
@Command(
        name = "compare",
        description =
                "Holds a run against earlier ones. Ends with 0 where nothing is slower than chance explains, 2 where"
                        + " something is, 3 where that cannot be told.",
        mixinStandardHelpOptions = true)
final class CompareCommand extends ReadsResults {

    private static final int WIDTH = 100;

    @Parameters(
            index = "0",
            paramLabel = "EARLIER",
            description = "An earlier run (its folder, or the run.json in it), or a folder of earlier runs.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path earlier;

    @Parameters(index = "1", paramLabel = "RUN", description = "The folder of a run's results, or the run.json in it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path named;

    @Option(
            names = "--history",
            paramLabel = "FOLDER",
            description = "Earlier runs that tell how much such runs differ by chance, where EARLIER is a single one.")
    private @Nullable Path history;

    @Override
    int answer() throws IOException {
        return compare(earlierRuns(), RunRecordJson.read(named));
    }

    private EarlierRuns earlierRuns() throws IOException {
        EarlierRuns runs = EarlierRuns.read(earlier);
        return history == null ? runs : new EarlierRuns(runs.named(), EarlierRuns.all(history));
    }

    private int compare(EarlierRuns runs, RunRecord run) throws IOException {
        Optional<Baseline> held = Baseline.of(runs, run);
        if (held.isEmpty()) {
            throw new IOException("no run in " + earlier.toAbsolutePath() + " passed before " + run.runId() + " began");
        }
        Baseline baseline = held.get();
        say(shown(run.runId(), run.verdict()) + " against " + shown(baseline.runId(), baseline.verdict()));
        ComparisonText.table(baseline).forEach(this::say);
        ComparisonText.conclusion(baseline, WIDTH).forEach(this::say);
        if (run.verdict() == Verdict.INVALID || !baseline.tells()) {
            return Main.INVALID;
        }
        return baseline.regressions().isEmpty() ? 0 : Main.FAILED;
    }

    private static String shown(String runId, Verdict verdict) {
        return Printable.line(runId, WIDTH) + " (" + verdict + ")";
    }
}
