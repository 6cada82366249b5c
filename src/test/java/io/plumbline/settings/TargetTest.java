package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static io.plumbline.settings.SettingsFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.plumbline.settings.Settings.TableName;
import io.plumbline.settings.Settings.Target;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What decides where the load goes, and what has to be there then. */
class TargetTest {

    private static final Map<String, String> PRINTED = Map.of(
            "AWS_REGION", "us-east-1",
            "AWS_ENDPOINT_URL_KINESIS", "http://127.0.0.1:4567",
            "AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:4568",
            "BIGQUERY_EMULATOR_HOST", "127.0.0.1:9050",
            "KINESIS_STREAM_NAME", "local-stream",
            "LAMBDA_FUNCTION_NAME", "local-function",
            "GCP_PROJECT_ID", "local",
            "BQ_DATASET", "plumbline",
            "BQ_TABLE", "records",
            "AWS_ACCESS_KEY_ID", "local");

    @Test
    void nothingNamedIsTheLocalStandIn() {
        assertThat(given().settings(Need.PUT, Need.ARRIVAL).target()).isEqualTo(Target.LOCAL_STAND_IN);
        assertThat(given().loader().target()).isEqualTo(Target.LOCAL_STAND_IN);
    }

    @Test
    void whatDevelopersShellsOftenHaveDecidesNothing() {
        Settings settings = given().env("AWS_REGION", "eu-west-1")
                .env("AWS_ACCESS_KEY_ID", "key")
                .env("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
                .env("BIGQUERY_EMULATOR_HOST", "127.0.0.1:9050")
                .env("GCP_PROJECT_ID", "project-1")
                .env("GCP_ACCESS_TOKEN", "ya29.x")
                .env("TEST_RUN_ID", "night-1")
                .settings(Need.PUT, Need.ARRIVAL);
        assertThat(settings.target()).isEqualTo(Target.LOCAL_STAND_IN);
    }

    @ParameterizedTest
    @ValueSource(strings = {"KINESIS_STREAM_NAME", "LAMBDA_FUNCTION_NAME", "BQ_DATASET", "BQ_TABLE"})
    void eachNameAloneIsTheRealPipeline(String variable) {
        assertThat(given().env(variable, "named").settings().target()).isEqualTo(Target.REAL_PIPELINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"kinesis.stream", "lambda.function", "bigquery.dataset", "bigquery.table"})
    void aNameInAFileOrAPropertyIsAsGood(String setting) {
        assertThat(given().application("plumbline." + setting + " = named")
                        .settings()
                        .target())
                .isEqualTo(Target.REAL_PIPELINE);
        assertThat(given().property("plumbline." + setting, "named").settings().target())
                .isEqualTo(Target.REAL_PIPELINE);
    }

    @Test
    void aNameTakenBackIsNone() {
        assertThat(given().application("plumbline.kinesis.stream = logs")
                        .property("plumbline.kinesis.stream", "")
                        .settings()
                        .target())
                .isEqualTo(Target.LOCAL_STAND_IN);
    }

    @Test
    void aWrongNameIsNoReasonToFallBack() {
        assertThat(given().env("KINESIS_STREAM_NAME", "no such name!").loader().target())
                .isEqualTo(Target.REAL_PIPELINE);
    }

    @Test
    void aCompletePipelineIsAccepted() {
        Settings settings = pipeline().settings(Need.PUT, Need.ARRIVAL);
        assertThat(settings.target()).isEqualTo(Target.REAL_PIPELINE);
        assertThat(settings.kinesis().stream()).hasValue("logs");
        assertThat(settings.aws().region()).hasValue("eu-west-1");
        assertThat(settings.bigquery().table()).hasValue(new TableName("project-1", "events", "log_records"));
    }

    @Test
    void aPutNeedsNoTable() {
        Settings settings = given().env("AWS_REGION", "eu-west-1")
                .env("KINESIS_STREAM_NAME", "logs")
                .settings(Need.PUT);
        assertThat(settings.bigquery().table()).isEmpty();
    }

    @Test
    void anArrivalNeedsNoStream() {
        Settings settings = given().env("BQ_TABLE", "p.d.t").settings(Need.ARRIVAL);
        assertThat(settings.bigquery().table()).hasValue(new TableName("p", "d", "t"));
    }

    @Test
    void aNeedMayBeNamedTwice() {
        assertThat(pipeline().settings(Need.PUT, Need.PUT).target()).isEqualTo(Target.REAL_PIPELINE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_REGION", "KINESIS_STREAM_NAME", "GCP_PROJECT_ID", "BQ_DATASET", "BQ_TABLE"})
    void eachPartIsMissed(String variable) {
        assertThat(pipeline().without(variable).problems(Need.PUT, Need.ARRIVAL))
                .singleElement()
                .asString()
                .contains("(environment " + variable + "): missing; needed because plumbline.");
    }

    @ParameterizedTest
    @CsvSource({
        "t,               project-1,         events, t",
        "d.t,             project-1,         d,      t",
        "p.d.t,           p,                 d,      t",
        "example.com:p.d.t, example.com:p,   d,      t",
        "d.log-records 1, project-1,         d,      log-records 1",
    })
    void whatTheTablesNameLacksIsTakenFromProjectAndDataset(String text, String project, String dataset, String table) {
        assertThat(pipeline().env("BQ_TABLE", text).settings().bigquery().table())
                .hasValue(new TableName(project, dataset, table));
    }

    @Test
    void aStreamsArnSaysItsRegion() {
        Settings settings = given().env("AWS_REGION", "eu-west-1")
                .env("KINESIS_STREAM_NAME", "arn:aws:kinesis:us-east-2:123456789012:stream/logs")
                .settings(Need.PUT);
        assertThat(settings.aws().region()).hasValue("us-east-2");
        assertThat(settings.effective()).containsEntry("plumbline.aws.region", "us-east-2");
    }

    @Test
    void withAStreamsArnNoRegionMisses() {
        assertThat(given().env("KINESIS_STREAM_NAME", "arn:aws:kinesis:us-east-2:123456789012:stream/logs")
                        .settings(Need.PUT)
                        .aws()
                        .region())
                .hasValue("us-east-2");
    }

    @Test
    void theStandInsNamesAndEndpointsAreTakenAndTheTargetStays() {
        Settings settings = given().loader().withStandIn(PRINTED, List.of(Need.PUT, Need.ARRIVAL));

        assertThat(settings.target()).isEqualTo(Target.LOCAL_STAND_IN);
        assertThat(settings.aws().region()).hasValue("us-east-1");
        assertThat(settings.aws().kinesisEndpoint()).hasValue(URI.create("http://127.0.0.1:4567"));
        assertThat(settings.kinesis().stream()).hasValue("local-stream");
        assertThat(settings.bigquery().endpoint()).hasValue(URI.create("http://127.0.0.1:9050"));
        assertThat(settings.bigquery().table()).hasValue(new TableName("local", "plumbline", "records"));
        assertThat(settings.effective()).containsEntry("plumbline.kinesis.stream", "local-stream");
    }

    @Test
    void whatIsMeantForRealAccountsDoesNotReachTheStandIn() {
        Settings settings = given().env("AWS_REGION", "eu-west-1")
                .env("AWS_ENDPOINT_URL_KINESIS", "https://example.com")
                .env("GCP_PROJECT_ID", "project-1")
                .env("GCP_ACCESS_TOKEN", "ya29.x")
                .property("plumbline.bigquery.endpoint", "https://example.com")
                .application(
                        "plumbline.bigquery { jobProject = billed, quotaProject = counted, location = EU }",
                        "plumbline.aws { profile = mine, roleArn = \"arn:aws:iam::123456789012:role/r\", externalId = id }")
                .loader()
                .withStandIn(PRINTED, List.of());

        assertThat(settings).isEqualTo(given().loader().withStandIn(PRINTED, List.of()));
    }

    @Test
    void allOtherSettingsReachTheStandIn() {
        Settings settings = given().property("plumbline.arrival.within", "9 s")
                .env("TEST_RUN_ID", "night-1")
                .application("plumbline.columns.key = \"\"")
                .loader()
                .withStandIn(PRINTED, List.of());
        assertThat(settings.arrival().within()).hasSeconds(9);
        assertThat(settings.runId()).isEqualTo("night-1");
        assertThat(settings.columns().key()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "KINESIS_STREAM_NAME,      plumbline.kinesis.stream",
        "AWS_REGION,               plumbline.aws.region",
        "AWS_ENDPOINT_URL_KINESIS, plumbline.kinesis.endpoint",
        "BIGQUERY_EMULATOR_HOST,   plumbline.bigquery.endpoint",
        "GCP_PROJECT_ID,           plumbline.bigquery.project",
        "BQ_DATASET,               plumbline.bigquery.dataset",
        "BQ_TABLE,                 plumbline.bigquery.table",
    })
    void aStandInThatDoesNotPrintWhatIsNeededIsRefused(String variable, String setting) {
        Map<String, String> incomplete = new HashMap<>(PRINTED);
        incomplete.remove(variable);
        assertThatThrownBy(() -> given().loader().withStandIn(incomplete, List.of(Need.PUT, Need.ARRIVAL)))
                .isInstanceOfSatisfying(SettingsException.class, refused -> assertThat(refused.problems())
                        .singleElement()
                        .isInstanceOfSatisfying(Problem.Missing.class, missing -> assertThat(missing.setting())
                                .isEqualTo(setting)));
    }

    @Test
    void theRealServicesEndpointsDoNotFillInForTheStandIns() {
        Map<String, String> incomplete = new HashMap<>(PRINTED);
        incomplete.remove("AWS_ENDPOINT_URL_KINESIS");
        incomplete.remove("BIGQUERY_EMULATOR_HOST");
        SettingsLoader loader = given().env("AWS_ENDPOINT_URL", "https://example.com")
                .property("plumbline.bigquery.endpoint", "https://example.com")
                .loader();
        assertThat(catchThrowableOfType(
                                SettingsException.class,
                                () -> loader.withStandIn(incomplete, List.of(Need.PUT, Need.ARRIVAL)))
                        .problems())
                .extracting(problem -> ((Problem.Missing) problem).setting())
                .containsExactly("plumbline.kinesis.endpoint", "plumbline.bigquery.endpoint");
    }

    @Test
    void theEndpointOfAllOfAwsIsTheFunctionsToo() {
        SettingsLoader everywhere =
                given().env("AWS_ENDPOINT_URL", "http://127.0.0.1:4566").loader();
        assertThat(everywhere.settings(List.of()).lambda().endpoint()).hasValue(URI.create("http://127.0.0.1:4566"));
        assertThat(given().env("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
                        .env("AWS_ENDPOINT_URL_LAMBDA", "http://127.0.0.1:4567")
                        .settings()
                        .lambda()
                        .endpoint())
                .hasValue(URI.create("http://127.0.0.1:4567"));
        assertThat(everywhere.withStandIn(PRINTED, List.of()).lambda().endpoint())
                .hasValue(URI.create(PRINTED.get("AWS_ENDPOINT_URL_LAMBDA")));
        Map<String, String> without = new HashMap<>(PRINTED);
        without.remove("AWS_ENDPOINT_URL_LAMBDA");
        assertThat(everywhere.withStandIn(without, List.of()).lambda().endpoint())
                .isEmpty();
    }

    @Test
    void metricsOfRealAccountsAreNotAskedForTheStandIns() {
        SettingsLoader loader = given().env("AWS_ENDPOINT_URL", "http://127.0.0.1:4566")
                .property("plumbline.aws.cloudwatchEndpoint", "https://example.com")
                .loader();
        assertThat(loader.settings(List.of()).aws().cloudwatchEndpoint()).hasValue(URI.create("https://example.com"));
        assertThat(loader.withStandIn(PRINTED, List.of()).aws().cloudwatchEndpoint())
                .isEmpty();
        Map<String, String> printed = new HashMap<>(PRINTED);
        printed.put("AWS_ENDPOINT_URL_CLOUDWATCH", "http://127.0.0.1:4569");
        assertThat(loader.withStandIn(printed, List.of()).aws().cloudwatchEndpoint())
                .hasValue(URI.create("http://127.0.0.1:4569"));
    }

    @Test
    void aStandInThatNamesNothingIsSaidToNameNothing() {
        assertThatThrownBy(() -> given().loader()
                        .withStandIn(
                                Map.of("AWS_REGION", "us-east-1", "AWS_ENDPOINT_URL_KINESIS", "127.0.0.1:1"),
                                List.of(Need.PUT)))
                .hasMessage("1 problem with the settings:\n  - plumbline.kinesis.stream (environment"
                        + " KINESIS_STREAM_NAME): missing; needed because the local stand-in does not name it, and the"
                        + " simulation puts records");
    }

    @Test
    void aWrongValueFromTheStandInIsToldAsIts() {
        assertThatThrownBy(
                        () -> given().loader().withStandIn(Map.of("BIGQUERY_EMULATOR_HOST", "nowhere:port"), List.of()))
                .hasMessageContaining("\"nowhere:port\" from the local stand-in is not allowed");
    }

    @Test
    void nothingStandsInForANamedPipeline() {
        assertThatThrownBy(() -> pipeline().loader().withStandIn(PRINTED, List.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("a real pipeline is named: nothing may stand in for it");
    }

    @Test
    void whatIsSetForOneOfSeveralPipelinesCountsMoreThanWhatIsSetForAll() {
        SettingsLoader loader = given().env("KINESIS_STREAM_NAME", "all")
                .env("AWS_REGION", "eu-west-1")
                .property("plumbline.arrival.within", "7 s")
                .application(
                        "plumbline.runId = nightly",
                        "plumbline.pipelines.orders { kinesis.stream = orders, arrival.within = 9 s }")
                .loader();
        Settings orders =
                loader.ofPipeline("orders", Set.of("orders", "clicks")).settings(List.of(Need.PUT));
        Settings clicks =
                loader.ofPipeline("clicks", Set.of("orders", "clicks")).settings(List.of(Need.PUT));

        assertThat(orders.kinesis().stream()).hasValue("orders");
        assertThat(orders.arrival().within()).hasSeconds(9);
        assertThat(orders.runId()).isEqualTo("nightly-orders");
        assertThat(orders.effective()).containsEntry("plumbline.kinesis.stream", "orders");
        assertThat(clicks.kinesis().stream()).hasValue("all");
        assertThat(clicks.arrival().within()).hasSeconds(7);
        assertThat(clicks.runId()).isEqualTo("nightly-clicks");
        assertThat(loader.settings(List.of(Need.PUT)).runId()).isEqualTo("nightly");
    }

    @Test
    void aPipelinesOwnEndpointDoesNotReachTheStandIn() {
        SettingsLoader loader = given().application(
                        "plumbline.pipelines.orders.kinesis.endpoint = \"http://10.0.0.1:1\"")
                .loader()
                .ofPipeline("orders", Set.of("orders", "clicks"));

        assertThat(loader.target()).isEqualTo(Target.LOCAL_STAND_IN);
        assertThat(loader.withStandIn(PRINTED, List.of()).aws().kinesisEndpoint())
                .hasValue(URI.create(PRINTED.get("AWS_ENDPOINT_URL_KINESIS")));
    }

    @Test
    void aNameIsWrongForOnePipelineAsItIsForAll() {
        assertThat(given().application("plumbline.pipelines.orders.kinesis.strem = x")
                        .property("plumbline.pipelines.orders.load.rate", "3")
                        .property("plumbline.pipelines.orders.runId", "x")
                        .problems())
                .satisfiesExactlyInAnyOrder(
                        name -> assertThat(name)
                                .startsWith("plumbline.pipelines.orders.kinesis.strem ")
                                .contains("did you mean `plumbline.pipelines.orders.kinesis.stream`?"),
                        load -> assertThat(load).startsWith("-Dplumbline.pipelines.orders.load.rate"),
                        id -> assertThat(id).startsWith("-Dplumbline.pipelines.orders.runId"));
    }
}
