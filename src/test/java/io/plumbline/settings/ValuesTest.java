package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.plumbline.settings.Settings.HttpClient;
import io.plumbline.settings.Settings.RecordsWritten;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The values that are allowed, at their edges, and those that are not. */
class ValuesTest {

    private static final String ROLE = "arn:aws:iam::123456789012:role/load/test";

    @Test
    void theDefaults() {
        Settings settings = given().settings();

        assertThat(settings.runId()).isEqualTo("test-20261122-220102");
        assertThat(settings.aws())
                .isEqualTo(new Settings.Aws(
                        Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty()));
        assertThat(settings.kinesis())
                .isEqualTo(new Settings.Kinesis(
                        Optional.empty(),
                        HttpClient.CRT,
                        1048576,
                        4718592,
                        0,
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(2),
                        256));
        assertThat(settings.bigquery().table()).isEmpty();
        assertThat(settings.bigquery().pollInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings.bigquery().queryTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.bigquery().maximumBytesPerQuery()).hasValue(1L << 30);
        assertThat(settings.columns().traceId()).isEqualTo("trace_id");
        assertThat(settings.columns().runId()).contains("run_id");
        assertThat(settings.columns().key()).hasValue("key");
        assertThat(settings.columns().sequenceNumber()).hasValue("kinesis_sequence_number");
        assertThat(settings.columns().kinesisArrival()).hasValue("kinesis_arrival");
        assertThat(settings.columns().lambdaReceived()).hasValue("lambda_received");
        assertThat(settings.columns().lambdaDone()).hasValue("lambda_done");
        assertThat(settings.columns().inserted()).hasValue("inserted_at");
        assertThat(settings.arrival())
                .isEqualTo(new Settings.Arrival(
                        Duration.ofSeconds(30),
                        Duration.ofMinutes(1),
                        Settings.RowsLogged.ALL,
                        Set.of(Settings.ControlKind.values())));
        assertThat(settings.results())
                .isEqualTo(new Settings.Results(
                        Path.of("target/plumbline"), RecordsWritten.EXCEPTIONS, Optional.empty(), Optional.empty()));
    }

    @ParameterizedTest
    @CsvSource({
        "plumbline.runId, a",
        "plumbline.runId, Night_run-7",
        "plumbline.runId, 0123456789012345678901234567890123456789012345678901234567890123",
        "plumbline.aws.region, us-gov-west-1",
        "plumbline.kinesis.stream, logs.v1_2-x",
        "plumbline.kinesis.stream, arn:aws-cn:kinesis:cn-north-1:123456789012:stream/logs",
        "plumbline.kinesis.httpClient, netty",
        "plumbline.arrival.rows, sampled",
        "plumbline.arrival.rows, endToEnd",
        "plumbline.kinesis.endpoint, localhost:4566",
        "plumbline.kinesis.endpoint, https://kinesis.eu-west-1.amazonaws.com",
        "plumbline.kinesis.endpoint, http://[::1]:4566/",
        "plumbline.kinesis.maxRecordBytes, 1",
        "plumbline.kinesis.maxRecordBytes, 10 MiB",
        "plumbline.kinesis.maxRecordBytes, 10485760",
        "plumbline.kinesis.attemptTimeout, 1 ms",
        "plumbline.kinesis.maxConcurrency, 1",
        "plumbline.bigquery.endpoint, 127.0.0.1:9050",
        "plumbline.bigquery.maximumBytesPerQuery, 1 TiB",
        "plumbline.columns.runId, _Run1",
        "plumbline.columns.runId, ''",
        "plumbline.trace.column, payload.trace.id_1",
        "plumbline.arrival.within, 30 days",
        "plumbline.arrival.within, 1.5 minutes",
        "plumbline.arrival.drain, 0 s",
        "plumbline.load.users, 1",
        "plumbline.load.rate, 0.001",
        "plumbline.load.rate, 1e3",
        "plumbline.load.duration, 1 millisecond",
        "plumbline.load.pause, 0 ms",
        "plumbline.slo.successRate, 0",
        "plumbline.slo.successRate, 100%",
        "plumbline.slo.lost, 0",
        "plumbline.slo.strict, true",
        "plumbline.results.dir, /var/results",
        "plumbline.results.records, NONE",
        "plumbline.slo.noRegression, true",
        "plumbline.metrics.influx, http://localhost:8086/k6",
        "plumbline.metrics.prometheus, 9464",
        "plumbline.metrics.prometheus, 0.0.0.0:9464",
        "plumbline.metrics.lastScrape, 0 s",
        "plumbline.cloudwatch.ask, always",
        "plumbline.cloudwatch.within, 0 s",
    })
    void allowed(String setting, String value) {
        assertThat(given().property(setting, value).settings().effective()).containsEntry(setting, Redaction.of(value));
    }

