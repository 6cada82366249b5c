package local;

import io.plumbline.run.StandIn;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** {@link LocalPipeline} in a JVM of its own, so that it shares no heap and no garbage collection with the generator. */
public final class ChildStandIn implements StandIn {

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration END_LIMIT = Duration.ofSeconds(60);
    private static final String HEAP = "-Xmx768m";

    private final Map<String, String> settings;

    /** With the settings of this process. */
    public ChildStandIn() {
        this(LocalSettings.localOnly(System.getProperties()));
    }

    /** @param settings by their names, {@code local.…} */
    public ChildStandIn(Map<String, String> settings) {
        this.settings = Map.copyOf(settings);
    }

    @Override
    public Running start(Path truthFile) throws IOException {
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), HEAP, "-XX:+UseG1GC"));
        Map<String, String> all = new LinkedHashMap<>(settings);
        all.put("local.truth", truthFile.toAbsolutePath().toString());
        all.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-Djava.io.tmpdir=" + System.getProperty("java.io.tmpdir"),
                "-Duser.timezone=UTC",
                "-Dfile.encoding=UTF-8",
                "-cp",
                classPath(),
                LocalPipeline.class.getName(),
                "--child"));
        Child child = new Child(new ProcessBuilder(command).start());
        try {
            child.awaitReady();
            return child;
        } catch (IOException | RuntimeException e) {
            child.close();
            throw e;
        }
    }

    /** Where this process loads classes from in a loader of its own, as Maven's {@code exec:java} does, from there. */
    private static String classPath() {
        return ChildStandIn.class.getClassLoader() instanceof URLClassLoader own
                ? Arrays.stream(own.getURLs())
                        .map(url -> Path.of(URI.create(url.toString())).toString())
                        .collect(Collectors.joining(File.pathSeparator))
                : System.getProperty("java.class.path");
    }

    private static final class Child implements Running {

        private static final String EXPORT = "export ";
        private static final int ERROR_LINES = 40;

        private final Process process;
        private final CompletableFuture<Map<String, String>> ready = new CompletableFuture<>();
        private final ArrayDeque<String> lastErrors = new ArrayDeque<>();
        private final Thread errors;

        private Child(Process process) {
            this.process = process;
            daemon("stand-in-output", this::readOutput);
            this.errors = daemon("stand-in-errors", () -> eachLine(process.getErrorStream(), this::error));
        }

        private static Thread daemon(String name, Runnable task) {
            Thread thread = new Thread(task, name);
            thread.setDaemon(true);
            thread.start();
            return thread;
        }

        private void readOutput() {
            Map<String, String> environment = new LinkedHashMap<>();
            eachLine(process.getInputStream(), line -> {
                if (ready.isDone()) {
                    System.err.println("stand-in: " + line);
                } else if (line.startsWith(EXPORT)) {
                    int equals = line.indexOf('=');
                    environment.put(line.substring(EXPORT.length(), equals), line.substring(equals + 1));
                } else if (line.equals("ready")) {
                    ready.complete(Map.copyOf(environment));
                }
            });
            ready.completeExceptionally(new IOException("its process ended"));
        }

        private void error(String line) {
            synchronized (lastErrors) {
                if (lastErrors.size() == ERROR_LINES) {
                    lastErrors.removeFirst();
                }
                lastErrors.addLast(line);
            }
            if (ready.isDone()) {
                System.err.println("stand-in: " + line);
            }
        }

        private static void eachLine(InputStream in, java.util.function.Consumer<String> action) {
            try (BufferedReader lines = new BufferedReader(new InputStreamReader(in, StandardCharsets.UTF_8))) {
                lines.lines().forEach(action);
            } catch (IOException | UncheckedIOException e) {
                // The process has ended; its exit tells.
            }
        }

        private void awaitReady() throws IOException {
            try {
                ready.get(START_LIMIT.toSeconds(), TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw failure("was not ready within " + START_LIMIT.toSeconds() + " s");
            } catch (ExecutionException e) {
                throw failure("ended at its start");
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("was interrupted at its start");
            }
        }

        private IOException failure(String what) {
            try {
                errors.join(1_000);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            synchronized (lastErrors) {
                String said = lastErrors.isEmpty() ? "" : "; it said:\n" + String.join("\n", lastErrors);
                return new IOException("The stand-in's process " + what + said);
            }
        }

        @Override
        public Map<String, String> environment() {
            return ready.join();
        }

        @Override
        public boolean isAlive() {
            return process.isAlive();
        }

        @Override
        public void finish(Stream<SentRecord> sent, long unsent) throws IOException {
            try (Writer out =
                    new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8))) {
                HandOverLines.write(sent, unsent, out);
            } catch (IOException e) {
                throw failure("takes no hand-over: " + e.getMessage());
            }
            try {
                if (!process.waitFor(END_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    throw failure("did not write its truth within " + END_LIMIT.toSeconds() + " s");
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw failure("was interrupted at its end");
            }
            if (process.exitValue() != 0) {
                throw failure("ended with exit code " + process.exitValue());
            }
        }

        @Override
        public void close() {
            if (process.isAlive()) {
                process.destroyForcibly();
            }
        }
    }
}
