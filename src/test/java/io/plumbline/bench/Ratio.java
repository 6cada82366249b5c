package io.plumbline.bench;

import io.plumbline.bench.Meter.Result;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import local.ChildStandIn;

/**
 * What a put costs through Gatling with its record tracked and all of its rows, compared with the bare SDK: run
 * {@code main}. Both put as fast as they can into the same stand-in, with as many puts on the wire, in turns, each time
 * in a JVM of its own. Arguments: rounds, by default 3, seconds measured of each, by default 20, users, by default 8,000
 * (enough that puts queue while most users wait for arrivals), and {@code put} to let users go on at the put's answer.
 */
public final class Ratio {

    private static final int ON_THE_WIRE = 64;
    private static final int SHARDS = 4;
    private static final String HTTP_CLIENT = System.getProperty("bench.httpClient", "crt");
    private static final List<String> JVM =
            List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xms512m", "-Xmx1g", "-Duser.timezone=UTC");

    private final int seconds;
    private final int users;
    private final boolean awaits;
    private final Path folder = Files.createTempDirectory("ratio");
    private final Map<String, String> environment;
    private final ProcessHandle server;

    /** What one program did. */
    private record Turn(Result client, long serverCpuNanos) {

        double serverCpuMicros() {
            return serverCpuNanos / 1e3 / client.records();
        }
    }

    private Ratio(Map<String, String> environment, ProcessHandle server, int seconds, int users, boolean awaits)
            throws IOException {
        this.environment = environment;
        this.server = server;
        this.seconds = seconds;
        this.users = users;
        this.awaits = awaits;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        int rounds = given.isEmpty() ? 3 : Integer.parseInt(given.get(0));
        int seconds = given.size() < 2 ? 20 : Integer.parseInt(given.get(1));
        int users = given.size() < 3 ? 8_000 : Integer.parseInt(given.get(2));
        System.setProperty("local.limits", "off");
        System.setProperty("local.shards", Integer.toString(SHARDS));
        // A sweep asks for all rows of the run: where the stand-in had to drop some, it fails.
        System.setProperty("local.bigquery.megabytes", "2048");
        try (var standIn = new ChildStandIn().start(Files.createTempFile("ratio", "truth.json"))) {
            ProcessHandle server =
                    ProcessHandle.current().children().findFirst().orElseThrow();
            new Ratio(standIn.environment(), server, seconds, users, !given.contains("put")).compare(rounds);
        }
    }

    private void compare(int rounds) throws IOException, InterruptedException {
        List<Turn> bare = new ArrayList<>();
        List<Turn> ours = new ArrayList<>();
        // The first turn pays for the stand-in's own warming up.
        turn(0, "SDK loop", sdkLoop(0));
        for (int round = 1; round <= rounds; round++) {
            bare.add(turn(round, "SDK loop", sdkLoop(round)));
            ours.add(turn(round, "PutRecord", putRecord(round)));
        }
        double[] rate =
                ratios(bare, ours, (a, b) -> b.client().perSecond() / a.client().perSecond());
        double[] cpu =
                ratios(bare, ours, (a, b) -> b.client().cpuMicros() / a.client().cpuMicros());
        double[] bytes = ratios(
                bare, ours, (a, b) -> b.client().bytesPerRecord() / a.client().bytesPerRecord());
        say("rates %s, CPU %s, allocation %s", spread(rate), spread(cpu), spread(bytes));
        say("ratio PutRecord rate=%.2f cpu=%.2f", median(rate), median(cpu));
    }

    private ProcessBuilder sdkLoop(int round) {
        return Jvm.of(
                SdkLoop.class, options("sdk-loop-" + round), Integer.toString(ON_THE_WIRE), Integer.toString(seconds));
    }

    private ProcessBuilder putRecord(int round) {
        List<String> options = options("put-record-" + round);
        settings(round).forEach((name, value) -> options.add("-D" + name + "=" + value));
        String reports = folder.resolve("gatling" + round).toString();
        return Jvm.of(
                io.gatling.app.Gatling.class,
                options,
                "-s",
                PutRecordSimulation.class.getName(),
                "-nr",
                "-rf",
                reports);
    }

