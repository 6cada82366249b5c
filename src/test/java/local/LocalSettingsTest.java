package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import java.util.stream.LongStream;
import local.faults.FaultKind;
import local.faults.Faults;
import local.shape.Shape;
import org.junit.jupiter.api.Test;

class LocalSettingsTest {

    @Test
    void readsFaultsByNumberRangeAndProbability() {
        Faults faults = settings(
                        "local.faults.drop.ordinals", "3, 10-12",
                        "local.faults.putTimeout.probability", "1",
                        "local.faults.late.delay", "7s")
                .faults();
        assertThat(LongStream.range(0, 20).filter(i -> faults.strikes(FaultKind.DROP, i)))
                .containsExactly(3L, 10L, 11L, 12L);
        assertThat(faults.strikes(FaultKind.PUT_TIMEOUT, 1)).isTrue();
        assertThat(faults.strikes(FaultKind.THROTTLE, 1)).isFalse();
        assertThat(faults.lateBy()).isEqualTo(Duration.ofSeconds(7));
        assertThat(settings().faults().lateBy()).isEqualTo(Duration.ofSeconds(35));
    }

    @Test
    void readsTheMappingAndTheClocks() {
        assertThat(settings().mapping()).isEqualTo(local.lambda.MappingSettings.DEFAULT);
        assertThat(settings("local.lambda.batchSize", "7", "local.lambda.batchingWindow", "2s")
                        .mapping())
                .isEqualTo(new local.lambda.MappingSettings(7, Duration.ofSeconds(2), 1, 0));
        assertThat(settings("local.clock.gcp.skew", "-250ms")
                        .clock("gcp", () -> 0)
                        .nowMicros())
                .isEqualTo(-250_000);
    }

    @Test
    void readsHowLateCloudWatchIs() {
        assertThat(settings().cloudwatchDelay()).isZero();
        assertThat(settings("local.cloudwatch.delay", "90s").cloudwatchDelay()).hasSeconds(90);
        refused("local.cloudwatch.delay", "-1s", () -> settings("local.cloudwatch.delay", "-1s")
                .cloudwatchDelay());
    }

    @Test
    void readsHowLongAChangeOfTheMappingTakes() {
        assertThat(settings().latency("mapping", "200ms").next()).hasMillis(200);
        assertThat(settings("local.latency.mapping", "3s")
                        .latency("mapping", "200ms")
                        .next())
                .hasSeconds(3);
    }

    @Test
    void readsTags() {
        assertThat(settings().tags()).isEqualTo(Map.of("loadtest", "allowed"));
        assertThat(settings("local.tags", "").tags()).isEmpty();
        assertThat(settings("local.tags", "team=data, loadtest=yes").tags())
                .isEqualTo(Map.of("team", "data", "loadtest", "yes"));
        refused("local.tags", "loadtest", () -> settings("local.tags", "loadtest")
                .tags());
    }

    @Test
    void namesTheSettingAndTheValueThatIsWrong() {
        refused("local.faults.drop.probability", "1.5", () -> settings("local.faults.drop.probability", "1.5")
                .faults());
        refused("local.faults.drop.count", "x", () -> settings("local.faults.drop.count", "x")
                .faults());
        refused("local.faults.drop.ordinals", "0", () -> settings("local.faults.drop.ordinals", "0")
                .faults());
        refused("local.faults.drop.ordinals", "9-3", () -> settings("local.faults.drop.ordinals", "9-3")
                .faults());
        refused("local.faults.late.delay", "5", () -> settings("local.faults.late.delay", "5")
                .faults());
        refused("local.latency.put", "fast", () -> settings("local.latency.put", "fast")
                .latency("put"));
        refused("local.latency.function", "-1ms", () -> settings("local.latency.function", "-1ms")
                .latency("function"));
        refused("local.lambda.batchSize", "0", () -> settings("local.lambda.batchSize", "0")
                .mapping());
        refused("local.limits", "maybe", () -> settings("local.limits", "maybe").onOff("local.limits", true));
    }

    @Test
    void readsWhatTheFunctionDoesByLogLevel() {
        assertThat(settings("local.lambda.rows", "DEBUG=0, ERROR=3").rowsByLevel())
                .isEqualTo(Map.of("DEBUG", 0, "ERROR", 3));
        assertThat(settings("local.lambda.tables", "DEBUG=debug_events,TRACE=debug_events")
                        .tablesByLevel())
                .isEqualTo(Map.of("DEBUG", "debug_events", "TRACE", "debug_events"));
        assertThat(settings().tablesByLevel()).isEmpty();
        assertThat(settings("local.shape", "partitioned").shape()).isEqualTo(Shape.PARTITIONED);
        refused("local.shape", "round", () -> settings("local.shape", "round").shape());
        assertThat(settings("local.table.traceId", "INT64").traceIdType()).isEqualTo("INT64");
        assertThat(settings().traceIdType()).isEqualTo("STRING");
        refused("local.table.traceId", "UUID", () -> settings("local.table.traceId", "UUID")
                .traceIdType());
        refused("local.lambda.rows", "DEBUG=x", () -> settings("local.lambda.rows", "DEBUG=x")
                .rowsByLevel());
        refused("local.lambda.tables", "debug_events", () -> settings("local.lambda.tables", "debug_events")
                .tablesByLevel());
        refused("local.lambda.tables", "DEBUG=d.t", () -> settings("local.lambda.tables", "DEBUG=d.t")
                .tablesByLevel());
    }

    @Test
    void refusesWhatItDoesNotKnow() {
        LocalSettings settings = settings("local.fault.drop.count", "1", "other", "x");
        settings.faults();
        assertThatThrownBy(settings::refuseUnknown)
                .hasMessageContaining("local.fault.drop.count;")
                .hasMessageContaining("local.faults.drop.count")
                .hasMessageNotContaining("other");
    }

    private static void refused(String name, String value, Runnable reading) {
        assertThatThrownBy(reading::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(name)
                .hasMessageContaining("\"" + value + "\"");
    }

    private static LocalSettings settings(String... namesAndValues) {
        Properties properties = new Properties();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            properties.setProperty(namesAndValues[i], namesAndValues[i + 1]);
        }
        return LocalSettings.of(properties);
    }
}
