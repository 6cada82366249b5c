package io.plumbline.dsl;

import io.gatling.javaapi.core.Simulation;
import io.plumbline.gatling.ExitGuard;
import io.plumbline.gatling.Halt;
import io.plumbline.run.Run;
import io.plumbline.run.RunStart;
import io.plumbline.run.Schedule;
import io.plumbline.settings.Need;
import io.plumbline.settings.Problem;
import io.plumbline.settings.Settings.Load;
import io.plumbline.settings.Settings.Share;
import io.plumbline.settings.SettingsException;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Supplier;

/** The settings of this process' one simulation. */
public final class CurrentRun {

    /** The name of a simulation's only pipeline: none. */
    static final String ONLY_PIPELINE = "";

    private static final String SUFFIX = "Simulation";

    private static final SettingsLoader LOADER = load();

    /** The names of the simulation's pipelines. */
    private static final Set<String> NAMED = ConcurrentHashMap.newKeySet();

    /** The names of the pipelines whose runs have started. */
    private static final Set<String> STARTED = ConcurrentHashMap.newKeySet();

    private CurrentRun() {}

    /** The load that the settings have for the simulation which calls. */
    public static Load loadOfCaller() {
        return loadOf(requiredCaller());
    }

    /** This generator's share of the load. */
    public static Share share() {
        return checked(LOADER::share);
    }

    /** The file that takes the default body's place; outside of a simulation, the one for all of them. */
    static Optional<Path> bodyOfCaller() {
        return caller().map(CurrentRun::loadOf)
                .orElseGet(() -> checked(() -> LOADER.load("")))
                .body();
    }

    private static Load loadOf(Class<?> simulation) {
        String name = simulation.getSimpleName();
        String setting = name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
        return checked(() -> LOADER.load(setting));
    }

    /**
     * Checks the settings and starts the run, once it is known what the simulation needs.
     *
     * @param pipeline its name where there are several
     */
    static BiFunction<Set<Need>, Schedule, Run> starter(String pipeline) {
        NAMED.add(pipeline);
        Class<?> simulation = requiredCaller();
        int maxInFlight = loadOf(simulation).maxInFlight();
        return (needs, schedule) -> checked(() -> {
            if (!STARTED.add(pipeline)) {
                throw Halt.because(List.of("the simulation has two pipelines "
                        + (pipeline.equals(ONLY_PIPELINE) ? "without a name" : "called " + pipeline)
                        + ": say pipeline(\"…\") with a name for each, or use one for both"));
            }
            SettingsLoader loader =
                    pipeline.equals(ONLY_PIPELINE) ? LOADER : LOADER.ofPipeline(pipeline, Set.copyOf(NAMED));
            Run run = RunStart.start(loader, needs, simulation.getName(), maxInFlight, schedule);
            ExitGuard.watch(run);
            return run;
        });
    }

    private static SettingsLoader load() {
        return checked(() -> new SettingsLoader(Sources.ofProcess(), Clock.systemUTC()));
    }

    private static <T> T checked(Supplier<T> settings) {
        try {
            return settings.get();
        } catch (SettingsException e) {
            throw Halt.because(e.problems().stream().map(Problem::text).toList());
        }
    }

    private static Class<?> requiredCaller() {
        return caller().orElseThrow(() ->
                new IllegalStateException("call this from a simulation's constructor or a field's initialiser"));
    }

    private static Optional<Class<?>> caller() {
        return StackWalker.getInstance(StackWalker.Option.RETAIN_CLASS_REFERENCE)
                .walk(frames -> frames.<Class<?>>map(StackWalker.StackFrame::getDeclaringClass)
                        .filter(Simulation.class::isAssignableFrom)
                        .findFirst());
    }
}
