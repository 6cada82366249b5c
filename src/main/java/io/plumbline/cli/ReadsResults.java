package io.plumbline.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** A program that reads what runs have left. What it cannot read ends it with a sentence. */
abstract class ReadsResults implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public final Integer call() {
        try {
            return answer();
        } catch (IOException e) {
            spec.commandLine().getErr().println(e.getMessage());
            spec.commandLine().getErr().flush();
            return Main.BAD_USAGE;
        }
    }

    /** @return the process' exit code */
    abstract int answer() throws IOException;

    void say(String line) {
        spec.commandLine().getOut().println(line);
        spec.commandLine().getOut().flush();
    }
}
