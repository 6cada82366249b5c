package io.plumbline.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.docs.RunSchema;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;

/**
 * A simulation run as its user runs it, in a process of its own: by {@code mvn gatling:test}, or by Gatling's main class
 * where Maven would add nothing but time.
 */
final class Program {

    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final String RUN_ID = "acceptance";
    private static final Duration LIMIT = Duration.ofSeconds(180);
    private static final JsonMapper JSON = new JsonMapper();

    private final Path folder;
    private Duration limit = LIMIT;
    private String resultsName = RUN_ID;
    private Path results;
    private Path directory = Path.of("").toAbsolutePath();
    private final List<String> before = new ArrayList<>();
    private final Map<String, String> settings = new LinkedHashMap<>();
    private final List<String> after = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    private Program(Path folder) {
        this.folder = folder;
        this.results = folder.resolve("results");
    }

    static Program maven(Path folder, Class<?> simulation) {
        return maven(folder, Path.of(""), Path.of(property("plumbline.test.repository")), "gatling:test")
                .set("gatling.simulationClass", simulation.getName())
                .defaults();
    }

    /** A project of somebody's own, with no settings but its own. */
    static Program maven(Path folder, Path project, Path repository, String... goals) {
        Program program = new Program(folder);
        boolean windows = System.getProperty("os.name").startsWith("Windows");
        program.directory = project.toAbsolutePath();
        program.before.addAll(List.of(
                Path.of(property("plumbline.test.maven"), "bin", windows ? "mvn.cmd" : "mvn")
                        .toString(),
                "-B",
                "-Dmaven.repo.local=" + repository));
        program.before.addAll(List.of(goals));
        return program;
    }

    static Program gatling(Path folder, Class<?> simulation, Map<String, String> settings) {
        return java(
                folder,
                settings,
                "io.gatling.app.Gatling",
                "-s",
                simulation.getName(),
                "-rf",
                folder.resolve("gatling").toString());
    }

    static Program doctor(Path folder, String... arguments) {
        return java(
                folder,
                Map.of(),
                Stream.concat(Stream.of("io.plumbline.cli.Main", "doctor"), Stream.of(arguments))
                        .toArray(String[]::new));
    }

    private static Program java(Path folder, Map<String, String> settings, String... mainClassAndArguments) {
        Program program = new Program(folder);
        program.before.addAll(List.of(
                JAVA.toString(),
                "--add-opens=java.base/java.lang=ALL-UNNAMED",
                "-Dstdout.encoding=UTF-8",
                "-Dstderr.encoding=UTF-8",
                "-Xmx512m"));
        program.defaults();
        settings.forEach(program::set);
        program.after.addAll(List.of("-cp", System.getProperty("java.class.path")));
        program.after.addAll(List.of(mainClassAndArguments));
        return program;
    }

    static String property(String name) {
        String value = System.getProperty(name);
        if (value == null) {
            throw new IllegalStateException("run this by Maven: -D" + name + " is missing");
        }
        return value;
    }

    private Program defaults() {
        return set("plumbline.results.dir", folder.resolve("results").toString())
                .set("plumbline.runId", RUN_ID)
                .set("plumbline.load.rate", "20")
                .set("plumbline.load.duration", "3 s")
                .set("plumbline.arrival.within", "8 s")
                .set("plumbline.arrival.drain", "4 s")
                // The machine does other work as well; the generator's health has tests of its own.
                .set("plumbline.generator.maxLateness", "1 minute")
                .set("plumbline.generator.maxPause", "1 minute")
                .set("plumbline.generator.maxCpu", "100 %")
                .set("plumbline.generator.minRate", "1 %");
    }

    /** For runs in which every record arrives, however slow the machine is. */
    Program patient() {
        return set("plumbline.arrival.within", "1 minute")
                .set("plumbline.arrival.drain", "1 minute")
                .set("plumbline.slo.endToEnd.p95", "1 minute");
    }

    /** It may take so long. */
    Program within(Duration longer) {
        limit = longer;
        return this;
    }

    /** Of several runs in one folder. */
    Program runId(String id) {
        resultsName = id;
        return set("plumbline.runId", id);
    }

