package io.plumbline.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Where settings are read from; the first wins.
 *
 * @param application application.conf, unresolved; throws {@link com.typesafe.config.ConfigException} if unreadable
 * @param reference reference.conf of the class path, unresolved
 */
public record Sources(
        Map<String, String> systemProperties,
        Map<String, String> environment,
        Supplier<Config> application,
        Supplier<Config> reference) {

    private static final List<String> REPLACEMENTS = List.of("config.file", "config.resource", "config.url");

    /** Those of this process; {@code -Dconfig.file} and {@code -Dconfig.resource} replace application.conf. */
    public static Sources ofProcess() {
        Properties properties = System.getProperties();
        Map<String, String> named = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name, "")));
        // Not ConfigFactory.load(): it mixes the system properties in and fails at other programs' odd ones.
        return new Sources(
                named,
                System.getenv(),
                REPLACEMENTS.stream().anyMatch(named::containsKey)
                        ? ConfigFactory::defaultApplication
                        : () -> application(ConfigParseOptions.defaults()),
                () -> ConfigFactory.parseResources("reference.conf"));
    }

    /** Not ConfigFactory.defaultApplication(): it takes a file for absent whose required include is. */
    static Config application(ConfigParseOptions options) {
        return Stream.of("conf", "json", "properties")
                .map(ending -> ConfigFactory.parseResources("application." + ending, options))
                .reduce(ConfigFactory.empty(), Config::withFallback);
    }

    /** Without the values: some are secrets. */
    @Override
    public String toString() {
        return "Sources[-D, environment, application.conf, reference.conf]";
    }
}
