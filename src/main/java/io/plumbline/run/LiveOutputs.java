package io.plumbline.run;

import io.plumbline.report.live.InfluxOutput;
import io.plumbline.report.live.LiveMetrics;
import io.plumbline.report.live.LiveOutput;
import io.plumbline.report.live.PrometheusOutput;
import io.plumbline.settings.Secret;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.HostPort;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Opens what watches a run while it goes on, as the settings want it. */
final class LiveOutputs {

    private static final Logger LOG = LoggerFactory.getLogger(LiveOutputs.class);

    private LiveOutputs() {}

    /**
     * Empty where nothing is to watch.
     *
     * @throws StartFailure if it cannot; all that is wrong is named
     */
    static Optional<LiveMetrics> open(Settings settings, String simulation) {
        Settings.Metrics wanted = settings.metrics();
        List<LiveOutput> outputs = new ArrayList<>();
        List<String> problems = new ArrayList<>();
        wanted.influx().ifPresent(database -> {
            try {
                outputs.add(influx(database, wanted));
            } catch (IOException e) {
                problems.add("plumbline.metrics.influx: " + e.getMessage());
            }
        });
        wanted.prometheus().ifPresent(place -> {
            try {
                outputs.add(prometheus(place));
            } catch (IOException | IllegalArgumentException e) {
                problems.add("plumbline.metrics.prometheus: cannot listen at " + place.host() + ":" + place.port()
                        + ": " + e.getMessage());
            }
        });
        if (!problems.isEmpty()) {
            outputs.forEach(LiveOutput::close);
            throw new StartFailure(problems);
        }
        return outputs.isEmpty()
                ? Optional.empty()
                : Optional.of(new LiveMetrics(outputs, settings.ownName(), simulation));
    }

    private static LiveOutput influx(URI database, Settings.Metrics wanted) throws IOException {
        return new InfluxOutput(
                database,
                wanted.influxUser().orElse(null),
                wanted.influxPassword().map(Secret::value).orElse(null),
                wanted.period());
    }

    private static LiveOutput prometheus(HostPort place) throws IOException {
        PrometheusOutput output = new PrometheusOutput(place.host(), place.port());
        LOG.info(
                "Prometheus can fetch metrics at http://{}:{}/metrics",
                place.host(),
                output.address().getPort());
        return output;
    }
}
