package io.plumbline.settings;

import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads settings one by one and collects what is wrong with them. A value that is not allowed is replaced by the next
 * layer's, so that reading goes on to the end; whoever reads must not use anything when there are {@link #problems()}.
 */
final class Reader {

    private static final Pattern PIPELINE = Pattern.compile(Pattern.quote(Layers.PIPELINES) + "[^.]+\\.");
    private static final Pattern OF_ONE_PIPELINE =
            Pattern.compile(PIPELINE.pattern() + "(?!load\\.|simulations\\.|runId$)");

    private final Layers layers;
    private final Set<Problem> problems;
    private final Set<String> known = new TreeSet<>();
    private final Map<String, String> effective = new TreeMap<>();

    Reader(Layers layers) {
        this.layers = layers;
        this.problems = new LinkedHashSet<>(layers.problems());
    }

    /** The value that counts; none if it is the empty text. */
    Optional<Given> given(String setting) {
        return candidates(setting).findFirst().filter(given -> !given.isNone());
    }

    <T> T required(String setting, Kind<T> kind) {
        List<Given> candidates = candidates(setting).toList();
        note(setting, candidates, kind);
        return firstAllowed(candidates, setting, kind);
    }

    <T> Optional<T> optional(String setting, Kind<T> kind) {
        List<Given> candidates = candidates(setting).toList();
        if (kind.isSecret()) {
            candidates.stream()
                    .filter(Given::isExposed)
                    .forEach(given -> problem(new Problem.Exposed(setting, given.origin())));
        }
        note(setting, candidates, kind);
        return candidates.stream().findFirst().filter(given -> !given.isNone()).flatMap(given -> parse(given, kind));
    }

    /**
     * A setting of the load: what somebody set for all simulations, or the simulation's own, or the default for all.
     *
     * @param simulation none: what counts for all
     */
    <T> T load(Optional<String> simulation, String name, Kind<T> kind) {
        String general = Layers.ROOT + "load." + name;
        List<Given> forAll = candidates(general).toList();
        note(general, forAll, kind);
        List<Given> own = simulation.map(of -> Layers.SIMULATIONS + of + ".load." + name).stream()
                .flatMap(this::candidates)
                .toList();
        own.forEach(given -> note(given.setting(), own, kind));
        List<Given> ordered = Stream.of(
                        forAll.stream().filter(given -> !given.isDefault()),
                        own.stream(),
                        forAll.stream().filter(Given::isDefault))
                .flatMap(Function.identity())
                .toList();
        return firstAllowed(ordered, general, kind);
    }

    private <T> T firstAllowed(List<Given> candidates, String setting, Kind<T> kind) {
        return candidates.stream()
                .flatMap(given -> parse(given, kind).stream())
                .findFirst()
                .orElseThrow(() -> incomplete(setting));
    }

    /** Only when somebody's own reference.conf breaks ours, or a packed jar has lost it. */
    private SettingsException incomplete(String setting) {
        problem(new Problem.Missing(setting, "reference.conf has no usable default; is the jar complete?"));
        return new SettingsException(List.copyOf(problems));
    }

    private <T> Optional<T> parse(Given given, Kind<T> kind) {
        Optional<T> value = kind.parse(given.text());
        if (value.isEmpty()) {
            problem(Problem.Invalid.of(given, kind));
        }
        return value;
    }

    private Stream<Given> candidates(String setting) {
        known.add(setting);
        return layers.find(setting);
    }

    private void note(String setting, List<Given> candidates, Kind<?> kind) {
        candidates.stream().findFirst().ifPresent(given -> effective.put(setting, kind.shown(given.text())));
    }

    void problem(Problem problem) {
        problems.add(problem);
    }

    /** Says in {@link #effective()} what a setting came to be. */
    void became(String setting, String value) {
        effective.put(setting, value);
    }

    Map<String, String> effective() {
        return Collections.unmodifiableMap(new TreeMap<>(effective));
    }

    /** Every setting that was read so far. */
    Set<String> known() {
        return Set.copyOf(known);
    }

    /** All problems, also the names that nobody has read: call it last. */
    List<Problem> problems() {
        Set<Problem> all = new LinkedHashSet<>(problems);
        layers.layers().forEach(layer -> unknown(layer).forEach(all::add));
        return List.copyOf(all);
    }

    private Stream<Problem> unknown(Layers.Layer layer) {
        List<String> names = known.stream()
                .flatMap(setting -> layer.namesOf().apply(setting).stream())
                .toList();
        return layer.given().entrySet().stream()
                .filter(entry -> !names.contains(forAnyPipeline(entry.getKey())))
                .map(entry -> new Problem.Unknown(
                        Shown.of(entry.getKey()),
                        Shown.of(entry.getValue().origin()),
                        suggestion(entry.getKey(), names)));
    }

    /** For a pipeline's own setting another of its own, unless only all of them together can have it. */
    private static Optional<String> suggestion(String name, List<String> names) {
        Matcher own = PIPELINE.matcher(name);
        return own.lookingAt()
                ? Suggestion.of(own.replaceFirst(Layers.ROOT), names).map(meant -> {
                    String ofIts = own.group() + meant.substring(Layers.ROOT.length());
                    return OF_ONE_PIPELINE.matcher(ofIts).lookingAt() ? ofIts : meant;
                })
                : Suggestion.of(name, names);
    }

    /** A setting of one of several pipelines by its name for all; the load is no pipeline's. */
    private static String forAnyPipeline(String name) {
        return OF_ONE_PIPELINE.matcher(name).replaceFirst(Layers.ROOT);
    }
}
