package io.plumbline.bigquery;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.GoogleCredentials;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.NoCredentials;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import java.io.IOException;
import java.util.Date;
import java.util.Optional;

/**
 * As whom BigQuery is asked. Application Default Credentials come before a given token, which cannot be refreshed; an
 * endpoint without encryption is an emulator, which gets no credentials but a token that was given for it.
 *
 * @param problem why there are none; empty where there are, or none are needed
 */
record GoogleLogin(Credentials credentials, Optional<String> problem) {

    /** Where Application Default Credentials come from. */
    @FunctionalInterface
    interface ApplicationDefault {
        Credentials load() throws IOException;
    }

    static GoogleLogin choose(Settings.BigQuery bigquery, ApplicationDefault applicationDefault) {
        Optional<Credentials> token =
                bigquery.accessToken().map(secret -> OAuth2Credentials.create(new AccessToken(secret.value(), null)));
        boolean emulator = bigquery.endpoint()
                .filter(uri -> "http".equals(uri.getScheme()))
                .isPresent();
        if (emulator) {
            return new GoogleLogin(token.orElse(NoCredentials.getInstance()), Optional.empty());
        }
        try {
            return new GoogleLogin(applicationDefault.load(), Optional.empty());
        } catch (IOException | IllegalArgumentException e) {
            Optional<String> problem = Optional.of("there are no Google credentials (" + reason(e)
                    + "): run `gcloud auth application-default login`, name a key file in"
                    + " GOOGLE_APPLICATION_CREDENTIALS, or set GCP_ACCESS_TOKEN");
            return new GoogleLogin(
                    token.orElse(NoCredentials.getInstance()), token.isPresent() ? Optional.empty() : problem);
        }
    }

    /** @throws IllegalStateException if there are no credentials, or they get no token; the message says why */
    GoogleLoginFacts facts() {
        problem.ifPresent(reason -> {
            throw new IllegalStateException(reason);
        });
        if (credentials instanceof NoCredentials || !(credentials instanceof OAuth2Credentials oauth)) {
            return new GoogleLoginFacts("none: an emulator needs none", Optional.empty(), true);
        }
        if (!(oauth instanceof GoogleCredentials)) {
            return new GoogleLoginFacts("GCP_ACCESS_TOKEN", Optional.empty(), false);
        }
        try {
            oauth.refreshIfExpired();
        } catch (IOException e) {
            throw new IllegalStateException(
                    "the Google credentials (" + source(oauth) + ") get no token: " + Failures.message(e), e);
        }
        return new GoogleLoginFacts(
                source(oauth),
                Optional.ofNullable(oauth.getAccessToken())
                        .map(AccessToken::getExpirationTime)
                        .map(Date::toInstant),
                true);
    }

    private static String source(OAuth2Credentials oauth) {
        return oauth.getClass().getSimpleName();
    }

    /** The library's words, without the paragraph of advice that follows them. */
    private static String reason(Exception e) {
        String words =
                Redaction.of(String.valueOf(e.getMessage())).lines().findFirst().orElse("");
        return words.replaceFirst("(?<=[a-z])\\. [A-Z].*", "").replaceFirst("\\.$", "");
    }
}
