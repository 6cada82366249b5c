package io.plumbline.cli;

import io.plumbline.result.Generators;
import io.plumbline.result.RunRecord;
import io.plumbline.result.RunRecordJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Where the generators of a run left their results.
 *
 * @param runs that were finished, by their folders
 * @param unfinished folders without a run record
 */
record GeneratorFolders(Map<Path, RunRecord> runs, List<Path> unfinished) {

    private static final String RUN_RECORD = "run.json";
    private static final Pattern INDEX = Pattern.compile("(?<run>.+)-(?<index>\\d{1,3})");

    /**
     * @param named folders of runs, files {@code run.json} in them, or folders that hold such folders: of what is in these
     *     only generators' results count
     * @throws IOException if one is not there or cannot be read, or if none holds any results; says which and why
     */
    static GeneratorFolders of(List<Path> named) throws IOException {
        GeneratorFolders found = new GeneratorFolders(new LinkedHashMap<>(), new ArrayList<>());
        for (Path each : named) {
            found.add(each.toAbsolutePath().normalize());
        }
        if (found.runs.isEmpty()) {
            throw new IOException("no generator left a " + RUN_RECORD + " in "
                    + named.get(0).toAbsolutePath().normalize() + (named.size() > 1 ? " and the others" : ""));
        }
        return found;
    }

    private void add(Path named) throws IOException {
        if (!Files.exists(named)) {
            throw new IOException("there is no " + named);
        }
        if (!Files.isDirectory(named)) {
            runs.put(named.resolveSibling(""), RunRecordJson.read(named));
            return;
        }
        if (Files.exists(named.resolve(RUN_RECORD))) {
            runs.put(named, RunRecordJson.read(named));
            return;
        }
        List<Path> below;
        try (Stream<Path> entries = Files.list(named)) {
            below = entries.filter(Files::isDirectory).sorted().toList();
        }
        for (Path folder : below) {
            addFound(folder);
        }
        if (runs.keySet().stream().noneMatch(run -> run.startsWith(named))) {
            unfinished.add(named);
        }
    }

    /** One that nobody named: a run of one generator, or what was merged before, is not meant. */
    private void addFound(Path folder) throws IOException {
        if (!Files.exists(folder.resolve(RUN_RECORD))) {
            unfinished.add(folder);
            return;
        }
        RunRecord run = RunRecordJson.read(folder);
        Generators generators = run.generators();
        if (generators != null && generators.index() != null) {
            runs.put(folder, run);
        }
    }

    /** The folder that holds that of the first. */
    Path parent() {
        return runs.keySet().iterator().next().resolve("..").normalize();
    }

    /** What there is of generators that left no run record, a sentence's end by their index. */
    Map<Integer, String> traces() {
        String runId = runs.values().iterator().next().runId();
        Map<Integer, String> traces = new TreeMap<>();
        for (Path folder : unfinished) {
            Matcher name = INDEX.matcher(folder.getFileName().toString());
            if (name.matches() && name.group("run").equals(runId)) {
                traces.put(
                        Integer.valueOf(name.group("index")),
                        "it was killed or still runs, for there is no " + RUN_RECORD + " in " + folder);
            }
        }
        return traces;
    }

    /** The files of one name that there are. */
    List<Path> files(String name) {
        return runs.keySet().stream()
                .map(folder -> folder.resolve(name))
                .filter(Files::exists)
                .toList();
    }
}