    /**
     * With {@code -Dbench.jfr=<folder>} each program leaves a flight recording there; {@code -Dbench.warmUp} is how many
     * seconds it may warm up, at the most; {@code -Dbench.httpClient} is what both put by, {@code netty} or {@code crt};
     * {@code -Dbench.flags} are further options of their JVMs.
     */
    private static List<String> options(String program) {
        List<String> options = new ArrayList<>(JVM);
        options.add("-Dbench.warmUp=" + System.getProperty("bench.warmUp", "180"));
        options.add("-Dbench.httpClient=" + HTTP_CLIENT);
        String flags = System.getProperty("bench.flags", "");
        options.addAll(flags.isBlank() ? List.of() : List.of(flags.split(" ")));
        String recordings = System.getProperty("bench.jfr");
        if (recordings != null) {
            options.add("-XX:StartFlightRecording:settings=profile,filename=" + Path.of(recordings, program + ".jfr"));
        }
        return options;
    }

    private Map<String, String> settings(int round) {
        return Map.ofEntries(
                Map.entry("bench.measured", Integer.toString(seconds)),
                Map.entry("bench.awaits", Boolean.toString(awaits)),
                Map.entry("plumbline.runId", "ratio-" + round),
                Map.entry("plumbline.results.dir", folder.toString()),
                Map.entry("plumbline.load.users", Integer.toString(awaits ? users : ON_THE_WIRE)),
                Map.entry("plumbline.kinesis.httpClient", HTTP_CLIENT),
                Map.entry("plumbline.kinesis.maxConcurrency", Integer.toString(ON_THE_WIRE)),
                // Whoever waits for a free connection here does so on purpose.
                Map.entry("plumbline.kinesis.acquireTimeout", "1 minute"),
                Map.entry("plumbline.kinesis.attemptTimeout", "1 minute"),
                Map.entry("plumbline.arrival.within", "2 minutes"),
                Map.entry("plumbline.arrival.drain", "2 minutes"),
                Map.entry("plumbline.slo.endToEnd.p95", ""));
    }

    private Turn turn(int round, String name, ProcessBuilder program) throws IOException, InterruptedException {
        program.environment().putAll(environment);
        Process process = program.start();
        ArrayDeque<String> output = new ArrayDeque<>();
        Turn turn = null;
        String threads = "";
        try (BufferedReader lines = process.inputReader()) {
            long before = 0;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                output.add(line);
                if (line.equals(Meter.BEGIN)) {
                    before = serverCpu().toNanos();
                } else if (line.startsWith(Meter.BY_THREAD)) {
                    threads = line;
                }
                Result result = Result.in(line).orElse(null);
                if (result != null) {
                    turn = new Turn(result, serverCpu().toNanos() - before);
                }
            }
        } finally {
            process.destroyForcibly();
        }
        if (process.waitFor() != 0 || turn == null || turn.client().failed() > 0) {
            throw new IllegalStateException(name + " failed:\n" + String.join("\n", output));
        }
        say(
                "round %d, %-9s %,6.0f records/s, CPU %4.0f µs, %,6.0f bytes allocated, GC %3d ms, JIT %3d ms; server CPU %3.0f µs",
                round,
                name,
                turn.client().perSecond(),
                turn.client().cpuMicros(),
                turn.client().bytesPerRecord(),
                turn.client().gcMillis(),
                turn.client().jitMillis(),
                turn.serverCpuMicros());
        say("    %s", threads);
        return turn;
    }

    private Duration serverCpu() {
        return server.info().totalCpuDuration().orElse(Duration.ZERO);
    }

    private static double[] ratios(List<Turn> bare, List<Turn> ours, ToDoubleBiFunction<Turn, Turn> ratio) {
        double[] ratios = new double[bare.size()];
        Arrays.setAll(ratios, i -> ratio.applyAsDouble(bare.get(i), ours.get(i)));
        Arrays.sort(ratios);
        return ratios;
    }

    private static double median(double[] sorted) {
        return sorted[sorted.length / 2];
    }

    private static String spread(double[] sorted) {
        return String.format(Locale.ROOT, "%.2f (%.2f to %.2f)", median(sorted), sorted[0], sorted[sorted.length - 1]);
    }

    private static void say(String format, Object... arguments) {
        System.out.printf(Locale.ROOT, format + "%n", arguments);
    }
}
