package io.plumbline.report;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The folder of one run's results. A file in it is there as a whole or not at all: each is written beside and then moved
 * into place.
 */
public final class RunFolder {

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_-]+");

    /** What a run leaves behind; an earlier run's must not be taken for this one's. */
    private static final List<String> RESULTS = List.of(
            "run.json",
            "e2e-summary.json",
            "junit.xml",
            "records.ndjson.gz",
            "latencies.hlog",
            "report/index.html",
            "report/report.css",
            "report.html",
            "local-truth.json");

    private final Path path;

    private RunFolder(Path path) {
        this.path = path;
    }

    /**
     * Makes the folder for a run that begins; where there was one of the same name, its results are deleted.
     *
     * @throws IllegalArgumentException if the name is not letters, digits, {@code -} and {@code _}
     */
    public static RunFolder create(Path resultsDir, String name) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException("A run's folder is named by letters, digits, - and _ only");
        }
        Path path = resultsDir.resolve(name).toAbsolutePath().normalize();
        Files.createDirectories(path);
        for (String result : RESULTS) {
            Files.deleteIfExists(path.resolve(result));
        }
        deleteAll(path.resolve("jenkins"));
        return new RunFolder(path);
    }

    /** What is in it has names of its run. */
    private static void deleteAll(Path folder) throws IOException {
        if (Files.isDirectory(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(each);
                }
            }
        }
    }

    /** One that is there, with all that is in it. */
    public static RunFolder existing(Path path) {
        return new RunFolder(path.toAbsolutePath().normalize());
    }

    /** Absolute. */
    public Path path() {
        return path;
    }

    /** Where a file of this run is, or is going to be. */
    public Path file(String name) {
        return path.resolve(name);
    }

    /** Puts a file in its place once its content is complete; leaves nothing behind if that fails. */
    public Path write(String name, Content content) throws IOException {
        try (Draft draft = draft(name)) {
            content.writeTo(draft.out());
            return draft.complete();
        }
    }

    /** Begins a file that is written bit by bit. */
    Draft draft(String name) throws IOException {
        return new Draft(file(name + ".part"), file(name));
    }

    /** A file in the making; gone when it is closed without having been completed. */
    static final class Draft implements AutoCloseable {

        private final Path draft;
        private final Path complete;
        private final OutputStream out;

        private Draft(Path draft, Path complete) throws IOException {
            this.draft = draft;
            Files.createDirectories(draft.getParent());
            this.complete = complete;
            this.out = new BufferedOutputStream(Files.newOutputStream(draft));
        }

        OutputStream out() {
            return out;
        }

        Path complete() throws IOException {
            out.close();
            return Files.move(draft, complete, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }

        @Override
        public void close() throws IOException {
            out.close();
            Files.deleteIfExists(draft);
        }
    }

    /** What goes into a file. */
    @FunctionalInterface
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }
}
