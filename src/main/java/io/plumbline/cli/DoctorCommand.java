package io.plumbline.cli;

import io.plumbline.dsl.LogRecord;
import io.plumbline.gatling.CanaryBody;
import io.plumbline.ledger.Sent;
import io.plumbline.preflight.Check;
import io.plumbline.preflight.Doctor;
import io.plumbline.preflight.Plan;
import io.plumbline.run.RunStart;
import io.plumbline.settings.Settings.Load;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor}: is the pipeline ready for a load? */
@Command(
        name = "doctor",
        description = "Looks whether the pipeline that the settings name is ready for a load.",
        mixinStandardHelpOptions = true,
        subcommands = InitCommand.class)
final class DoctorCommand implements Callable<Integer> {

    @Option(names = "--json", description = "Writes JSON.")
    private boolean json;

    @Option(
            names = "--no-canary",
            description = "Sends nothing. Without it one record goes into each shard, to see whether it arrives.")
    private boolean noCanary;

    @Option(
            names = "--simulation",
            paramLabel = "NAME",
            description = "Whose load it is: SmokeSimulation is Smoke. Without it plumbline.load.* counts.")
    private String simulation = "";

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        try (Target target = Target.of(new SettingsLoader(Sources.ofProcess(), Clock.systemUTC()))) {
            List<Check> checks = examine(target);
            DoctorReport report = new DoctorReport(target.settings(), checks);
            out.println(json ? report.json() : report.text());
            out.flush();
            return checks.stream().anyMatch(Check::isProblem) ? Main.FAILED : 0;
        } catch (Target.Unusable e) {
            PrintWriter err = spec.commandLine().getErr();
            err.println("The doctor cannot look, nothing was sent:");
            e.problems().forEach(problem -> err.println("  - " + problem.replace("\n", "\n    ")));
            err.flush();
            return Main.BAD_USAGE;
        }
    }

    private List<Check> examine(Target target) {
        MicroClock clock = MicroClock.startingNow();
        Load load = target.loader().load(simulation);
        TraceIds ids = RunStart.newIds(target.settings(), "doctor");
        Plan plan = Plan.of(load, target.settings());
        return new Doctor(target.settings(), plan, ids, clock)
                .examine(
                        () -> RunStart.guardsWord(target.settings(), Target.NEEDS, plan.forGuard(), ids),
                        noCanary ? Optional.empty() : Optional.of(canary(load.body(), ids)));
    }

    private static Supplier<Function<Sent, byte[]>> canary(Optional<Path> file, TraceIds ids) {
        return () -> new CanaryBody(file.orElse(Path.of(LogRecord.TEMPLATE)), ids)::of;
    }
}
