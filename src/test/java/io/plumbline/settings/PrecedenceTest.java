package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static io.plumbline.settings.SettingsFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** -D before environment before application.conf before reference.conf. */
class PrecedenceTest {

    /** Every subset of the layers above reference.conf, and the drain that counts. */
    static Stream<Arguments> subsets() {
        return Stream.of(
                Arguments.of(false, false, false, "1 minute"),
                Arguments.of(false, false, true, "3 s"),
                Arguments.of(false, true, false, "2 s"),
                Arguments.of(false, true, true, "2 s"),
                Arguments.of(true, false, false, "1 s"),
                Arguments.of(true, false, true, "1 s"),
                Arguments.of(true, true, false, "1 s"),
                Arguments.of(true, true, true, "1 s"));
    }

    @ParameterizedTest
    @MethodSource("subsets")
    void theHighestLayerThatIsGivenWins(boolean property, boolean env, boolean application, String wins) {
        SettingsFixture given = given();
        if (property) {
            given.property("plumbline.arrival.drain", "1 s");
        }
        if (env) {
            given.env("PLUMBLINE_ARRIVAL_DRAIN", "2 s");
        }
        if (application) {
            given.application("plumbline.arrival.drain = 3 s");
        }
        assertThat(given.settings().effective()).containsEntry("plumbline.arrival.drain", wins);
    }

    @ParameterizedTest
    @CsvSource({
        "TEST_RUN_ID,             plumbline.runId,                night-1,            day-2",
        "AWS_REGION,              plumbline.aws.region,           eu-west-1,          us-east-2",
        "KINESIS_STREAM_NAME,     plumbline.kinesis.stream,       logs,               others",
        "LAMBDA_FUNCTION_NAME,    plumbline.lambda.function,      enrich,             enrich:live",
        "GCP_PROJECT_ID,          plumbline.bigquery.project,     project-1,          example.com:project-2",
        "BQ_DATASET,              plumbline.bigquery.dataset,     events,             events_2",
        "BQ_TABLE,                plumbline.bigquery.table,       log_records,        p.d.t",
        "AWS_ENDPOINT_URL_KINESIS, plumbline.kinesis.endpoint,    http://127.0.0.1:1, https://example.com",
        "AWS_ENDPOINT_URL,        plumbline.kinesis.endpoint,     http://127.0.0.1:1, https://example.com",
        "AWS_ENDPOINT_URL_CLOUDWATCH, plumbline.aws.cloudwatchEndpoint, http://127.0.0.1:1, https://example.com",
        "AWS_ENDPOINT_URL,        plumbline.aws.cloudwatchEndpoint, http://127.0.0.1:1, https://example.com",
        "BIGQUERY_EMULATOR_HOST,  plumbline.bigquery.endpoint,    127.0.0.1:9050,     https://example.com",
    })
    void aCustomaryVariableIsTheSettingAndStandsBetweenPropertyAndFile(
            String variable, String setting, String inEnvironment, String other) {
        assertThat(given().env(variable, inEnvironment).settings().effective()).containsEntry(setting, inEnvironment);
        assertThat(given().env(variable, inEnvironment)
                        .application(setting + " = \"" + other + "\"")
                        .settings()
                        .effective())
                .containsEntry(setting, inEnvironment);
        assertThat(given().env(variable, inEnvironment)
                        .property(setting, other)
                        .settings()
                        .effective())
                .containsEntry(setting, other);
    }

    @Test
    void kinesisOwnEndpointVariableCountsMoreThanThatOfAllServices() {
        Settings settings = given().env("AWS_ENDPOINT_URL", "http://127.0.0.1:1")
                .env("AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:2")
                .settings();
        assertThat(settings.aws().kinesisEndpoint()).hasValue(URI.create("http://127.0.0.1:2"));
    }

    @Test
    void ourOwnVariableCountsMoreThanTheCustomaryOne() {
        Settings settings = pipeline().env("PLUMBLINE_KINESIS_STREAM", "ours").settings();
        assertThat(settings.kinesis().stream()).hasValue("ours");
    }

    @Test
    void anEmptyVariableIsAsGoodAsNone() {
        Settings settings = pipeline()
                .env("KINESIS_STREAM_NAME", " ")
                .application("plumbline.kinesis.stream = fromFile")
                .settings();
        assertThat(settings.kinesis().stream()).hasValue("fromFile");
    }

    @Test
    void anEmptyPropertySaysNone() {
        Settings settings = pipeline().property("plumbline.columns.key", "").settings();
        assertThat(settings.columns().key()).isEmpty();
    }

    @Test
    void blanksAroundAValueDoNotCount() {
        Settings settings = pipeline()
                .env("KINESIS_STREAM_NAME", " logs ")
                .property("plumbline.arrival.within", " 7 s ")
                .settings();
        assertThat(settings.kinesis().stream()).hasValue("logs");
        assertThat(settings.arrival().within()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void otherPeoplesPropertiesAndVariablesDoNotDisturb() {
        Settings settings = given().property("plumbline", "x")
                .property("plumb..line", "x")
                .property("local.seed", "7")
                .property("local.faults.drop.ordinals", "1,2")
                .property("", "x")
                .property("a", "1")
                .property("a.b", "2")
                .property("config.trace", "loads")
                .env("BASH_FUNC_x%%", "() { :; }")
                .env("PLUMBLINE_SERVICE_HOST", "10.0.0.1")
                .env("PLUMBLINE_SERVICE_PORT", "80")
                .env("PLUMBLINE_SERVICE_PORT_HTTP", "80")
                .env("PLUMBLINE_PORT", "tcp://10.0.0.1:80")
                .env("PLUMBLINE_PORT_80_TCP_ADDR", "10.0.0.1")
                .env("PLUMBLINE_UI_SERVICE_HOST", "10.0.0.1")
                .application("other.thing = ${nobody.set.this}", "gatling.core.x = 1")
                .settings();
        assertThat(settings.effective()).isEqualTo(given().settings().effective());
    }

    @Test
    void aFileMayTakeAVariableOfTheEnvironment() {
        Settings settings = pipeline()
                .without("KINESIS_STREAM_NAME")
                .env("TEAM_STREAM", "team")
                .application("plumbline.kinesis.stream = ${?TEAM_STREAM}", "plumbline.bigquery.location = ${?NOT_SET}")
                .settings();
        assertThat(settings.kinesis().stream()).hasValue("team");
        assertThat(settings.bigquery().location()).isEmpty();
    }

    @Test
    void nullInAFileIsAsGoodAsNotThere() {
        assertThat(given().application("plumbline.load.rate = null").load("x").rate())
                .isEqualTo(10);
    }
}
