package io.plumbline.cli;

import io.plumbline.report.TrendText;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code trend}: how did the figures go, run by run? */
@Command(
        name = "trend",
        description =
                "Lists the runs in a folder, the oldest first, each held against those before it. ▲ is slower and ▼"
                        + " faster than chance explains.",
        mixinStandardHelpOptions = true)
final class TrendCommand extends ReadsResults {

    @Parameters(paramLabel = "FOLDER", description = "Of runs: files of JSON, or folders with a run.json in them.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path folder;

    @Override
    int answer() throws IOException {
        List<RunRecord> runs = EarlierRuns.all(folder);
        if (runs.isEmpty()) {
            throw new IOException("there is no run in " + folder.toAbsolutePath());
        }
        TrendText.of(runs).forEach(this::say);
        return 0;
    }
}
