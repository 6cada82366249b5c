package io.plumbline;

import com.typesafe.config.ConfigFactory;
import io.plumbline.settings.Settings;
import io.plumbline.settings.SettingsLoader;
import io.plumbline.settings.Sources;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings as a user would give them, without this process' own environment. */
public final class TestSettings {

    private final Map<String, String> properties = new HashMap<>();
    private final Map<String, String> environment = new HashMap<>();

    public static TestSettings forPipeline(URI kinesis, URI bigquery) {
        return new TestSettings()
                .with("plumbline.runId", "test")
                .with("plumbline.aws.region", "eu-central-1")
                .with("plumbline.kinesis.stream", "events")
                .with("plumbline.kinesis.endpoint", kinesis.toString())
                .with("plumbline.bigquery.table", "p.d.events")
                .with("plumbline.bigquery.endpoint", bigquery.toString());
    }

    public TestSettings with(String setting, String value) {
        properties.put(setting, value);
        return this;
    }

    /** What must not be set by -D. */
    public TestSettings inEnvironment(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The table lacks these, by the names below {@code plumbline.columns}. */
    public TestSettings withoutColumns(String... names) {
        for (String name : names) {
            with("plumbline.columns." + name, "");
        }
        return this;
    }

    public SettingsLoader loader() {
        return new SettingsLoader(
                new Sources(
                        properties,
                        environment,
                        ConfigFactory::empty,
                        () -> ConfigFactory.parseResources("reference.conf")),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    public Settings settings() {
        return loader().settings(List.of());
    }
}
