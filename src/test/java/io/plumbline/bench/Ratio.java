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
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;
import local.ChildStandIn;

/**
 * What puts cost through Gatling with their records tracked, compared with the bare SDK: run {@code main}. Both put as
 * fast as they can into the same stand-in, with as many puts on the wire, in turns, each time in a JVM of its own.
 * Arguments: rounds, by default 3, seconds measured of each, by default 20, records on their way, by default 8,000
 * (enough that puts queue while most users wait for arrivals); {@code single} or {@code batch} for only one of PutRecord
 * and PutRecords, and {@code put} to let users go on at the put's answer.
 */
public final class Ratio {

    private static final int BATCH = 500;
    private static final int SHARDS = 4;
    private static final String HTTP_CLIENT = System.getProperty("bench.httpClient", "crt");
    private static final List<String> JVM =
            List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xms512m", "-Xmx1g", "-Duser.timezone=UTC");

    private final int seconds;
    private final int records;
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

    private Ratio(Map<String, String> environment, ProcessHandle server, int seconds, int records, boolean awaits)
            throws IOException {
        this.environment = environment;
        this.server = server;
        this.seconds = seconds;
        this.records = records;
        this.awaits = awaits;
    }

    public static void main(String[] arguments) throws Exception {
        List<String> given = Arrays.asList(arguments);
        int rounds = given.isEmpty() ? 3 : Integer.parseInt(given.get(0));
        int seconds = given.size() < 2 ? 20 : Integer.parseInt(given.get(1));
        int records = given.size() < 3 ? 8_000 : Integer.parseInt(given.get(2));
        System.setProperty("local.limits", "off");
        System.setProperty("local.shards", Integer.toString(SHARDS));
        // A sweep asks for all rows of the run: where the stand-in had to drop some, it fails.
        System.setProperty("local.bigquery.megabytes", "2048");
        try (var standIn = new ChildStandIn().start(Files.createTempFile("ratio", "truth.json"))) {
            ProcessHandle server =
                    ProcessHandle.current().children().findFirst().orElseThrow();
            Ratio ratio = new Ratio(standIn.environment(), server, seconds, records, !given.contains("put"));
            if (!given.contains("single")) {
                ratio.compare(rounds, Way.PUT_RECORDS, Way.PUT_RECORDS_SAMPLED);
            }
            if (!given.contains("batch")) {
                ratio.compare(rounds, Way.PUT_RECORD);
            }
        }
    }

    /** How our side puts, which the SDK loop does as well. */
    private enum Way {
        PUT_RECORD("PutRecord", 1, 64, "all"),
        PUT_RECORDS("PutRecords, all rows", BATCH, 8, "all"),
        PUT_RECORDS_SAMPLED("PutRecords, sampled", BATCH, 8, "sampled");

        private final String label;
        private final int batch;
        private final int onTheWire;
        private final String rows;

        Way(String label, int batch, int onTheWire, String rows) {
            this.label = label;
            this.batch = batch;
            this.onTheWire = onTheWire;
            this.rows = rows;
        }
    }

    /** Ways of one kind of put, in turns with the same SDK loop. */
    private void compare(int rounds, Way... ways) throws IOException, InterruptedException {
        List<Turn> bare = new ArrayList<>();
        Map<Way, List<Turn>> ours = new EnumMap<>(Way.class);
        // The first turn pays for the stand-in's own warming up.
        turn(0, "SDK loop", sdkLoop(0, ways[0]));
        for (int round = 1; round <= rounds; round++) {
            bare.add(turn(round, "SDK loop", sdkLoop(round, ways[0])));
            for (Way way : ways) {
                ours.computeIfAbsent(way, first -> new ArrayList<>()).add(turn(round, way.label, gatling(round, way)));
            }
        }
        ours.forEach((way, turns) -> compare(way, bare, turns));
    }

    private static void compare(Way way, List<Turn> bare, List<Turn> ours) {
        double[] rate =
                ratios(bare, ours, (a, b) -> b.client().perSecond() / a.client().perSecond());
        double[] cpu =
                ratios(bare, ours, (a, b) -> b.client().cpuMicros() / a.client().cpuMicros());
        double[] bytes = ratios(
                bare, ours, (a, b) -> b.client().bytesPerRecord() / a.client().bytesPerRecord());
        say("%s: rates %s, CPU %s, allocation %s", way.label, spread(rate), spread(cpu), spread(bytes));
        if (way == Way.PUT_RECORD) {
            say("ratio PutRecord rate=%.2f cpu=%.2f", median(rate), median(cpu));
        } else {
            double[] aCore = ours.stream()
                    .mapToDouble(turn -> 1e6 / turn.client().cpuMicros())
                    .sorted()
                    .toArray();
            say(
                    "%s: %,.0f records a second of CPU (%,.0f to %,.0f)",
                    way.label, median(aCore), aCore[0], aCore[aCore.length - 1]);
        }
    }

    private ProcessBuilder sdkLoop(int round, Way way) {
        return Jvm.of(
                SdkLoop.class,
                options("sdk-loop-" + way.batch + "-" + round),
                Integer.toString(way.onTheWire),
                Integer.toString(seconds),
                Integer.toString(way.batch));
    }

    private ProcessBuilder gatling(int round, Way way) {
        String name = way.name().toLowerCase(Locale.ROOT).replace('_', '-') + "-" + round;
        List<String> options = options(name);
        settings(name, way).forEach((setting, value) -> options.add("-D" + setting + "=" + value));
        String reports = folder.resolve("gatling-" + name).toString();
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

    private Map<String, String> settings(String name, Way way) {
        return Map.ofEntries(
                Map.entry("bench.measured", Integer.toString(seconds)),
                Map.entry("bench.awaits", Boolean.toString(awaits)),
                Map.entry("bench.batch", Integer.toString(way.batch)),
                Map.entry("plumbline.runId", "ratio-" + name),
                Map.entry("plumbline.arrival.rows", way.rows),
                Map.entry("plumbline.results.dir", folder.toString()),
                Map.entry(
                        "plumbline.load.users",
                        Integer.toString(awaits ? Math.max(1, records / way.batch) : way.onTheWire)),
                Map.entry("plumbline.kinesis.httpClient", HTTP_CLIENT),
                Map.entry("plumbline.kinesis.maxConcurrency", Integer.toString(way.onTheWire)),
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
                "round %d, %-20s %,7.0f records/s, CPU %5.1f µs, %,6.0f bytes allocated, GC %3d ms, JIT %3d ms; server CPU %3.0f µs",
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