    @ParameterizedTest
    @CsvSource({
        "plumbline.runId, a b",
        "plumbline.runId, a/b",
        "plumbline.runId, ä",
        "plumbline.runId, 01234567890123456789012345678901234567890123456789012345678901234",
        "plumbline.aws.region, Ireland",
        "plumbline.kinesis.stream, a/b",
        "plumbline.kinesis.stream, arn:aws:kinesis:eu-west-1:1234:stream/logs",
        "plumbline.kinesis.stream, arn:aws:s3:::bucket",
        "plumbline.kinesis.endpoint, ftp://example.com",
        "plumbline.kinesis.endpoint, http://",
        "plumbline.kinesis.endpoint, http://user@example.com",
        "plumbline.kinesis.endpoint, http://example.com:99999",
        "plumbline.kinesis.endpoint, http://example.com?x=1",
        "plumbline.kinesis.endpoint, two words",
        "plumbline.kinesis.maxRecordBytes, 0",
        "plumbline.kinesis.maxRecordBytes, 10485761",
        "plumbline.kinesis.maxRecordBytes, -1 KiB",
        "plumbline.kinesis.maxRecordBytes, 99999999999999999999 GiB",
        "plumbline.kinesis.attemptTimeout, 0 s",
        "plumbline.kinesis.acquireTimeout, -1 s",
        "plumbline.kinesis.maxConcurrency, 0",
        "plumbline.lambda.function, a b",
        "plumbline.metrics.influx, http://localhost:8086",
        "plumbline.metrics.influx, http://user@localhost:8086/k6",
        "plumbline.metrics.influx, localhost:8086/k6",
        "plumbline.metrics.prometheus, 65536",
        "plumbline.metrics.prometheus, host",
        "plumbline.metrics.period, 0 s",
        "plumbline.cloudwatch.ask, sometimes",
        "plumbline.bigquery.project, a b",
        "plumbline.bigquery.dataset, a-b",
        "plumbline.bigquery.table, a`b",
        "plumbline.bigquery.table, p.d-d.t",
        "plumbline.bigquery.table, .t",
        "plumbline.bigquery.location, E U",
        "plumbline.bigquery.pollInterval, 1",
        "plumbline.bigquery.maximumBytesPerQuery, 0",
        "plumbline.trace.column, ''",
        "plumbline.trace.column, 'id; DROP'",
        "plumbline.columns.runId, payload.",
        "plumbline.columns.key, payload..a",
        "plumbline.columns.key, \"payload.a'b\"",
        "plumbline.columns.data, payload.data",
        "plumbline.columns.key, a`b",
        "plumbline.columns.key, 1st",
        "plumbline.arrival.within, 0 s",
        "plumbline.arrival.within, 500 us",
        "plumbline.arrival.within, 30",
        "plumbline.arrival.within, 30 fortnights",
        "plumbline.arrival.within, 31 days",
        "plumbline.arrival.within, 99999999999999999999 days",
        "plumbline.arrival.within, s",
        "plumbline.arrival.within, ''",
        "plumbline.arrival.drain, -1 ms",
        "plumbline.load.users, 0",
        "plumbline.load.users, 1.5",
        "plumbline.load.users, 1000001",
        "plumbline.load.users, 99999999999999999999",
        "plumbline.load.rate, 0",
        "plumbline.load.rate, -1",
        "plumbline.load.rate, NaN",
        "plumbline.load.rate, Infinity",
        "plumbline.load.rate, 1000001",
        "plumbline.load.rate, '1,5'",
        "plumbline.load.ramp, -1 s",
        "plumbline.load.duration, 0 s",
        "plumbline.load.pause, -1 s",
        "plumbline.slo.endToEnd.p50, 0 s",
        "plumbline.slo.endToEnd.p95, 5",
        "plumbline.slo.successRate, 1.01",
        "plumbline.slo.successRate, 99",
        "plumbline.slo.successRate, 101 %",
        "plumbline.slo.successRate, -0.1",
        "plumbline.slo.successRate, NaN",
        "plumbline.slo.lost, -1",
        "plumbline.slo.lost, few",
        "plumbline.slo.strict, yes",
        "plumbline.results.dir, ''",
        "plumbline.results.records, some",
    })
    void notAllowed(String setting, String value) {
        assertThat(given().property(setting, value).refused().problems())
                .singleElement()
                .isInstanceOfSatisfying(Problem.Invalid.class, problem -> {
                    assertThat(problem.setting()).isEqualTo(setting);
                    assertThat(problem.value())
                            .isEqualTo(value.replace("user@", "(secret)@").replace("?x=1", "?x=(secret)"));
                    assertThat(problem.origin()).isEqualTo("-D" + setting);
                });
    }