    /** One of several generators of the run, whose results are in a folder with those of the others. */
    Program generator(int index, int count, Path results) {
        resultsName = resultsName + "-" + index;
        this.results = results;
        return set("plumbline.generator.index", Integer.toString(index))
                .set("plumbline.generator.count", Integer.toString(count))
                .set("plumbline.results.dir", results.toString());
    }

    Program set(String setting, String value) {
        settings.put(setting, value);
        return this;
    }

    Program unset(String setting) {
        settings.remove(setting);
        return this;
    }

    /** In place of that of the tests. */
    Program classPath(String classPath) {
        after.set(after.indexOf("-cp") + 1, classPath);
        return this;
    }

    Program environment(Map<String, String> more) {
        environment.putAll(more);
        return this;
    }

    Process start() {
        List<String> command = new ArrayList<>(before);
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.addAll(after);
        ProcessBuilder builder =
                new ProcessBuilder(command).directory(directory.toFile()).redirectErrorStream(true);
        builder.redirectOutput(folder.resolve("console.txt").toFile());
        builder.environment().keySet().removeIf(Program::namesAPipeline);
        // It and its stand-in run for seconds, beside others on two cores: better compiled quickly than well.
        builder.environment().put("JDK_JAVA_OPTIONS", "-XX:TieredStopAtLevel=1");
        builder.environment().putAll(environment);
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs to the end. */
    Ended run() {
        return ended(start());
    }

    Ended ended(Process process) {
        try {
            if (!process.waitFor(limit.toSeconds(), TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError("did not end within " + limit + ":\n" + console());
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            throw new AssertionError(e);
        }
        return new Ended(process.exitValue(), console(), results.resolve(resultsName));
    }

    /** Waits until it has printed this. */
    void awaitConsole(Process process, String text) {
        try {
            while (!console().contains(text)) {
                if (process.waitFor(100, TimeUnit.MILLISECONDS)) {
                    throw new AssertionError("ended without printing '" + text + "':\n" + console());
                }
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    String console() {
        try {
            return Files.readString(folder.resolve("console.txt"), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean namesAPipeline(String variable) {
        return Stream.of("AWS_", "GCP_", "BQ_", "KINESIS_", "LAMBDA_", "BIGQUERY_", "PLUMBLINE_", "TEST_RUN_ID")
                .anyMatch(variable::startsWith);
    }

    /** What a finished program left. */
    record Ended(int exitCode, String console, Path results) {

        /** What it left of one of several pipelines. */
        Ended ofPipeline(String name) {
            return new Ended(exitCode, console, results.resolveSibling(results.getFileName() + "-" + name));
        }

        /** As its schema says. */
        JsonNode run() {
            JsonNode run = json("run.json");
            assertThat(RunSchema.ofTheRunRecord().problems(run)).isEmpty();
            return run;
        }

        JsonNode summary() {
            return json("e2e-summary.json");
        }

        JsonNode truth() {
            return json("local-truth.json");
        }

        List<JsonNode> records() {
            Path file = results.resolve("records.ndjson.gz");
            try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(file))) {
                List<JsonNode> records = new ArrayList<>();
                for (String line : new String(in.readAllBytes(), StandardCharsets.UTF_8).split("\n")) {
                    if (!line.isBlank()) {
                        records.add(JSON.readTree(line));
                    }
                }
                return records;
            } catch (IOException e) {
                throw new UncheckedIOException(console, e);
            }
        }

        long count(String name) {
            return run().path("counts").path(name).asLong(-1);
        }

        /** Gatling's last summary has the row of the group this often. */
        void assertRows(String group, String row, int ok, int failed) {
            String line = "> %s / %s +\\| +%d +\\| +%d +\\| +%d"
                    .formatted(Pattern.quote(group), row, ok + failed, ok, failed);
            assertThat(Pattern.compile(line).matcher(console).find())
                    .as("%s in %s", line, console)
                    .isTrue();
        }

        private JsonNode json(String name) {
            try {
                return JSON.readTree(results.resolve(name).toFile());
            } catch (IOException e) {
                throw new UncheckedIOException(console, e);
            }
        }
    }
}
