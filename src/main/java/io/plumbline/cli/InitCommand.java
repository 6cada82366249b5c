package io.plumbline.cli;

import io.plumbline.aws.KinesisGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.preflight.SettingsDraft;
import io.plumbline.run.RunStart;
import io.plumbline.settings.Settings;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code doctor init}: a settings file of what a stream and a table say of themselves. */
@Command(
        name = "init",
        description = "Reads the stream and the table that the settings name, and writes a commented settings file.",
        mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "Where it is written, such as src/test/resources/application.conf; an existing file is kept."
                    + " Without it: to the console.")
    private @Nullable Path file;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it.
    private CommandSpec spec;

    @Override
    public Integer call() {
        try (Target target = Target.of(new SettingsLoader(Sources.ofProcess(), Clock.systemUTC()))) {
            write(draft(target.settings()));
            return 0;
        } catch (Target.Unusable e) {
            return failed(e.problems());
        } catch (IllegalStateException e) {
            return failed(List.of(String.valueOf(e.getMessage())));
        } catch (FileAlreadyExistsException e) {
            return failed(List.of(e.getFile() + " is there already: name another file, or move it away"));
        } catch (IOException e) {
            return failed(List.of(file + " cannot be written: " + e));
        }
    }

    private int failed(List<String> problems) {
        PrintWriter err = spec.commandLine().getErr();
        err.println("No settings were written:");
        problems.forEach(problem -> err.println("  - " + problem.replace("\n", "\n    ")));
        err.flush();
        return Main.BAD_USAGE;
    }

    private static String draft(Settings settings) {
        try (KinesisGateway kinesis = new KinesisGateway(settings)) {
            String stream = settings.kinesis().stream().orElseThrow();
            BigQueryGateway bigquery =
                    new BigQueryGateway(settings, RunStart.newIds(settings, "init"), MicroClock.startingNow());
            return SettingsDraft.of(
                    stream.startsWith("arn:") ? "" : settings.aws().region().orElse(""),
                    stream,
                    kinesis.facts(),
                    settings.bigquery().table().orElseThrow().dotted(),
                    bigquery.facts());
        }
    }

    private void write(String draft) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        if (file == null) {
            out.print(draft);
        } else {
            Files.writeString(file, draft, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW);
            out.println(file + " is written; read it, then ask the doctor");
        }
        out.flush();
    }
}
