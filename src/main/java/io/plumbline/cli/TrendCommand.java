package io.plumbline.cli;

import io.plumbline.report.TrendText;
import io.plumbline.result.EarlierRuns;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code trend}: how did the figures go, run by run? */
@Command(
        name = "trend",
        description =
                "Lists the runs in a folder, the oldest first, each held against those before it. ▲ is slower and ▼"
                        + " faster than chance explains.",
        mixinStandardHelpOptions = true)
final class TrendCommand implements Callable<Integer> {

    @Parameters(paramLabel = "FOLDER", description = "Of runs: files of JSON, or folders with a run.json in them.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path folder;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            List<RunRecord> runs = EarlierRuns.all(folder);
            if (runs.isEmpty()) {
                throw new IOException("there is no run in " + folder.toAbsolutePath());
            }
            TrendText.of(runs).forEach(spec.commandLine().getOut()::println);
            spec.commandLine().getOut().flush();
            return 0;
        } catch (NoSuchFileException | NotDirectoryException e) {
            return failed("there is no folder " + folder.toAbsolutePath());
        } catch (IOException e) {
            return failed(String.valueOf(e.getMessage()));
        }
    }

    private int failed(String why) {
        spec.commandLine().getErr().println(why);
        spec.commandLine().getErr().flush();
        return Main.BAD_USAGE;
    }
}
