package io.plumbline.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.oauth2.GoogleCredentials;
import io.netty.handler.codec.http.QueryStringDecoder;
import io.plumbline.TestSettings;
import io.plumbline.settings.Settings;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLDecoder;
import java.security.KeyPairGenerator;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Application Default Credentials that fetch their token first, over real sockets: a service account's key file, and an
 * external account whose identity is AWS'. Google's library takes an exchange of tokens by https only, so the hosts are
 * Google's and AWS' own, and every connection is led to loopback.
 */
@Timeout(60)
class GoogleFederationTest {

    private final Queue<HttpRequest> asked = new ConcurrentLinkedQueue<>();
    private final HttpServer google = HttpServer.start("google", this::answer);

    @AfterEach
    void close() {
        google.close();
    }

    @Test
    void anIdentityOfAwsIsExchangedForATokenOfGoogles() throws IOException {
        assertThat(authorization(externalAccount())).containsExactly("Bearer ya29.federated");

        Map<String, List<String>> exchange = form("/token");
        assertThat(exchange.get("grant_type")).containsExactly("urn:ietf:params:oauth:grant-type:token-exchange");
        assertThat(exchange.get("subject_token_type")).containsExactly("urn:ietf:params:aws:token-type:aws4_request");
        assertThat(exchange.get("scope")).containsExactly("https://www.googleapis.com/auth/cloud-platform");
        assertThat(URLDecoder.decode(exchange.get("subject_token").get(0), UTF_8))
                // The library takes the environment's keys before the machine's.
                .contains(
                        "Action=GetCallerIdentity",
                        "Credential=" + System.getenv().getOrDefault("AWS_ACCESS_KEY_ID", "ASIAOFTHEMACHINE") + "/");
    }

    @Test
    void aServiceAccountSignsForItsToken() throws IOException, NoSuchAlgorithmException {
        assertThat(authorization(serviceAccount())).containsExactly("Bearer ya29.federated");

        assertThat(form("/token").get("grant_type")).containsExactly("urn:ietf:params:oauth:grant-type:jwt-bearer");
    }

    /** What BigQuery is shown. */
    private List<String> authorization(String json) throws IOException {
        Settings.BigQuery bigquery = TestSettings.forPipeline(
                        URI.create("http://127.0.0.1:1"), URI.create("https://bigquery.example.com"))
                .settings()
                .bigquery();
        HttpTransport toLoopback = new NetHttpTransport.Builder()
                .setConnectionFactory(url -> (HttpURLConnection)
                        google.uri().resolve(url.getFile()).toURL().openConnection())
                .build();
        GoogleLogin login = GoogleLogin.choose(
                bigquery,
                () -> GoogleCredentials.fromStream(new ByteArrayInputStream(json.getBytes(UTF_8)), () -> toLoopback));
        assertThat(login.problem()).isEmpty();
        return GoogleService.options(bigquery, Duration.ofSeconds(10), login)
                .getScopedCredentials()
                .getRequestMetadata(URI.create("https://bigquery.example.com"))
                .get("Authorization");
    }

    private static String externalAccount() {
        return """
                {"type": "external_account",
                 "audience": "//iam.googleapis.com/projects/1/locations/global/workloadIdentityPools/p/providers/aws",
                 "subject_token_type": "urn:ietf:params:aws:token-type:aws4_request",
                 "token_url": "https://sts.googleapis.com/token",
                 "credential_source": {
                   "environment_id": "aws1",
                   "region_url": "http://169.254.169.254/zone",
                   "url": "http://169.254.169.254/credentials",
                   "regional_cred_verification_url":
                       "https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15"}}
                """;
    }

    private static String serviceAccount() throws NoSuchAlgorithmException {
        byte[] key = KeyPairGenerator.getInstance("RSA")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        return """
                {"type": "service_account", "client_id": "1", "client_email": "load@p.iam.gserviceaccount.com",
                 "private_key_id": "k", "private_key": "-----BEGIN PRIVATE KEY-----\\n%s\\n-----END PRIVATE KEY-----\\n",
                 "token_uri": "https://oauth2.googleapis.com/token"}
                """
                .formatted(Base64.getEncoder().encodeToString(key));
    }

    private Map<String, List<String>> form(String path) {
        return asked.stream()
                .filter(request -> request.path().equals(path))
                .map(request -> new QueryStringDecoder(new String(request.body(), UTF_8), false).parameters())
                .findFirst()
                .orElseThrow();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        asked.add(request);
        return CompletableFuture.completedFuture(
                switch (request.path()) {
                    case "/zone" -> HttpResponse.text(200, "eu-central-1b");
                    case "/credentials" -> HttpResponse.text(200, "role-of-the-machine");
                    case "/credentials/role-of-the-machine" ->
                        json(
                                """
                            {"Code": "Success", "AccessKeyId": "ASIAOFTHEMACHINE", "SecretAccessKey": "s",
                             "Token": "session-of-the-machine", "Expiration": "2099-01-01T00:00:00Z"}
                            """);
                    case "/token" ->
                        json(
                                """
                            {"access_token": "ya29.federated", "token_type": "Bearer", "expires_in": 3600,
                             "issued_token_type": "urn:ietf:params:oauth:token-type:access_token"}
                            """);
                    default -> HttpResponse.empty(404);
                });
    }

    private static HttpResponse json(String text) {
        return HttpResponse.json(200, text.getBytes(UTF_8));
    }
}
