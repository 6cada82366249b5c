package io.plumbline.bigquery;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.NoCredentials;
import io.plumbline.TestSettings;
import io.plumbline.settings.Secret;
import io.plumbline.settings.Settings;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GoogleLoginTest {

    private static final URI LOOPBACK = URI.create("http://127.0.0.1:9050");
    private static final Credentials DEFAULT = OAuth2Credentials.create(new AccessToken("default", null));

    private static final GoogleLogin.ApplicationDefault LOGGED_IN = () -> DEFAULT;
    private static final GoogleLogin.ApplicationDefault LOGGED_OUT = () -> {
        throw new IOException("none");
    };

    @Test
    void applicationDefaultCredentialsComeBeforeAToken() {
        GoogleLogin login = GoogleLogin.choose(bigquery(null, "ya29.given"), LOGGED_IN);

        assertThat(login).isEqualTo(new GoogleLogin(DEFAULT, Optional.empty()));
    }

    @Test
    void aTokenServesWhereThereAreNone() {
        GoogleLogin login = GoogleLogin.choose(bigquery(null, "ya29.given"), LOGGED_OUT);

        assertThat(login.credentials()).isInstanceOfSatisfying(OAuth2Credentials.class, credentials -> assertThat(
                        credentials.getAccessToken().getTokenValue())
                .isEqualTo("ya29.given"));
        assertThat(login.problem()).isEmpty();
    }

    @Test
    void withoutEitherTheProblemSaysWhatToDo() {
        GoogleLogin login = GoogleLogin.choose(bigquery(null, null), LOGGED_OUT);

        assertThat(login.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .contains("gcloud auth application-default login", "GCP_ACCESS_TOKEN"));
    }

    @Test
    void itNamesWhatIsWrongWithAKeyFile() {
        GoogleLogin login = GoogleLogin.choose(bigquery(null, null), () -> {
            throw new IllegalArgumentException("The provided token URL is invalid.");
        });

        assertThat(login.problem()).hasValueSatisfying(problem -> assertThat(problem)
                .startsWith("there are no Google credentials (The provided token URL is invalid): run"));
    }

    @Test
    void anEmulatorIsNotShownTheUsersOwnCredentials() {
        assertThat(GoogleLogin.choose(bigquery(LOOPBACK, null), LOGGED_IN))
                .isEqualTo(new GoogleLogin(NoCredentials.getInstance(), Optional.empty()));
    }

    @Test
    void anEncryptedEndpointIsGooglesAndNeedsCredentials() {
        assertThat(GoogleLogin.choose(bigquery(URI.create("https://bigquery.example.com"), null), LOGGED_IN)
                        .credentials())
                .isEqualTo(DEFAULT);
    }

    private static Settings.BigQuery bigquery(URI endpoint, String token) {
        Settings.BigQuery any =
                TestSettings.forPipeline(LOOPBACK, LOOPBACK).settings().bigquery();
        return new Settings.BigQuery(
                any.table(),
                any.jobProject(),
                any.quotaProject(),
                any.location(),
                Optional.ofNullable(endpoint),
                Optional.ofNullable(token).map(Secret::new),
                Duration.ofSeconds(1),
                Duration.ofSeconds(10),
                OptionalLong.empty(),
                any.maximumBytesPerRun(),
                any.pricePerTebibyte(),
                Optional.empty(),
                any.actionTimeout(),
                any.maxConcurrency());
    }
}
