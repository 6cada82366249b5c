package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static io.plumbline.settings.SettingsFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import com.typesafe.config.ConfigFactory;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A planted token is nowhere but in the one place that uses it. */
class SecretsTest {

    private static final String TOKEN = "ya29.a0AfPlantedTokenThatNobodyMaySee-1_2";

    @Test
    void theTokenGetsToWhereItIsUsedAndIsShownNowhere() {
        Settings settings = pipeline().env("GCP_ACCESS_TOKEN", TOKEN).settings(Need.PUT, Need.ARRIVAL);

        assertThat(settings.bigquery().accessToken()).hasValue(new Secret(TOKEN));
        assertThat(settings.effective()).containsEntry("plumbline.bigquery.accessToken", "(secret)");
        assertThat(settings.toString()).contains("(secret)").doesNotContain(TOKEN);
    }

    @Test
    void whereThereIsNoSecretNoneIsShown() {
        assertThat(given().settings().effective()).containsEntry("plumbline.bigquery.accessToken", "");
    }

    @Test
    void aFileMayHoldTheToken() {
        Settings settings = given().application("plumbline.bigquery.accessToken = \"" + TOKEN + "\"")
                .settings();
        assertThat(settings.bigquery().accessToken()).hasValue(new Secret(TOKEN));
        assertThat(settings.toString()).doesNotContain(TOKEN);
    }

    @Test
    void byPropertyItIsRefusedForEverybodyCanSeeIt() {
        assertThat(given().property("plumbline.bigquery.accessToken", TOKEN).problems())
                .containsExactly("plumbline.bigquery.accessToken (environment GCP_ACCESS_TOKEN): refused from"
                        + " -Dplumbline.bigquery.accessToken, because the list of processes shows it to everybody; use"
                        + " the environment or a file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"aws.accessKeyId", "aws.secretAccessKey", "aws.sessionToken"})
    void soAreAwsKeysWhichTheSdkWouldTake(String property) {
        assertThat(pipeline().property(property, "planted").problems(Need.PUT, Need.ARRIVAL))
                .containsExactly(property + ": refused from -D" + property
                        + ", because the list of processes shows it to everybody; use the environment or a file");
    }

    static Stream<SettingsFixture> badlyGivenTokens() {
        return Stream.of(
                given().property("plumbline.bigquery.accessToken", TOKEN + " " + TOKEN),
                given().property("plumbline.bigquery.acessToken", TOKEN),
                given().env("GCP_ACCESS_TOKEN", TOKEN + " x"),
                given().env("PLUMBLINE_BIGQUERY_ACCESSTOKEN", TOKEN),
                given().application("plumbline.bigquery.token = \"" + TOKEN + "\""),
                given().application("plumbline.bigquery.accessToken = [\"" + TOKEN + "\"]"),
                given().application("plumbline.bigquery.accessToken = \"" + TOKEN),
                given().application("plumbline.bigquery.accessToken " + TOKEN),
                given().application("plumbline.bigquery.accessToken = " + TOKEN + "?"),
                given().application("plumbline { bigquery.accessToken : \"x\" \"" + TOKEN + "\" ]"),
                given().env("AWS_ENDPOINT_URL", "http://user:" + TOKEN + "@example.com"),
                given().env("BIGQUERY_EMULATOR_HOST", "user:" + TOKEN + "@example.com:80"));
    }

    @ParameterizedTest
    @MethodSource("badlyGivenTokens")
    void noProblemShowsIt(SettingsFixture badlyGiven) {
        SettingsException refused = badlyGiven.refused();
        assertThat(refused.toString()).doesNotContain("PlantedToken");
        assertThat(refused.problems().toString()).doesNotContain("PlantedToken");
    }

    @Test
    void theSourcesShowNoValues() {
        Sources sources = new Sources(
                Map.of("plumbline.bigquery.accessToken", TOKEN),
                Map.of("GCP_ACCESS_TOKEN", TOKEN),
                ConfigFactory::empty,
                ConfigFactory::empty);
        assertThat(sources.toString()).doesNotContain(TOKEN);
        assertThat(Layers.of(sources).toString()).contains("GCP_ACCESS_TOKEN").doesNotContain(TOKEN);
    }
}
