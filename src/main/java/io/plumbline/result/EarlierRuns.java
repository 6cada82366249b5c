package io.plumbline.result;

import io.plumbline.result.RunRecord.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * Runs that a later one is held against.
 *
 * @param named the one that it is held against; empty: the mean of those of the history that are like it
 * @param history what tells how much runs differ by chance, the oldest first
 */
public record EarlierRuns(Optional<RunRecord> named, List<RunRecord> history) {

    public static final EarlierRuns NONE = new EarlierRuns(Optional.empty(), List.of());

    /** Older ones were of another system, as likely as not. */
    private static final int NEWEST = 20;

    private static final String LOAD = "plumbline.load.";

    /** What makes it another pipeline, or another way to look at it. */
    private static final List<String> PIPELINE = List.of(
            "plumbline.aws.region",
            "plumbline.kinesis.stream",
            "plumbline.bigquery.project",
            "plumbline.bigquery.dataset",
            "plumbline.bigquery.table",
            "plumbline.bigquery.pollInterval");

    public EarlierRuns {
        history = history.stream()
                .sorted(Comparator.comparing((RunRecord run) -> run.times().start()))
                .toList();
    }

    /**
     * @param place a run's {@code run.json}, the folder that holds it, or a folder of such files or folders
     * @throws IOException which says what is wrong with which file
     */
    public static EarlierRuns read(Path place) throws IOException {
        boolean oneRun = !Files.isDirectory(place) || Files.exists(place.resolve("run.json"));
        return oneRun
                ? new EarlierRuns(Optional.of(RunRecordJson.read(place)), List.of())
                : new EarlierRuns(Optional.empty(), all(place));
    }

    /**
     * All runs in a folder: files of JSON, and {@code run.json} in the folders below.
     *
     * @throws IOException also where a file of JSON is no run record
     */
    public static List<RunRecord> all(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new IOException("there is no folder " + folder.toAbsolutePath());
        }
        List<Path> files;
        try (Stream<Path> entries = Files.list(folder)) {
            files = entries.map(entry -> Files.isDirectory(entry) ? entry.resolve("run.json") : entry)
                    .filter(file -> file.toString().endsWith(".json") && Files.exists(file))
                    .sorted()
                    .toList();
        }
        List<RunRecord> runs = new ArrayList<>();
        for (Path file : files) {
            runs.add(RunRecordJson.read(file));
        }
        return runs;
    }

    /** The newest that passed before a run began, of its simulation, load and pipeline; the oldest first. */
    List<RunRecord> like(RunRecord run) {
        List<RunRecord> alike = history.stream()
                .filter(earlier -> isGoodAndEarlier(earlier, run))
                .filter(earlier -> differences(earlier, run).isEmpty())
                .toList();
        return alike.subList(Math.max(0, alike.size() - NEWEST), alike.size());
    }

    /** The newest that passed before a run began, whatever it was; empty where none did. */
    Optional<RunRecord> newestGood(RunRecord run) {
        return history.stream()
                .filter(earlier -> isGoodAndEarlier(earlier, run))
                .reduce((one, next) -> next);
    }

    private static boolean isGoodAndEarlier(RunRecord earlier, RunRecord run) {
        return earlier.verdict() == Verdict.PASS
                && earlier.times().start().isBefore(run.times().start());
    }

    /** What is not the same of two runs apart from what they measured, a sentence each. */
    static List<String> differences(RunRecord before, RunRecord now) {
        List<String> differs = new ArrayList<>();
        differs(differs, "simulation", before.simulation(), now.simulation());
        differs(differs, "target", before.target(), now.target());
        TreeSet<String> names = new TreeSet<>(PIPELINE);
        Stream.of(before, now)
                .map(RunRecord::settings)
                .map(Map::keySet)
                .flatMap(settings -> settings.stream().filter(name -> isOfTheLoad(name, now)))
                .forEach(names::add);
        for (String name : names) {
            differs(
                    differs,
                    name,
                    before.settings().getOrDefault(name, ""),
                    now.settings().getOrDefault(name, ""));
        }
        return differs;
    }

    /** A simulation has defaults of its own, or those of the one that the preset names. */
    private static boolean isOfTheLoad(String setting, RunRecord run) {
        String own = run.simulationName().replaceFirst("Simulation$", "");
        String preset = run.settings().getOrDefault(LOAD + "preset", "");
        return setting.startsWith(LOAD)
                || setting.startsWith("plumbline.simulations." + (preset.isEmpty() ? own : preset) + ".load.");
    }

    private static void differs(List<String> differs, String what, String before, String now) {
        if (!before.equals(now)) {
            differs.add(what + " was " + shown(before) + ", is " + shown(now));
        }
    }

    private static String shown(String value) {
        return value.isEmpty() ? "not set" : value;
    }
}
