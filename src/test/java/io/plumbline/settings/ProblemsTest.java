package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static io.plumbline.settings.SettingsFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import com.typesafe.config.ConfigParseOptions;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What people are told, word by word. */
class ProblemsTest {

    private static final String DURATION =
            "a duration above 0 with its unit, such as 500 ms, 30 s or 2 minutes, at most 30 days";

    @Test
    void aWrongValueIsToldWithItsNamesItsOriginAndWhatIsAllowed() {
        assertThat(given().property("plumbline.load.rate", "0").problems())
                .containsExactly("plumbline.load.rate (environment PLUMBLINE_LOAD_RATE): \"0\" from"
                        + " -Dplumbline.load.rate is not allowed; allowed: a number above 0, at most 1,000,000");
    }

    @Test
    void aWrongVariableIsToldByTheNameThatWasUsed() {
        assertThat(given().env("TEST_RUN_ID", "night run").problems())
                .containsExactly("plumbline.runId (environment TEST_RUN_ID): \"night run\" from environment TEST_RUN_ID"
                        + " is not allowed; allowed: 1 to 64 letters, digits, - and _");
        assertThat(given().env("PLUMBLINE_RUN_ID", "night run").problems())
                .containsExactly("plumbline.runId (environment TEST_RUN_ID): \"night run\" from environment"
                        + " PLUMBLINE_RUN_ID is not allowed; allowed: 1 to 64 letters, digits, - and _");
    }

    @Test
    void aWrongValueInAFileIsToldWithItsLine() {
        assertThat(given().application("plumbline {", "  arrival {", "    within = soon", "  }", "}")
                        .problems())
                .containsExactly("plumbline.arrival.within (environment PLUMBLINE_ARRIVAL_WITHIN): \"soon\" from"
                        + " application.conf: 3 is not allowed; allowed: " + DURATION);
    }

    @Test
    void aFileIsToldByItsNameWithoutTheMachinesPath(@TempDir Path folder) throws IOException {
        assertThat(refusedWithFile(folder, "\nplumbline.load.users = none\n"))
                .hasMessageEndingWith("\"none\" from application.conf: 2 is not allowed; allowed: a whole number from 1"
                        + " to 1,000,000")
                .hasMessageNotContaining(folder.toString());
        assertThat(refusedWithFile(folder, "\nplumbline.load.users = }\n"))
                .hasMessageContaining("  - application.conf: 2 cannot be read: ")
                .hasMessageNotContaining(folder.toString());
    }

    private static Throwable refusedWithFile(Path folder, String text) throws IOException {
        Files.writeString(folder.resolve("application.conf"), text);
        try (URLClassLoader loader =
                new URLClassLoader(new URL[] {folder.toUri().toURL()}, null)) {
            ConfigParseOptions there = ConfigParseOptions.defaults().setClassLoader(loader);
            return refused(() -> ConfigFactory.parseResources("application.conf", there));
        }
    }

