package io.plumbline.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigException;
import com.typesafe.config.ConfigObject;
import com.typesafe.config.ConfigResolveOptions;
import com.typesafe.config.ConfigUtil;
import com.typesafe.config.ConfigValue;
import com.typesafe.config.ConfigValueFactory;
import com.typesafe.config.ConfigValueType;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What is given, flat, in layers: the first layer that has a setting wins.
 *
 * @param above what counts more than all layers, by the names of {@link #layers}
 * @param layers what users wrote, and the defaults
 * @param problems of the layers as a whole: files that could not be read, secrets where others can see them
 */
record Layers(List<Layer> above, List<Layer> layers, List<Problem> problems) {

    static final String ROOT = "plumbline.";
    static final String SIMULATIONS = ROOT + "simulations.";
    static final String PIPELINES = ROOT + "pipelines.";

    private static final List<String> REAL_ONLY = List.of(
            "aws.profile",
            "aws.roleArn",
            "aws.externalId",
            "aws.stsEndpoint",
            "aws.cloudwatchEndpoint",
            "kinesis.endpoint",
            "lambda.endpoint",
            "bigquery.endpoint",
            "bigquery.accessToken",
            "bigquery.jobProject",
            "bigquery.quotaProject",
            "bigquery.location");

    /** AWS' client would take them. */
    private static final List<String> SECRETS_OF_THE_SDK =
            List.of("aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken");

    private static final Pattern SIMULATION = Pattern.compile("plumbline\\.simulations\\.([^.]+)\\.load\\..+");
    private static final Pattern PIPELINE = Pattern.compile("plumbline\\.pipelines\\.([^.]+)\\.");
    private static final String NO_LIST =
            "one value, not a list; where several names are allowed, one text with commas between them";
    private static final Pattern FIRST_WORD = Pattern.compile("[._]");

    /**
     * Values by the layer's own names.
     *
     * @param namesOf the names that a setting has in this layer, the one that counts most first
     */
    record Layer(Map<String, Given> given, Function<String, List<String>> namesOf) {

        Stream<Given> find(String setting) {
            return namesOf.apply(setting).stream()
                    .filter(given::containsKey)
                    .limit(1)
                    .map(given::get)
                    .map(found -> new Given(setting, found.text(), found.origin(), found.isDefault()));
        }
    }

    static Layers of(Sources sources) {
        List<Problem> problems = new ArrayList<>();
        Files files = new Files(sources.environment(), problems);
        Layer application = files.read("application.conf", sources.application(), false);
        Layer reference = files.read("reference.conf", sources.reference(), true);
        Layer properties = systemProperties(sources.systemProperties());
        misspelt(sources.systemProperties().keySet(), "plumbline", "-D").forEach(problems::add);
        misspelt(sources.environment().keySet(), "PLUMBLINE", "environment ").forEach(problems::add);
        SECRETS_OF_THE_SDK.stream()
                .filter(sources.systemProperties()::containsKey)
                .forEach(name -> problems.add(new Problem.Exposed(name, "-D" + name)));
        Layer environment = environment(sources.environment());
        return new Layers(List.of(), List.of(properties, environment, application, reference), List.copyOf(problems));
    }

    /**
     * What is set for one of several pipelines counts more than what is set for all.
     *
     * @param names those of all pipelines that the simulation has
     */
    Layers ofPipeline(String name, Set<String> names) {
        String own = PIPELINES + name + ".";
        List<Layer> all = layers.stream()
                .map(layer -> new Layer(
                        layer.given,
                        setting ->
                                setting.startsWith(ROOT) ? List.of(own + setting.substring(ROOT.length())) : List.of()))
                .toList();
        return new Layers(
                all,
                layers,
                Stream.concat(problems.stream(), misnamed(name, names)).toList());
    }

    /** Settings of a pipeline that the simulation lacks, where it has one of nearly this name and none of its settings. */
    private Stream<Problem> misnamed(String name, Set<String> names) {
        Map<String, Given> first = new TreeMap<>();
        layers.forEach(layer -> layer.given().forEach((setting, given) -> {
            Matcher matcher = PIPELINE.matcher(setting);
            if (matcher.lookingAt()) {
                first.putIfAbsent(matcher.group(1), given);
            }
        }));
        return first.entrySet().stream()
                .filter(other -> !first.containsKey(name)
                        && !names.contains(other.getKey())
                        && Suggestion.isSlip(other.getKey(), name))
                .map(other -> new Problem.Unknown(
                        PIPELINES + other.getKey(), other.getValue().origin(), Optional.of(PIPELINES + name)));
    }

    /** What the local stand-in printed counts most; what is meant for real accounts does not reach it. */
    Layers withStandIn(Map<String, String> printed) {
        Map<String, Given> given = new TreeMap<>();
        printed.forEach((name, text) -> {
            if (EnvironmentNames.isCustomary(name)) {
                given.put(name, new Given(name, text.strip(), "the local stand-in", false));
            }
        });
        Map<String, Given> none = new TreeMap<>();
        for (String setting : REAL_ONLY) {
            String name = ROOT + setting;
            none.put(name, new Given(name, "", "the local stand-in", false));
        }
        List<Layer> all = new ArrayList<>();
        all.add(new Layer(given, EnvironmentNames::of));
        all.add(new Layer(none, List::of));
        all.addAll(above);
        return new Layers(List.copyOf(all), layers, problems);
    }

    /** Names whose first word is nearly ours: nobody else would tell that they do nothing. */
    private static Stream<Problem> misspelt(Set<String> names, String root, String origin) {
        return names.stream()
                .filter(name -> Suggestion.isSlip(FIRST_WORD.split(name, 2)[0], root))
                .sorted()
                .map(name -> new Problem.Unknown(
                        name,
                        origin + name,
                        Optional.of(root + name.substring(FIRST_WORD.split(name, 2)[0].length()))));
    }

    private static Layer systemProperties(Map<String, String> properties) {
        Map<String, Given> given = new TreeMap<>();
        properties.forEach((name, text) -> {
            if (name.startsWith(ROOT)) {
                given.put(name, new Given(name, text.strip(), "-D" + name, false));
            }
        });
        return new Layer(given, List::of);
    }

    /** An empty variable is as good as none: build servers pass on what nobody filled in. */
    private static Layer environment(Map<String, String> environment) {
        Map<String, Given> given = new TreeMap<>();
        environment.forEach((name, text) -> {
            if (EnvironmentNames.concerns(name) && !text.isBlank()) {
                given.put(name, new Given(name, text.strip(), "environment " + name, false));
            }
        });
        return new Layer(given, EnvironmentNames::of);
    }

    /** The candidates for a setting, the one that counts most first. */
    Stream<Given> find(String setting) {
        return Stream.concat(above.stream(), layers.stream()).flatMap(layer -> layer.find(setting));
    }

    /** The simulations that have settings of their own. */
    Set<String> simulations() {
        return layers.stream()
                .flatMap(layer -> layer.given().keySet().stream())
                .map(SIMULATION::matcher)
                .filter(Matcher::matches)
                .map(matcher -> matcher.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Reads HOCON; what cannot be read becomes a problem, and the rest is judged all the same. */
    private record Files(Map<String, String> environment, List<Problem> problems) {

        Layer read(String file, Supplier<Config> source, boolean isDefault) {
            Map<String, Given> given = new TreeMap<>();
            try {
                Config all = source.get();
                if (!isDefault) {
                    judgeRoots(file, all.root());
                }
                Config config = resolved(all);
                if (config.hasPath("plumbline")) {
                    flatten("plumbline", config.getValue("plumbline"), isDefault, given);
                }
            } catch (ConfigException e) {
                problems.add(ParserWords.problem(file, e));
            }
            return new Layer(given, List::of);
        }

        /** What stands beside {@code plumbline} is other programs' own, unless it is ours and misspelt. */
        private void judgeRoots(String file, ConfigObject all) {
            if (all.keySet().stream().anyMatch(ParserWords::isGarbled)) {
                problems.add(ParserWords.notText(file));
            }
            all.forEach((name, value) -> {
                if (Suggestion.isSlip(name, "plumbline") || name.startsWith(ROOT)) {
                    problems.add(new Problem.Unknown(
                            "\"" + Shown.of(name) + "\"",
                            ParserWords.place(value.origin()),
                            Optional.of(name.startsWith(ROOT) ? name : "plumbline")));
                }
            });
        }

        private Config resolved(Config config) {
            Config variables =
                    ConfigValueFactory.fromMap(environment, "environment").toConfig();
            return config.withOnlyPath("plumbline")
                    .resolveWith(config.withFallback(variables), ConfigResolveOptions.noSystem());
        }

        private void flatten(String path, ConfigValue value, boolean isDefault, Map<String, Given> given) {
            if (value instanceof Map<?, ?> object) {
                object.forEach((key, child) ->
                        flatten(path + "." + ConfigUtil.joinPath((String) key), (ConfigValue) child, isDefault, given));
            } else if (value.valueType() == ConfigValueType.LIST) {
                problems.add(new Problem.Invalid(path, "[…]", ParserWords.place(value.origin()), NO_LIST));
            } else if (value.valueType() != ConfigValueType.NULL) {
                String text = value.atKey("it").getString("it").strip();
                given.put(path, new Given(path, text, ParserWords.place(value.origin()), isDefault));
            }
        }
    }
}
