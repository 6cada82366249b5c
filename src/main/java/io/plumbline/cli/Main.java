package io.plumbline.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code mvn -q compile exec:java -Dexec.args="doctor"}, and what else there is beside simulations. */
@Command(
        name = "plumbline",
        description = "Looks after load tests of a pipeline Kinesis → Lambda → BigQuery.",
        mixinStandardHelpOptions = true,
        subcommands = {
            DoctorCommand.class,
            VerdictCommand.class,
            ReportCommand.class,
            ShareCommand.class,
            MergeCommand.class,
            CompareCommand.class,
            TrendCommand.class
        })
public final class Main implements Runnable {

    /** As a failed verdict: what was looked at is not as it should be. */
    static final int FAILED = 2;

    /** Of a run whose measurement is not to be trusted. */
    static final int INVALID = 3;

    /** What was asked for cannot be done: a wrong argument, a wrong setting. */
    static final int BAD_USAGE = 1;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "say what to do, such as doctor");
    }

    /** Not yet run, for whoever wants another place for its output. */
    static CommandLine commandLine() {
        return new CommandLine(new Main()).setParameterExceptionHandler((problem, arguments) -> {
            problem.getCommandLine().getErr().println(problem.getMessage());
            problem.getCommandLine().usage(problem.getCommandLine().getErr());
            return BAD_USAGE;
        });
    }

    /** Ends the process: 0 all is well, 2 something is not, 3 a run is INVALID, 1 it could not be asked. */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }
}
