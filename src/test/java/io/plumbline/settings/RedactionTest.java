package io.plumbline.settings;

import static io.plumbline.settings.SettingsFixture.given;
import static io.plumbline.settings.SettingsFixture.pipeline;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.PatternLayout;
import ch.qos.logback.classic.spi.LoggingEvent;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Secrets by their shapes and by their values, in other people's texts; and what only looks like one. */
class RedactionTest {

    private static final String KEY = "-----BEGIN RSA PRIVATE KEY-----\\nMIIEpAIBAAKC\\nAQEA7/+x\\n";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    The key AKIAIOSFODNN7EXAMPLE is not known.            | The key (secret) is not known.
                    ASIAIOSFODNN7EXAMPLE/20261122/eu-west-1               | (secret)/20261122/eu-west-1
                    token IQoJb3JpZ2luX2VjEPlanted//abc+/== has expired   | token (secret) has expired
                    x-amz-security-token:anything/At+all= host:x          | x-amz-security-token:(secret) host:x
                    X-Amz-Security-Token=abc%2Fdef&X-Amz-Date=1           | X-Amz-Security-Token=(secret)&X-Amz-Date=1
                    Invalid Credentials: ya29.a0AfPlanted-1_2.x           | Invalid Credentials: (secret)
                    refresh 1//09PlantedRefreshTokenPlanted failed        | refresh (secret) failed
                    key=AIzaSyA0123456789abcdefghijklmnopqrstuvw          | key=(secret)
                    client GOCSPX-planted_secret                          | client (secret)
                    jwt eyJhbGciOi.eyJpc3MiOiJ.c2lnbmF0-dXJl!             | jwt (secret)!
                    Authorization: Bearer opaque.planted.token.opaque+/=  | Authorization: (secret)
                    """)
    void aSecretIsFoundByItsShape(String text, String expected) {
        assertThat(Redaction.of(text)).isEqualTo(expected);
        assertThat(Redaction.keepingNumbers(text)).isEqualTo(expected);
    }

    @Test
    void aPrivateKeyIsFoundWholeOnLinesInsideJsonAndCutOff() {
        String whole = KEY + "-----END RSA PRIVATE KEY-----";
        assertThat(Redaction.of("a " + whole + " b")).isEqualTo("a (secret) b");
        assertThat(Redaction.of("a " + whole.replace("\\n", "\n") + " b")).isEqualTo("a (secret) b");
        assertThat(Redaction.of("{\"private_key\":\"" + KEY)).isEqualTo("{\"private_key\":\"(secret)");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    arn:aws:kinesis:eu-west-1:123456789012:stream/a | arn:aws:kinesis:eu-west-1:…9012:stream/a
                    arn:aws-cn:iam::123456789012:role/a             | arn:aws-cn:iam::…9012:role/a
                    stream a under account 123456789012.            | stream a under account …9012.
                    Account ID: 123456789012                        | Account ID: …9012
                    """)
    void ofAnAccountsIdTheLastFourDigitsStay(String text, String expected) {
        assertThat(Redaction.of(text)).isEqualTo(expected);
        assertThat(Redaction.keepingNumbers(text)).isEqualTo(expected);
    }

    @Test
    void aNumberThatStandsAloneIsAnAccountOrNotByWhereTheTextComesFrom() {
        assertThat(Redaction.of("123456789012, 210987654321 and logs-123456789012"))
                .isEqualTo("…9012, …4321 and logs-…9012");
        assertThat(Redaction.keepingNumbers("Query exceeded limit for bytes billed: 107374182400"))
                .isEqualTo("Query exceeded limit for bytes billed: 107374182400");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "shardId-000000000000",
                "test-20261122-220000-x7k2-0-l0000000042",
                "8a6e0804-2bd0-4672-b79d-446655440000",
                "49590338271490256608559692538361571095921575989136588898",
                "1700000000000000 and 1700000000000",
                "0.123456789012",
                "123456789012.5 ms",
                "events_202611222201",
                "AKIA is how the ids of keys begin",
                "eyJ0b2tlbiI6MX0",
                "The Bearer token is not valid",
                "-----BEGIN CERTIFICATE-----"
            })
    void whatIsNoSecretStays(String text) {
        assertThat(Redaction.of(text)).isEqualTo(text);
    }

    @Test
    void aSecretThatHasNoShapeIsKnownByItsValueFromWhenItExists() {
        String secret = "wJalrXUtnFEMI/K7MDENG+shapeless";
        assertThat(Redaction.of("a " + secret)).isEqualTo("a " + secret);

        new Secret(secret);

        assertThat(Redaction.of("a " + secret + secret)).isEqualTo("a (secret)(secret)");
    }

    @Test
    void ofTwoThatBeginAlikeTheLongerIsFoundWhole() {
        Redaction.know("planted-beginning");
        Redaction.know("planted-beginning-and-end");

        Redaction.know("ya29.planted-beginning");

        assertThat(Redaction.of("planted-beginning-and-end planted-beginning")).isEqualTo("(secret) (secret)");
        assertThat(Redaction.of("ya29.planted-beginning/and-end")).isEqualTo("(secret)");
    }

    @Test
    void whatIsTooShortToBeOneIsLeftInTheMidstOfWords() {
        Redaction.know("test");
        Redaction.know("");

        assertThat(Redaction.of("the latest test")).isEqualTo("the latest test");
    }

    @ParameterizedTest
    @ValueSource(strings = {"AWS_SECRET_ACCESS_KEY", "AWS_SESSION_TOKEN", "GCP_ACCESS_TOKEN"})
    void thoseOfTheEnvironmentAreKnown(String variable) {
        Redaction.knowThoseOf(Map.of(variable, " of-" + variable + "\n", "PATH", "/usr/bin/of-the-path"));

        assertThat(Redaction.of("it was of-" + variable + " in /usr/bin/of-the-path"))
                .isEqualTo("it was (secret) in /usr/bin/of-the-path");
    }

    @Test
    void theEffectiveSettingsNameNoWholeAccountAndNumbersStay() {
        Settings settings = pipeline()
                .env("KINESIS_STREAM_NAME", "arn:aws:kinesis:eu-west-1:123456789012:stream/logs")
                .property("plumbline.aws.roleArn", "arn:aws:iam::123456789012:role/load")
                .property("plumbline.bigquery.maximumBytesPerQuery", "107374182400")
                .settings();

        assertThat(settings.kinesis().stream()).hasValue("arn:aws:kinesis:eu-west-1:123456789012:stream/logs");
        assertThat(settings.effective())
                .containsEntry("plumbline.kinesis.stream", "arn:aws:kinesis:eu-west-1:…9012:stream/logs")
                .containsEntry("plumbline.aws.roleArn", "arn:aws:iam::…9012:role/load")
                .containsEntry("plumbline.bigquery.maximumBytesPerQuery", "107374182400");
    }

    @Test
    void aProblemQuotesNoSecretThatWasGivenForSomethingElse() {
        assertThat(given().env("TEST_RUN_ID", "AKIAIOSFODNN7EXAMPLE at 123456789012")
                        .problems())
                .singleElement()
                .asString()
                .contains("\"(secret) at …9012\" from environment TEST_RUN_ID is not allowed");
    }

    @Test
    void aLineOfTheLogShowsNoneNorDoesItsStackTrace() {
        LoggerContext context = new LoggerContext();
        PatternLayout layout = new PatternLayout();
        layout.setContext(context);
        layout.getInstanceConverterMap().put("redacted", RedactedConverter::new);
        layout.setPattern("%redacted([%-5level] %msg%n%rEx)");
        layout.start();

        String line = layout.doLayout(new LoggingEvent(
                "",
                context.getLogger("x"),
                Level.WARN,
                "for AKIAIOSFODNN7EXAMPLE",
                new Exception("ya29.planted"),
                null));

        assertThat(line)
                .startsWith(
                        "[WARN ] for (secret)\njava.lang.Exception: (secret)\n\tat io.plumbline.settings.RedactionTest")
                .doesNotContain("AKIA", "ya29");
    }

    @Test
    void whatIsFarTooLongIsCut() {
        assertThat(Redaction.brief("x".repeat(1_000))).isEqualTo("x".repeat(1_000));
        assertThat(Redaction.brief("x".repeat(200_000))).isEqualTo("x".repeat(1_000) + "…");
    }
}
