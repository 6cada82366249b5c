package io.plumbline.bench;

import io.gatling.app.Gatling;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import local.ChildStandIn;

/**
 * What a waiting user takes of the heap with all that Gatling needs for it: run {@code main}. A whole simulation in a
 * heap of 1 GB against a stand-in that loses every record. Arguments: users, by default a million, and users a second,
 * by default 1,500. Ends with exit code 1 unless all of them fit.
 */
public final class WaitingUsersHeap {

    private static final List<String> JVM =
            List.of("--add-opens=java.base/java.lang=ALL-UNNAMED", "-Xmx1g", "-XX:+ExitOnOutOfMemoryError");

    private WaitingUsersHeap() {}

    public static void main(String[] arguments) throws Exception {
        int users = arguments.length == 0 ? 1_000_000 : Integer.parseInt(arguments[0]);
        int rate = arguments.length < 2 ? 1_500 : Integer.parseInt(arguments[1]);
        System.setProperty("local.limits", "off");
        System.setProperty("local.faults.drop.probability", "1");
        Path folder = Files.createTempDirectory("waiting-users");
        try (var standIn = new ChildStandIn().start(folder.resolve("truth.json"))) {
            ProcessBuilder simulation = simulation(folder, users, rate);
            simulation.environment().putAll(standIn.environment());
            System.exit(measured(simulation.start()) ? 0 : 1);
        }
    }

    private static ProcessBuilder simulation(Path folder, int users, int rate) {
        List<String> options = new ArrayList<>(JVM);
        Map.of(
                        "bench.records",
                        Integer.toString(users),
                        "plumbline.runId",
                        "waiting-users",
                        "plumbline.results.dir",
                        folder.toString(),
                        "plumbline.load.rate",
                        Integer.toString(rate),
                        // A little longer than needed: the last users of a profile must not be missed.
                        "plumbline.load.duration",
                        users / rate + 2 + " s",
                        "plumbline.arrival.within",
                        "2 hours")
                .forEach((name, value) -> options.add("-D" + name + "=" + value));
        return Jvm.of(
                Gatling.class,
                options,
                "-s",
                WaitingUsersSimulation.class.getName(),
                "-nr",
                "-rf",
                folder.resolve("gatling").toString());
    }

    /** The users wait for records that are lost: they are not waited for. */
    private static boolean measured(Process simulation) throws Exception {
        try (BufferedReader lines = simulation.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                System.out.println(line);
                if (line.startsWith(WaitingUsersSimulation.RESULT)) {
                    return true;
                }
            }
            return false;
        } finally {
            simulation.destroyForcibly();
        }
    }
}
