package io.plumbline.settings;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What somebody gives, layer by layer; nothing of this process gets in but the real reference.conf. */
final class SettingsFixture {

    static final Instant NOW = Instant.parse("2026-11-22T22:01:02.999Z");

    private static final Config REFERENCE = ConfigFactory.parseResources("reference.conf");

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();
    private String application = "";
    private String reference = "";

    static SettingsFixture given() {
        return new SettingsFixture();
    }

    /** A pipeline with all that a put and an arrival need. */
    static SettingsFixture pipeline() {
        return given().env("AWS_REGION", "eu-west-1")
                .env("KINESIS_STREAM_NAME", "logs")
                .env("GCP_PROJECT_ID", "project-1")
                .env("BQ_DATASET", "events")
                .env("BQ_TABLE", "log_records");
    }

    SettingsFixture property(String name, String value) {
        properties.put(name, value);
        return this;
    }

    SettingsFixture env(String name, String value) {
        environment.put(name, value);
        return this;
    }

    SettingsFixture without(String variable) {
        environment.remove(variable);
        return this;
    }

    SettingsFixture application(String... lines) {
        application = String.join("\n", lines);
        return this;
    }

    /** Somebody's own reference.conf, before the real ones. */
    SettingsFixture reference(String... lines) {
        reference = String.join("\n", lines);
        return this;
    }

    SettingsLoader loader() {
        Sources sources =
                new Sources(properties, environment, () -> parse("application.conf", application), () -> parse(
                                "reference.conf", reference)
                        .withFallback(REFERENCE));
        return new SettingsLoader(sources, Clock.fixed(NOW, ZoneOffset.ofHours(9)));
    }

    Settings settings(Need... needs) {
        return loader().settings(List.of(needs));
    }

    Settings.Load load(String simulation) {
        return loader().load(simulation);
    }

    SettingsException refused(Need... needs) {
        return catchThrowableOfType(SettingsException.class, () -> settings(needs));
    }

    List<String> problems(Need... needs) {
        return refused(needs).problems().stream().map(Problem::text).toList();
    }

    private static Config parse(String file, String text) {
        return ConfigFactory.parseString(text, ConfigParseOptions.defaults().setOriginDescription(file));
    }
}
