package local;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import org.junit.jupiter.api.Test;

/** The time that the function takes is the stage "Lambda" in the truth. */
class FunctionLatencyTest {

    private static final int RECORDS = 10_000;

    private static double lambdaP50(String... settings) {
        JsonNode truth = new LocalPath(settings).carry(RECORDS);
        assertThat(truth.at("/counts/onTime").asInt()).isEqualTo(RECORDS);
        for (JsonNode stage : truth.get("stages")) {
            if (stage.get("name").asText().equals("Lambda")) {
                assertThat(stage.get("count").asInt()).isEqualTo(RECORDS);
                return stage.get("p50").asDouble();
            }
        }
        throw new AssertionError("no stage Lambda in " + truth);
    }

    @Test
    void noneWhenItIsNotSet() {
        assertThat(lambdaP50()).isZero();
    }

    @Test
    void alwaysTheSame() {
        assertThat(lambdaP50("local.latency.function", "20ms")).isEqualTo(20.0);
    }

    @Test
    void aDistributionReproducibleByItsSeed() {
        double uniform = lambdaP50("local.latency.function", "100ms..300ms");
        // The median of 200 invocations lies within 99.9 % of the uniform distribution's own.
        assertThat(uniform).isBetween(175.0, 225.0);
        assertThat(lambdaP50("local.latency.function", "100ms..300ms")).isEqualTo(uniform);
        assertThat(lambdaP50("local.latency.function", "100ms..300ms", "local.seed", "2"))
                .isNotEqualTo(uniform);
    }
}
