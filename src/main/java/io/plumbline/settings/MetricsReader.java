package io.plumbline.settings;

import io.plumbline.settings.Settings.HostPort;
import io.plumbline.settings.Settings.Metrics;
import java.net.URI;

/** Reads the settings of the live metrics. */
final class MetricsReader {

    private static final String ROOT = "plumbline.metrics.";
    private static final String THIS_MACHINE_ALONE = "127.0.0.1";
    private static final int LARGEST_PORT = 65_535;

    private static final Kind<URI> INFLUX = Kind.matching(
                    "https?://[^\\s/@?#]+/[A-Za-z0-9_.-]{1,100}",
                    "a URL with the database as its path, such as http://localhost:8086/k6; user and password have"
                            + " settings of their own")
            .map(URI::create);
    private static final Kind<HostPort> HOST_PORT = Kind.matching(
                    "([A-Za-z0-9.-]{1,253}:)?\\d{1,5}", "a port up to 65535, such as 9464, or host:port")
            .map(MetricsReader::hostPort);

    private final Reader reader;

    MetricsReader(Reader reader) {
        this.reader = reader;
    }

    Metrics read() {
        return new Metrics(
                reader.optional(ROOT + "influx", INFLUX),
                reader.optional(ROOT + "influxUser", Kind.matching("[!-~]{1,100}", "a user's name without blanks")),
                reader.optional(ROOT + "influxPassword", Kind.secret()),
                reader.required(ROOT + "period", Kind.duration()),
                reader.optional(ROOT + "prometheus", HOST_PORT),
                reader.required(ROOT + "lastScrape", Kind.durationOrZero()));
    }

    private static HostPort hostPort(String text) {
        int colon = text.indexOf(':');
        int port = Integer.parseInt(text.substring(colon + 1));
        if (port > LARGEST_PORT) {
            throw new IllegalArgumentException(text);
        }
        return new HostPort(colon < 0 ? THIS_MACHINE_ALONE : text.substring(0, colon), port);
    }
}
