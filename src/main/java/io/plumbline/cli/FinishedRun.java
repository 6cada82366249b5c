package io.plumbline.cli;

import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What is done with the results of a run that is over. */
abstract class FinishedRun implements Callable<Integer> {

    @Parameters(paramLabel = "RUN", description = "The folder of a run's results, or the run.json in it.")
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private Path named;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public final Integer call() {
        try {
            return of(RunRecordJson.read(named));
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return Main.BAD_USAGE;
        }
    }

    /** @return the process' exit code */
    abstract int of(RunRecord run) throws IOException;

    /** Where its results are. */
    RunFolder folder() {
        return RunFolder.existing(Files.isDirectory(named) ? named : named.resolveSibling(""));
    }

    void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