    @Test
    void aFileThatIsNotThereIsToldByItsName(@TempDir Path folder) {
        ConfigParseOptions mustExist = ConfigParseOptions.defaults().setAllowMissing(false);
        assertThat(refused(() ->
                        ConfigFactory.parseFile(folder.resolve("mine.conf").toFile(), mustExist)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("mine.conf");
    }

    private static Throwable refused(Supplier<Config> application) {
        Sources sources =
                new Sources(Map.of(), Map.of(), application, () -> ConfigFactory.parseResources("reference.conf"));
        return catchThrowable(() -> new SettingsLoader(sources, Clock.systemUTC()).settings(List.of()));
    }

    @Test
    void aVariableTakenByAFileIsToldAsTheEnvironments() {
        assertThat(given().env("TEAM_RATE", "fast")
                        .application("plumbline.load.rate = ${?TEAM_RATE}")
                        .problems())
                .containsExactly("plumbline.load.rate (environment PLUMBLINE_LOAD_RATE): \"fast\" from environment is"
                        + " not allowed; allowed: a number above 0, at most 1,000,000");
    }

    @Test
    void aSimulationsOwnSettingHasNoVariable() {
        assertThat(given().application("plumbline.simulations.Mine.load.users = 0")
                        .problems())
                .containsExactly("plumbline.simulations.Mine.load.users: \"0\" from application.conf: 1 is not allowed;"
                        + " allowed: a whole number from 1 to 1,000,000");
    }

    @Test
    void aListIsNotAValue() {
        assertThat(given().application("plumbline.load.users = [1, 2]").problems())
                .containsExactly("plumbline.load.users (environment PLUMBLINE_LOAD_USERS): \"[…]\" from"
                        + " application.conf: 1 is not allowed; allowed: one value, not a list; where several names are allowed, one"
                        + " text with commas between them");
    }

    @Test
    void anUnknownSettingIsToldWithTheOneThatWasMeant() {
        assertThat(given().application("plumbline.kinesis.steam = logs").problems())
                .containsExactly("plumbline.kinesis.steam from application.conf: 1: no such setting; did you mean"
                        + " `plumbline.kinesis.stream`?");
    }

    @Test
    void anUnknownPropertyIsToldWithTheOneThatWasMeant() {
        assertThat(given().property("plumbline.load.user", "5").problems())
                .containsExactly("-Dplumbline.load.user: no such setting; did you mean" + " `plumbline.load.users`?");
    }

    @Test
    void anUnknownVariableIsToldWithTheOneThatWasMeant() {
        assertThat(given().env("PLUMBLINE_ARRIVAL_WITIN", "5 s").problems())
                .containsExactly("environment PLUMBLINE_ARRIVAL_WITIN: no such setting;"
                        + " did you mean `PLUMBLINE_ARRIVAL_WITHIN`?");
    }

    @Test
    void nothingIsSuggestedWhereNothingIsNear() {
        assertThat(given().property("plumbline.bananas", "5").problems())
                .containsExactly("-Dplumbline.bananas: no such setting");
    }

    @ParameterizedTest
    @CsvSource({
        "plumbline.simulations.Smoke.load.rat,   plumbline.simulations.Smoke.load.rate",
        "plumbline.simulations.Smoke.rate,       plumbline.simulations.Smoke.load.rate",
        "plumbline.BigQuery.Table,               plumbline.bigquery.table",
        "plumbline.slo.endToEnd.p59,             plumbline.slo.endToEnd.p50",
        "plumbline.slo.e2e.p95,                  plumbline.slo.endToEnd.p95",
        "plumbline.rate,                         plumbline.load.rate",
        "plumbline.stream,                       plumbline.kinesis.stream",
        "plumbline.kinesis.stream.name,          plumbline.kinesis.stream",
    })
    void theNearestIsMeant(String wrong, String meant) {
        assertThat(given().property(wrong, "x").problems())
                .containsExactly("-D%s: no such setting; did you mean `%s`?".formatted(wrong, meant));
    }

    @Test
    void aGroupIsNotASetting() {
        assertThat(given().application("plumbline.kinesis = logs").problems())
                .containsExactly("plumbline.kinesis from application.conf: 1: no such setting");
        assertThat(given().application("plumbline = 5").problems())
                .containsExactly("plumbline from application.conf: 1: no such setting");
    }

    @Test
    void aSettingIsNotAGroup() {
        assertThat(given().application("plumbline.kinesis.stream { name = logs }")
                        .problems())
                .containsExactly("plumbline.kinesis.stream.name from application.conf: 1: no such setting; did you mean"
                        + " `plumbline.kinesis.stream`?");
    }

    @Test
    void aBrokenFileIsToldWithItsLineAndTheRestIsJudgedAllTheSame() {
        assertThat(given().application("plumbline {", "  load.rate = 5")
                        .property("plumbline.load.users", "-1")
                        .problems())
                .satisfiesExactly(
                        broken -> assertThat(broken)
                                .startsWith("application.conf: 2 cannot be read: ")
                                .containsIgnoringCase("expecting close brace"),
                        users -> assertThat(users).startsWith("plumbline.load.users "));
    }

    @Test
    void aSubstitutionThatNobodySetIsAProblemOfTheFile() {
        assertThat(given().application("", "plumbline.load.rate = ${RATE}").problems())
                .containsExactly(
                        "application.conf: 2 cannot be read: nothing sets ${RATE}; set it in the environment, or write"
                                + " ${?RATE} where it may be absent");
    }

    @Test
    void whatIsMissingIsToldWithTheReasonWhyItIsNeeded() {
        assertThat(given().env("KINESIS_STREAM_NAME", "logs").problems(Need.PUT, Need.ARRIVAL))
                .containsExactly(
                        "plumbline.aws.region (environment AWS_REGION): missing; needed because"
                                + " plumbline.kinesis.stream from environment KINESIS_STREAM_NAME names the pipeline,"
                                + " and the simulation puts records",
                        "plumbline.bigquery.table (environment BQ_TABLE): missing; needed because"
                                + " plumbline.kinesis.stream from environment KINESIS_STREAM_NAME names the pipeline,"
                                + " and the simulation waits for arrivals",
                        "plumbline.bigquery.dataset (environment BQ_DATASET): missing; needed because"
                                + " plumbline.kinesis.stream from environment KINESIS_STREAM_NAME names the pipeline,"
                                + " and the simulation waits for arrivals",
                        "plumbline.bigquery.project (environment GCP_PROJECT_ID): missing; needed because"
                                + " plumbline.kinesis.stream from environment KINESIS_STREAM_NAME names the pipeline,"
                                + " and the simulation waits for arrivals");
    }

    @Test
    void aStreamMissesWhereOnlyATableIsNamed() {
        assertThat(pipeline().without("KINESIS_STREAM_NAME").problems(Need.PUT))
                .containsExactly("plumbline.kinesis.stream (environment KINESIS_STREAM_NAME): missing; needed because"
                        + " plumbline.bigquery.dataset from environment BQ_DATASET names the pipeline, and the"
                        + " simulation puts records");
    }

    @Test
    void whatIsWrongIsNotCalledMissingToo() {
        assertThat(pipeline().env("KINESIS_STREAM_NAME", "a stream").problems(Need.PUT, Need.ARRIVAL))
                .containsExactly("plumbline.kinesis.stream (environment KINESIS_STREAM_NAME): \"a stream\" from"
                        + " environment KINESIS_STREAM_NAME is not allowed; allowed: a stream's name, or its ARN:"
                        + " arn:aws:kinesis:<region>:<account>:stream/<name>");
    }

    @Test
    void aSettingThatNoFileGivesADefaultIsAPackagingFault() {
        assertThat(given().reference("plumbline.load.rate = much").problems())
                .containsExactly(
                        "plumbline.load.rate (environment PLUMBLINE_LOAD_RATE): \"much\" from reference.conf: 1 is not"
                                + " allowed; allowed: a number above 0, at most 1,000,000",
                        "plumbline.load.rate (environment PLUMBLINE_LOAD_RATE): missing; needed because reference.conf"
                                + " has no usable default; is the jar complete?");
    }

    @Test
    void everythingWrongIsToldAtOnceAndOnce() {
        SettingsException refused = given().env("BQ_TABLE", "log`records")
                .env("PLUMBLINE_LOAD_DURATION", "30")
                .property("plumbline.load.rate", "0")
                .property("plumbline.slo.endToEnd.p99", "fast")
                .property("plumbline.bigquery.accessToken", "ya29.planted")
                .application("plumbline.arrival.drian = 5 s", "plumbline.results.records = some")
                .refused(Need.PUT);

        assertThat(refused)
                .hasMessage(
                        """
                9 problems with the settings:
                  - plumbline.bigquery.table (environment BQ_TABLE): "log`records" from environment BQ_TABLE is not allowed; allowed: table, dataset.table or project.dataset.table
                  - plumbline.bigquery.accessToken (environment GCP_ACCESS_TOKEN): refused from -Dplumbline.bigquery.accessToken, because the list of processes shows it to everybody; use the environment or a file
                  - plumbline.slo.endToEnd.p99 (environment PLUMBLINE_SLO_END_TO_END_P99): "fast" from -Dplumbline.slo.endToEnd.p99 is not allowed; allowed: a duration above 0 with its unit, such as 500 ms, 30 s or 2 minutes, at most 30 days
                  - plumbline.results.records (environment PLUMBLINE_RESULTS_RECORDS): "some" from application.conf: 2 is not allowed; allowed: one of exceptions, all, none
                  - plumbline.load.rate (environment PLUMBLINE_LOAD_RATE): "0" from -Dplumbline.load.rate is not allowed; allowed: a number above 0, at most 1,000,000
                  - plumbline.load.duration (environment PLUMBLINE_LOAD_DURATION): "30" from environment PLUMBLINE_LOAD_DURATION is not allowed; allowed: a duration above 0 with its unit, such as 500 ms, 30 s or 2 minutes, at most 30 days
                  - plumbline.kinesis.stream (environment KINESIS_STREAM_NAME): missing; needed because plumbline.bigquery.table from environment BQ_TABLE names the pipeline, and the simulation puts records
                  - plumbline.aws.region (environment AWS_REGION): missing; needed because plumbline.bigquery.table from environment BQ_TABLE names the pipeline, and the simulation puts records
                  - plumbline.arrival.drian from application.conf: 1: no such setting; did you mean `plumbline.arrival.drain`?""");
        assertThat(refused.getStackTrace()).isEmpty();
    }

    @Test
    void oneProblemIsOne() {
        assertThat(given().property("plumbline.load.users", "0").refused())
                .hasMessageStartingWith("1 problem with the settings:\n  - plumbline.load.users ");
    }

    @Test
    void whatSeveralActionsMissIsToldOnce() {
        assertThat(given().env("BQ_TABLE", "p.d.events").problems(Need.INVOKE, Need.PUT, Need.SHARDS, Need.BIGQUERY))
                .satisfiesExactly(
                        stream -> assertThat(stream).contains("kinesis.stream", "the simulation puts records"),
                        region -> assertThat(region).contains("aws.region", "the simulation puts records"),
                        function -> assertThat(function)
                                .startsWith("plumbline.lambda.function (environment LAMBDA_FUNCTION_NAME): missing;")
                                .endsWith("and the simulation invokes the function"));
    }

    @Test
    void theLoadIsToldWhateverElseIsWrong() {
        assertThat(given().property("plumbline.load.rate", "0")
                        .application("plumbline.load.rate = 7")
                        .env("BQ_TABLE", "t")
                        .load("Smoke")
                        .rate())
                .isEqualTo(7);
    }

    @Test
    void namesThatCannotBeToldApartAreToldOnce() {
        assertThat(given().property("plumbline.\u0001", "x")
                        .property("plumbline.\u0002", "x")
                        .problems())
                .containsExactly("-Dplumbline.\uFFFD: no such setting");
    }

    @Test
    void aMessageStaysShortAndOnOneLine() {
        assertThat(given().property("plumbline.runId", "a\n\u001b[31m" + "b".repeat(1000))
                        .problems())
                .singleElement()
                .asString()
                .hasSizeLessThan(300)
                .doesNotContain("\n", "\u001b");
    }
}
