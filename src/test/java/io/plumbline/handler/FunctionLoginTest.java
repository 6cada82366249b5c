package io.plumbline.handler;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.Credentials;
import com.google.auth.oauth2.AwsCredentials;
import com.google.cloud.NoCredentials;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FunctionLoginTest {

    private static final String SERVICE_ACCOUNT =
            "{\"type\": \"service_account\", \"private_key\": \"top secret\", \"client_email\": \"f@p.example\"}";
    private static final Map<String, String> IN_LAMBDA = Map.of("AWS_LAMBDA_FUNCTION_NAME", "f");

    @TempDir
    Path folder;

    @Test
    void itsRoleOfAwsIsItsIdentity() {
        assertThat(login(Map.of("GCP_WORKLOAD_IDENTITY", FakeGoogle.externalAccount())))
                .containsInstanceOf(AwsCredentials.class);
    }

    @Test
    void itTakesWhatTheThrowAwayPipelineGivesIt() throws IOException {
        String json = Files.readString(Path.of("infra/terraform/gcp/external-account.json.tftpl"))
                .replace("${provider}", "projects/1/locations/global/workloadIdentityPools/p/providers/aws-roles")
                .replace("${account}", "f@p.iam.gserviceaccount.com");

        assertThat(login(Map.of("AWS_LAMBDA_FUNCTION_NAME", "f", "GCP_WORKLOAD_IDENTITY", json)))
                .containsInstanceOf(AwsCredentials.class);
    }

    @Test
    void anEmulatorGetsNoCredentialsWhateverElseIsSet() {
        assertThat(login(Map.of("BIGQUERY_EMULATOR_HOST", "127.0.0.1:1", "GCP_WORKLOAD_IDENTITY", SERVICE_ACCOUNT)))
                .containsInstanceOf(NoCredentials.class);
    }

    @Test
    void outsideLambdaTheMachinesLoginIsTaken() {
        assertThat(login(Map.of())).isEmpty();
        assertThat(login(Map.of("GOOGLE_APPLICATION_CREDENTIALS", "key.json", "GCP_WORKLOAD_IDENTITY", " ")))
                .isEmpty();
    }

    @Test
    void aKeyIsRefusedAndNotRepeated() {
        assertRefused(
                Map.of("GCP_WORKLOAD_IDENTITY", SERVICE_ACCOUNT),
                "GCP_WORKLOAD_IDENTITY holds a private key",
                "Revoke it. Set GCP_WORKLOAD_IDENTITY to the JSON of a workload identity federation");
    }

    /** However it is dressed up. */
    @Test
    void aKeyWithinAnExternalAccountIsRefused() {
        String both =
                FakeGoogle.externalAccount().replaceFirst("\\{", "{\"source\": {\"private_key\": \"top secret\"}, ");
        assertRefused(Map.of("GCP_WORKLOAD_IDENTITY", both), "GCP_WORKLOAD_IDENTITY holds a private key");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"type\": \"authorized_user\", \"refresh_token\": \"top secret\"}",
                "{\"type\": \"external_account\", \"credential_source\": {\"file\": \"/token\"}}",
                "{\"type\": \"external_account\", \"credential_source\": {\"executable\": {\"command\": \"top secret\"}}}",
                "{}",
                "\"top secret\""
            })
    void anotherTypeIsRefused(String json) {
        assertRefused(
                Map.of("GCP_WORKLOAD_IDENTITY", json),
                "GCP_WORKLOAD_IDENTITY is not of the type external_account",
                "environment_id is aws1. Set GCP_WORKLOAD_IDENTITY");
    }

    @Test
    void whatIsNoJsonIsRefused() {
        assertRefused(Map.of("GCP_WORKLOAD_IDENTITY", "top secret"), "GCP_WORKLOAD_IDENTITY holds no JSON");
    }

    @Test
    void googlesLibraryMayRefuseItAsWell() {
        assertRefused(
                Map.of(
                        "GCP_WORKLOAD_IDENTITY",
                        FakeGoogle.externalAccount().replace("https://sts.googleapis.com", "http://sts.example.com")),
                "GCP_WORKLOAD_IDENTITY is refused: ");
    }

    @Test
    void inLambdaAFileMustBeAFederationToo() throws IOException {
        Path file = folder.resolve("credentials.json");
        Map<String, String> environment = new HashMap<>(IN_LAMBDA);
        environment.put("GOOGLE_APPLICATION_CREDENTIALS", file.toString());
        assertRefused(environment, "GOOGLE_APPLICATION_CREDENTIALS names a file that cannot be read, " + file);

        Files.writeString(file, SERVICE_ACCOUNT);
        assertRefused(environment, "GOOGLE_APPLICATION_CREDENTIALS holds a private key");

        Files.writeString(file, FakeGoogle.externalAccount());
        assertThat(login(environment)).containsInstanceOf(AwsCredentials.class);
    }

    /** Application Default Credentials would look for a machine of Google's there, and not find it. */
    @Test
    void inLambdaThereMustBeALogin() {
        assertRefused(IN_LAMBDA, "The function has no login for BigQuery. Set GCP_WORKLOAD_IDENTITY");
    }

    private static Optional<Credentials> login(Map<String, String> environment) {
        return FunctionLogin.of(environment, NetHttpTransport::new);
    }

    private static void assertRefused(Map<String, String> environment, String... sentences) {
        assertThatThrownBy(() -> login(environment))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(sentences)
                .message()
                .doesNotContain("top secret");
    }
}
