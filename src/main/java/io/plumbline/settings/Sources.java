package io.plumbline.settings;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.Properties;
import java.util.function.Supplier;
import java.util.stream.Collectors;

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

    /** Those of this process; {@code -Dconfig.file} and {@code -Dconfig.resource} replace application.conf. */
    public static Sources ofProcess() {
        Properties properties = System.getProperties();
        Map<String, String> named = properties.stringPropertyNames().stream()
                .collect(Collectors.toMap(name -> name, name -> properties.getProperty(name, "")));
        // Not ConfigFactory.load(): it mixes the system properties in and fails at other programs' odd ones.
        return new Sources(
                named,
                System.getenv(),
                ConfigFactory::defaultApplication,
                () -> ConfigFactory.parseResources("reference.conf"));
    }

    /** Without the values: some are secrets. */
    @Override
    public String toString() {
        return "Sources[-D, environment, application.conf, reference.conf]";
    }
}
