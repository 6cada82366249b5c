package io.plumbline.cli;

import io.plumbline.report.Reports;
import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code report}: all that follows from a run record, once more. */
@Command(
        name = "report",
        description = "Writes the page for people and all else that follows from run.json once more.",
        mixinStandardHelpOptions = true)
final class ReportCommand extends FinishedRun {

    @Option(names = "--to", paramLabel = "FOLDER", description = "Where to. Without it beside run.json.")
    private @Nullable Path to;

    @Override
    int of(RunRecord run) throws IOException {
        if (to != null) {
            Files.createDirectories(to);
        }
        RunFolder folder = to == null ? folder() : RunFolder.existing(to);
        Reports.Written written = Reports.follow(folder, run);
        written.files().forEach(file -> say(file.toString()));
        if (!written.failures().isEmpty()) {
            throw new IOException(String.join(System.lineSeparator(), written.failures()));
        }
        return 0;
    }
}
