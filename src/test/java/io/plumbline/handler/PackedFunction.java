package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.amazonaws.services.lambda.runtime.serialization.PojoSerializer;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import local.lambda.Invocation;

/**
 * The packed jar in a JVM of its own, as Lambda starts one for Java 17 and 512 MB: the serial collector, the quick
 * compiler alone, and of the 85 % of memory that Lambda gives Java 35 MB for classes and the rest for the heap.
 */
final class PackedFunction implements AutoCloseable {

    /** The function of this jar, which the Maven profile {@code lambda} packs. */
    static final Path JAR = Path.of("target", "plumbline-lambda.jar");

    private static final List<String> JVM =
            List.of("-Xmx400m", "-XX:MaxMetaspaceSize=64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1");

    /** A program with its arguments that starts the JVM, such as one that limits its CPU. */
    private static final String LAUNCHER = System.getProperty("function.launcher", "");

    private final long startNanos = System.nanoTime();
    private final Process process;
    private final PrintStream events;
    private final BufferedReader lines;
    private final List<String> log = new ArrayList<>();
    private Duration timeout = Duration.ofSeconds(60);

    /** @param folder for the runtime's classes */
    static PackedFunction start(Path folder, Map<String, String> environment, String... jvm) throws IOException {
        return new PackedFunction(folder, environment, List.of(jvm));
    }

    private PackedFunction(Path folder, Map<String, String> environment, List<String> jvm) throws IOException {
        List<String> command = new ArrayList<>(
                Stream.of(LAUNCHER.split(" +")).filter(word -> !word.isEmpty()).toList());
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(JVM);
        command.addAll(jvm);
        command.addAll(List.of("-cp", classPath(folder), FunctionRuntime.class.getName()));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        process = builder.start();
        events = new PrintStream(process.getOutputStream(), true, UTF_8);
        lines = process.inputReader(UTF_8);
    }

    /** The runtime's own, and the jar: nothing that the build has beside. */
    private static String classPath(Path folder) throws IOException {
        Path classes = placeOf(FunctionRuntime.class);
        Path there = Path.of("io", "plumbline", "handler");
        Path copies = Files.createDirectories(folder.resolve("runtime").resolve(there));
        try (Stream<Path> files = Files.list(classes.resolve(there))) {
            for (Path file : files.toList()) {
                if (file.getFileName().toString().startsWith(FunctionRuntime.class.getSimpleName())) {
                    Files.copy(file, copies.resolve(file.getFileName()), StandardCopyOption.REPLACE_EXISTING);
                }
            }
        }
        return Stream.of(folder.resolve("runtime"), placeOf(PojoSerializer.class), JAR)
                .map(path -> path.toAbsolutePath().toString())
                .collect(Collectors.joining(File.pathSeparator));
    }

    private static Path placeOf(Class<?> type) {
        try {
            return Path.of(
                    type.getProtectionDomain().getCodeSource().getLocation().toURI());
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    /** How long an invocation may take from now on. */
    PackedFunction timeout(Duration limit) {
        timeout = limit;
        return this;
    }

    /** Since its JVM was started. */
    Duration age() {
        return Duration.ofNanos(System.nanoTime() - startNanos);
    }

    /** What its JVM has taken since. */
    Duration cpu() {
        return process.info().totalCpuDuration().orElseThrow();
    }

    /** What it has logged so far, and why it ended if it did. */
    String log() {
        return String.join("\n", log);
    }

    /** For an event source mapping. */
    Invocation invoke(byte[] event) {
        long start = System.nanoTime();
        events.println(timeout.toMillis() + " " + Base64.getEncoder().encodeToString(event));
        String line = answer();
        boolean failed = line.startsWith(FunctionRuntime.FAILED);
        return new Invocation(
                "",
                Base64.getDecoder().decode(line.substring(line.indexOf(' ') + 1)),
                failed ? Optional.of("Unhandled") : Optional.empty(),
                Duration.ofNanos(System.nanoTime() - start),
                Optional.empty(),
                log());
    }

    private String answer() {
        for (String line = line(); line != null; line = line()) {
            if (line.startsWith(FunctionRuntime.ANSWERED) || line.startsWith(FunctionRuntime.FAILED)) {
                return line;
            }
            log.add(line);
        }
        throw new AssertionError("the function's JVM has ended:\n" + log());
    }

    /** Reads what it says until it ends by itself; its exit code. */
    int end() throws InterruptedException {
        events.close();
        for (String line = line(); line != null; line = line()) {
            log.add(line);
        }
        return process.waitFor();
    }

    private String line() {
        try {
            return lines.readLine();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() throws InterruptedException {
        events.close();
        if (!process.waitFor(10, TimeUnit.SECONDS)) {
            process.destroyForcibly();
        }
    }
}
