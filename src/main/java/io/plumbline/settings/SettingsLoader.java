package io.plumbline.settings;

import io.plumbline.settings.Settings.Load;
import io.plumbline.settings.Settings.Share;
import io.plumbline.settings.Settings.Target;
import java.time.Clock;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * Turns what is given by -D, environment, application.conf and reference.conf, the first of them first, into
 * {@link Settings}. What returns them throws {@link SettingsException} with the problems of all settings.
 */
public final class SettingsLoader {

    private static final DateTimeFormatter RUN_ID =
            DateTimeFormatter.ofPattern("'test-'yyyyMMdd-HHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

    private final Layers layers;
    private final String defaultRunId;
    private final String pipeline;

    private SettingsLoader(Layers layers, String defaultRunId, String pipeline) {
        this.layers = layers;
        this.defaultRunId = defaultRunId;
        this.pipeline = pipeline;
    }

    /** @param clock gives the run its name when it has none */
    public SettingsLoader(Sources sources, Clock clock) {
        this(Layers.of(sources), RUN_ID.format(clock.instant()), "");
    }

    /**
     * One of several pipelines: {@code plumbline.pipelines.<name>.…} counts more than {@code plumbline.…}, and the name
     * stands behind the run's id.
     *
     * @param all the names that the simulation has for its pipelines
     */
    public SettingsLoader ofPipeline(String name, Set<String> all) {
        return new SettingsLoader(layers.ofPipeline(name, all), defaultRunId, name);
    }

    /** Where the load goes, whatever else may be wrong. */
    public Target target() {
        return SettingsReader.naming(new Reader(layers)).isPresent() ? Target.REAL_PIPELINE : Target.LOCAL_STAND_IN;
    }

    /**
     * The settings as given. For {@link Target#LOCAL_STAND_IN} nothing can be missing yet: see
     * {@link #withStandIn(Map, Collection)}.
     *
     * @param needs what the simulation's actions need of a real pipeline
     */
    public Settings settings(Collection<Need> needs) {
        Target target = target();
        return checked(layers, target, target == Target.REAL_PIPELINE ? needs : List.of())
                .settings();
    }

    /**
     * The settings for a started stand-in.
     *
     * @param printed what a client has to set to reach it, by the names of the environment
     */
    public Settings withStandIn(Map<String, String> printed, Collection<Need> needs) {
        if (target() != Target.LOCAL_STAND_IN) {
            throw new IllegalStateException("a real pipeline is named: nothing may stand in for it");
        }
        return checked(layers.withStandIn(printed), Target.LOCAL_STAND_IN, needs)
                .settings();
    }

    /**
     * How much load: {@code plumbline.load} where somebody set it, else {@code plumbline.simulations.<simulation>.load},
     * else the defaults. With {@code plumbline.load.preset} that name takes the simulation's place. A value that is not
     * allowed counts as if it were not given: {@link #settings} tells, once it is known what else is missing.
     */
    public Load load(String simulation) {
        return reading(new Reader(layers), layers, target()).load(simulation);
    }

    /** Which part of the load this generator has; the whole where what is given is not allowed, as {@link #settings} tells. */
    public Share share() {
        return reading(new Reader(layers), layers, target()).share();
    }

    private SettingsReader reading(Reader reader, Layers from, Target target) {
        return new SettingsReader(reader, from.simulations(), target, defaultRunId, pipeline);
    }

    private SettingsReader checked(Layers from, Target target, Collection<Need> needs) {
        Reader reader = new Reader(from);
        SettingsReader settings = reading(reader, from, target);
        settings.require(needs);
        List<Problem> problems = reader.problems();
        if (!problems.isEmpty()) {
            throw new SettingsException(problems);
        }
        return settings;
    }
}
