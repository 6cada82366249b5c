package io.plumbline.cli;

import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Parameters;

/** What is done with the results of a run that is over. */
abstract class FinishedRun extends ReadsResults {

    @Parameters(paramLabel = "RUN", description = "The folder of a run's results, or the run.json in it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path named;

    @Override
    final int answer() throws IOException {
        return of(RunRecordJson.read(named));
    }

    /** @return the process' exit code */
    abstract int of(RunRecord run) throws IOException;

    /** Where its results are. */
    RunFolder folder() {
        return RunFolder.existing(Files.isDirectory(named) ? named : named.resolveSibling(""));
    }
}
