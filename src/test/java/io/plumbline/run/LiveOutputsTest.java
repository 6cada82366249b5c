package io.plumbline.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.TestSettings;
import io.plumbline.report.live.LiveMetrics;
import io.plumbline.settings.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import org.junit.jupiter.api.Test;

class LiveOutputsTest {

    @Test
    void nobodyWatchesUnlessItIsAskedFor() {
        assertThat(LiveOutputs.open(new TestSettings().settings(), "Smoke")).isEmpty();
    }

    @Test
    void aFreePortIsServed() {
        Settings settings =
                new TestSettings().with("plumbline.metrics.prometheus", "0").settings();

        assertThat(LiveOutputs.open(settings, "Smoke")).isPresent().get().satisfies(LiveMetrics::close);
    }

    @Test
    void allThatIsWrongIsToldTogether() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            Settings settings = new TestSettings()
                    .with("plumbline.metrics.influx", "http://127.0.0.1:1/k6")
                    .with("plumbline.metrics.prometheus", "127.0.0.1:" + taken.getLocalPort())
                    .settings();

            StartFailure failure = catchThrowableOfType(StartFailure.class, () -> LiveOutputs.open(settings, "Smoke"));

            assertThat(failure.problems()).hasSize(2);
            assertThat(failure.problems().get(0))
                    .startsWith("plumbline.metrics.influx: InfluxDB does not answer at http://127.0.0.1:1: ");
            assertThat(failure.problems().get(1))
                    .startsWith("plumbline.metrics.prometheus: cannot listen at 127.0.0.1:" + taken.getLocalPort());
        }
    }
}