    @Test
    void aPathWithANulCharacterIsNotAllowed() {
        assertThat(given().property("plumbline.results.dir", "a\0b").refused().problems())
                .hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"key", "sequenceNumber", "kinesisArrival", "lambdaReceived", "lambdaDone", "inserted"})
    void anOptionalColumnIsSwitchedOffByAnEmptyText(String column) {
        assertThat(given().application("plumbline.columns." + column + " = \"\"")
                        .settings()
                        .columns()
                        .toString())
                .contains(column + "=Optional.empty");
    }

    @Test
    void anEndpointMayBeHostAndPortOrAUrl() {
        assertThat(given().env("BIGQUERY_EMULATOR_HOST", "localhost:9050")
                        .settings()
                        .bigquery()
                        .endpoint())
                .hasValue(URI.create("http://localhost:9050"));
        assertThat(given().env("BIGQUERY_EMULATOR_HOST", "https://localhost:9050")
                        .settings()
                        .bigquery()
                        .endpoint())
                .hasValue(URI.create("https://localhost:9050"));
    }

    @Test
    void theDefaultObjectives() {
        Settings.Slo slo = given().settings().slo();
        assertThat(slo.endToEndP50()).isEmpty();
        assertThat(slo.endToEndP95()).isEqualTo(OptionalDouble.of(5000));
        assertThat(slo.endToEndP99()).isEmpty();
        assertThat(slo.successRate()).isEqualTo(OptionalDouble.of(0.99));
        assertThat(slo.lost()).isEqualTo(OptionalLong.of(0));
        assertThat(slo.strict()).isFalse();
        assertThat(slo.setByUser()).isEmpty();
    }

    @Test
    void objectivesThatSomebodySetAreKnownAsSuch() {
        Settings.Slo slo = given().property("plumbline.slo.endToEnd.p50", "1.5 s")
                .env("PLUMBLINE_SLO_SUCCESS_RATE", "99.9 %")
                .application("plumbline.slo { endToEnd.p95 = 5 s, lost = 3, strict = true }")
                .settings()
                .slo();
        assertThat(slo.endToEndP50()).isEqualTo(OptionalDouble.of(1500));
        assertThat(slo.successRate()).isEqualTo(OptionalDouble.of(0.999));
        assertThat(slo.lost()).isEqualTo(OptionalLong.of(3));
        assertThat(slo.strict()).isTrue();
        assertThat(slo.setByUser())
                .containsExactlyInAnyOrder("endToEnd.p50", "endToEnd.p95", "successRate", "lost", "strict");
    }

    @Test
    void anObjectiveMayBeTakenBack() {
        Settings.Slo slo = given().application("plumbline.slo { endToEnd.p95 = \"\", successRate = \"\", lost = \"\" }")
                .settings()
                .slo();
        assertThat(slo.endToEndP95()).isEmpty();
        assertThat(slo.successRate()).isEmpty();
        assertThat(slo.lost()).isEmpty();
        assertThat(slo.setByUser()).isEmpty();
    }

    @Test
    void neitherLanguageNorZoneMatters() {
        Locale before = Locale.getDefault();
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
            assertThat(given().settings().runId()).isEqualTo("test-20261122-220102");
            assertThat(given().property("plumbline.results.records", "exceptions")
                            .settings()
                            .results()
                            .records())
                    .isEqualTo(RecordsWritten.EXCEPTIONS);
            assertThat(given().property("plumbline.load.users", "0").problems().get(0))
                    .endsWith("a whole number from 1 to 1,000,000");
            assertThat(EnvironmentNames.of("plumbline.slo.strict")).containsExactly("PLUMBLINE_SLO_STRICT");
            Locale.setDefault(Locale.forLanguageTag("tr"));
            assertThat(EnvironmentNames.of("plumbline.slo.strict")).containsExactly("PLUMBLINE_SLO_STRICT");
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void theRunsNameStaysTheSameHoweverOftenItIsAskedFor() {
        SettingsLoader loader = given().loader();
        assertThat(loader.settings(List.of()).runId())
                .isEqualTo(loader.withStandIn(Map.of(), List.of()).runId());
    }

    @Test
    void aRoleIsAssumedAsItsOwnerDemands() {
        assertThat(given().property("plumbline.aws.roleArn", ROLE)
                        .property("plumbline.aws.externalId", "id-7")
                        .env("AWS_ENDPOINT_URL_STS", "127.0.0.1:4567")
                        .settings()
                        .aws()
                        .role())
                .hasValue(new Settings.Role(
                        ROLE, Optional.of("id-7"), "plumbline", Optional.of(URI.create("http://127.0.0.1:4567"))));
    }

    @Test
    void anExternalIdWithoutARoleIsAMistake() {
        assertThat(given().property("plumbline.aws.externalId", "id-7").problems())
                .containsExactly("plumbline.aws.roleArn (environment PLUMBLINE_AWS_ROLE_ARN): missing; needed because"
                        + " plumbline.aws.externalId is what its owner demands");
    }

    @ParameterizedTest
    @ValueSource(strings = {"load-test", "arn:aws:iam::123456789012:user/me", "arn:aws:iam::1:role/load-test"})
    void aRoleIsNamedByItsArn(String text) {
        assertThat(given().property("plumbline.aws.roleArn", text).problems())
                .singleElement()
                .asString()
                .endsWith("is not allowed; allowed: the ARN of a role");
    }
}
