package io.plumbline.handler;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.auth.Credentials;
import com.google.auth.http.HttpTransportFactory;
import com.google.auth.oauth2.AwsCredentials;
import com.google.auth.oauth2.ExternalAccountCredentials;
import com.google.cloud.NoCredentials;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/**
 * As whom the function writes. In Lambda that is its own AWS role, which Google exchanges for a token (workload identity
 * federation): no key is kept anywhere, and one that is given is refused.
 */
final class FunctionLogin {

    static final String IDENTITY = "GCP_WORKLOAD_IDENTITY";
    private static final String FILE = "GOOGLE_APPLICATION_CREDENTIALS";
    private static final String TO_DO = "Set " + IDENTITY + " to the JSON of a workload identity federation for AWS"
            + " (gcloud iam workload-identity-pools create-cred-config … --aws).";
    private static final JsonMapper JSON = new JsonMapper();

    private FunctionLogin() {}

    /** Empty for Application Default Credentials, which only a function outside Lambda may take. */
    static Optional<Credentials> of(Map<String, String> environment, HttpTransportFactory transport) {
        if (isSet(environment, "BIGQUERY_EMULATOR_HOST")) {
            return Optional.of(NoCredentials.getInstance());
        }
        if (isSet(environment, IDENTITY)) {
            return Optional.of(federated(IDENTITY, environment.getOrDefault(IDENTITY, ""), transport));
        }
        if (!isSet(environment, "AWS_LAMBDA_FUNCTION_NAME")) {
            return Optional.empty();
        }
        if (!isSet(environment, FILE)) {
            throw new IllegalArgumentException("The function has no login for BigQuery. " + TO_DO);
        }
        return Optional.of(federated(FILE, read(environment.getOrDefault(FILE, "")), transport));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    private static String read(String file) {
        try {
            return Files.readString(Path.of(file));
        } catch (IOException | IllegalArgumentException e) {
            throw new IllegalArgumentException(FILE + " names a file that cannot be read, " + file + ". " + TO_DO, e);
        }
    }

    /** @param variable where the JSON comes from */
    private static Credentials federated(String variable, String json, HttpTransportFactory transport) {
        JsonNode account = parsed(variable, json);
        if (account.findValue("private_key") != null) {
            throw new IllegalArgumentException(variable
                    + " holds a private key, which whoever reads the function's settings could use. Revoke it. "
                    + TO_DO);
        }
        if (!account.path("type").asText().equals("external_account")
                || !account.at("/credential_source/environment_id").asText().startsWith("aws")) {
            throw new IllegalArgumentException(variable + " is not of the type external_account with a"
                    + " credential_source whose environment_id is aws1. " + TO_DO);
        }
        try {
            ExternalAccountCredentials credentials =
                    ExternalAccountCredentials.fromStream(new ByteArrayInputStream(json.getBytes(UTF_8)), transport);
            if (credentials instanceof AwsCredentials) {
                return credentials;
            }
            throw new IllegalArgumentException(variable + " is no federation for AWS. " + TO_DO);
        } catch (IOException | RuntimeException e) {
            throw new IllegalArgumentException(variable + " is refused: " + e.getMessage() + ". " + TO_DO, e);
        }
    }

    /** The parser's own message would quote the content. */
    private static JsonNode parsed(String variable, String json) {
        try {
            return JSON.readTree(json);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(variable + " holds no JSON. " + TO_DO);
        }
    }
}
