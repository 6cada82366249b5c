package io.plumbline.cli;

import io.plumbline.report.RunFolder;
import io.plumbline.result.RunRecord;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code share}: one file to send to somebody. */
@Command(
        name = "share",
        description = "Packs a run's results and Gatling's own report, as it was generated, into one zip file.",
        mixinStandardHelpOptions = true)
final class ShareCommand extends FinishedRun {

    private static final String GATLINGS_PAGE = "index.html";

    @Option(
            names = "--gatling",
            paramLabel = "FOLDER",
            description =
                    "Gatling's report. Without it the newest of this simulation below target/gatling, which must not"
                            + " be older than the run.")
    private @Nullable Path gatling;

    @Option(names = "--out", paramLabel = "FILE", description = "The zip file. Without it beside the run's folder.")
    private @Nullable Path out;

    @Override
    int of(RunRecord run) throws IOException {
        Path results = folder().path();
        Path report = gatling == null ? newest(run) : existing(gatling);
        String name = results.getFileName().toString();
        Path zip = out == null ? results.resolveSibling(name + ".zip") : out.toAbsolutePath();
        RunFolder.existing(zip.resolveSibling("")).write(zip.getFileName().toString(), to -> {
            ZipOutputStream packed = new ZipOutputStream(to);
            pack(packed, results, name + "/", run.times().start());
            pack(packed, report, name + "/gatling/", run.times().start());
            packed.finish();
        });
        say(zip.toString());
        return 0;
    }

    private static Path existing(Path folder) throws IOException {
        if (!Files.isRegularFile(folder.resolve(GATLINGS_PAGE))) {
            throw new IOException("--gatling: there is no " + GATLINGS_PAGE + " in " + folder.toAbsolutePath());
        }
        return folder;
    }

    private static Path newest(RunRecord run) throws IOException {
        Path reports = Path.of("target", "gatling");
        String prefix = run.simulationName().toLowerCase(Locale.ROOT) + "-";
        Optional<Path> newest = Optional.empty();
        if (Files.isDirectory(reports)) {
            try (Stream<Path> all = Files.list(reports)) {
                newest = all.filter(folder -> folder.getFileName().toString().startsWith(prefix))
                        .filter(folder -> Files.isRegularFile(folder.resolve(GATLINGS_PAGE)))
                        .max(Comparator.comparing(Path::getFileName));
            }
        }
        if (newest.isEmpty() || isOlder(newest.get(), run.times().start())) {
            throw new IOException("there is no report of Gatling's for this run below " + reports.toAbsolutePath()
                    + ": name it by --gatling");
        }
        return newest.get();
    }

    private static boolean isOlder(Path report, Instant start) throws IOException {
        return Files.getLastModifiedTime(report.resolve(GATLINGS_PAGE))
                .toInstant()
                .isBefore(start);
    }

    /** The same files make the same zip. */
    private static void pack(ZipOutputStream zip, Path folder, String below, Instant time) throws IOException {
        List<Path> files;
        try (Stream<Path> all = Files.walk(folder)) {
            files = all.filter(Files::isRegularFile).sorted().toList();
        }
        for (Path file : files) {
            ZipEntry entry =
                    new ZipEntry(below + folder.relativize(file).toString().replace('\\', '/'));
            entry.setTime(time.toEpochMilli());
            zip.putNextEntry(entry);
            Files.copy(file, zip);
            zip.closeEntry();
        }
    }
}
