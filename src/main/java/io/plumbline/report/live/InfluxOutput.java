package io.plumbline.report.live;

import io.micrometer.core.instrument.Clock;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.distribution.DistributionStatisticConfig;
import io.micrometer.influx.InfluxConfig;
import io.micrometer.influx.InfluxMeterRegistry;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Sends metrics to InfluxDB 1.x: each period what was added in it, and at the end the rest. */
public final class InfluxOutput implements LiveOutput {

    private static final Duration PATIENCE = Duration.ofSeconds(5);
    private static final int NO_CONTENT = 204;

    private final InfluxMeterRegistry registry;

    /**
     * @param database its URL with the database as the path, as k6 takes it
     * @param user null where it asks for none
     * @param period between two sendings
     * @throws IOException if it does not answer; the message says why
     */
    public InfluxOutput(URI database, @Nullable String user, @Nullable String password, Duration period)
            throws IOException {
        String root = database.getScheme() + "://" + database.getRawAuthority();
        requireAnswer(root);
        registry = new InfluxMeterRegistry(
                config(root, database.getPath().substring(1), user, password, period), Clock.SYSTEM);
        registry.config()
                .meterFilter(LiveOutput.distributions(
                        DistributionStatisticConfig.builder().percentiles(0.5, 0.95, 0.99)));
    }

    private static InfluxConfig config(
            String uri, String database, @Nullable String user, @Nullable String password, Duration period) {
        return new InfluxConfig() {
            @Override
            public @Nullable String get(String key) {
                return switch (key) {
                    case "influx.uri" -> uri;
                    case "influx.db" -> database;
                    case "influx.userName" -> user;
                    case "influx.password" -> password;
                    case "influx.step" -> period.toMillis() + "ms";
                    default -> null;
                };
            }
        };
    }

    private static void requireAnswer(String root) throws IOException {
        try {
            int status = HttpClient.newBuilder()
                    .connectTimeout(PATIENCE)
                    .build()
                    .send(
                            HttpRequest.newBuilder(URI.create(root + "/ping"))
                                    .timeout(PATIENCE)
                                    .build(),
                            HttpResponse.BodyHandlers.discarding())
                    .statusCode();
            if (status != NO_CONTENT) {
                throw new IOException(root + "/ping answers with status " + status + ", which InfluxDB does not");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while asking " + root, e);
        } catch (IOException e) {
            throw new IOException(
                    "InfluxDB does not answer at " + root + ": "
                            + (e.getMessage() == null ? e.toString() : e.getMessage()),
                    e);
        }
    }

    @Override
    public MeterRegistry registry() {
        return registry;
    }

    /** Nobody has to come: closing sends. */
    @Override
    public void last(Duration patience) {}

    @Override
    public void close() {
        registry.close();
    }
}
