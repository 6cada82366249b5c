package io.plumbline.bigquery;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.auth.Credentials;
import com.google.auth.oauth2.AccessToken;
import com.google.auth.oauth2.OAuth2Credentials;
import com.google.cloud.NoCredentials;
import io.plumbline.TestSettings;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Logins that expire in mid-run, and answers that lead astray, over real sockets. */
@Timeout(60)
class CallConductTest {

    private static final String EMPTY = "{\"jobComplete\": true, \"schema\": {\"fields\": []}, \"totalRows\": \"0\"}";

    private static final String EXPIRED =
            """
            {"error": {"code": 401, "message": "Request had invalid authentication credentials.", "errors":
              [{"message": "Invalid Credentials", "domain": "global", "reason": "authError"}]}}""";

    private final Queue<HttpRequest> asked = new ConcurrentLinkedQueue<>();
    private final AtomicInteger issued = new AtomicInteger();
    private volatile String accepted = "Bearer token-1";
    private volatile HttpResponse answer = json(200, EMPTY);

    private final HttpServer server = HttpServer.start("bigquery", request -> {
        asked.add(request);
        boolean known = request.header("Authorization").equals(accepted);
        return CompletableFuture.completedFuture(known ? answer : json(401, EXPIRED));
    });

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void aLoginThatExpiresInMidRunIsRenewedAndTheCallMadeAgain() throws QueryFailure {
        QueryClient client = client(renewable());
        ask(client);
        accepted = "Bearer token-2";

        ask(client);
        ask(client);

        assertThat(asked)
                .extracting(request -> request.header("Authorization"))
                .containsExactly("Bearer token-1", "Bearer token-1", "Bearer token-2", "Bearer token-2");
    }

    @Test
    void aNewLoginThatIsRefusedAsWellIsNotRenewedAgain() {
        accepted = "Bearer nobodys";

        assertThatThrownBy(() -> ask(client(renewable()))).hasMessage(refused());
        assertThat(asked).hasSize(2);
    }

    @Test
    void aTokenThatWasGivenAsItIsCannotBeRenewed() throws QueryFailure {
        QueryClient client = client(OAuth2Credentials.create(new AccessToken("token-1", null)));
        ask(client);
        accepted = "Bearer token-2";

        assertThatThrownBy(() -> ask(client)).isInstanceOf(QueryFailure.class).hasMessage(refused());
        assertThat(asked).hasSize(2);
    }

    @Test
    void whereNobodyLogsInARefusalIsARefusal() {
        assertThatThrownBy(() -> ask(client(NoCredentials.getInstance()))).hasMessage(refused());
        assertThat(asked).hasSize(1);
    }

    @Test
    void aLoginThatCannotBeRenewedSaysWhy() {
        accepted = "Bearer token-2";
        OAuth2Credentials revoked = new OAuth2Credentials(new AccessToken("token-1", far())) {
            @Override
            public AccessToken refreshAccessToken() throws IOException {
                throw new IOException("invalid_grant: Token has been expired or revoked.");
            }
        };

        assertThatThrownBy(() -> ask(client(revoked)))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("invalid_grant: Token has been expired or revoked.");
    }

    @Test
    void aRedirectionIsNotFollowed() {
        answer = new HttpResponse(
                302,
                Map.of("Location", server.uri() + "/login?session=4711", "Content-Type", "text/html"),
                "<html>Please log in</html>".getBytes(UTF_8));

        assertThatThrownBy(() -> ask(client(renewable())))
                .isInstanceOf(QueryFailure.class)
                .hasMessage("BigQuery query failed: redirected: 302 to " + server.uri() + "; a proxy or a network's"
                        + " login page answers instead of the service: log in there, or set HTTPS_PROXY");
        assertThat(asked).hasSize(1);
    }

    @Test
    void aWebPageIsNoAnswer() {
        answer = HttpResponse.of(200, "text/html", "<html>Please log in</html>".getBytes(UTF_8));

        assertThatThrownBy(() -> ask(client(renewable())))
                .isInstanceOf(QueryFailure.class)
                .hasMessageContaining("not the service: an answer that cannot be read; ");
    }

    private static String refused() {
        return "BigQuery query failed: login refused: 401; renew the credentials, for longer than the run takes, and look"
                + " at this machine's clock";
    }

    private OAuth2Credentials renewable() {
        return new OAuth2Credentials() {
            @Override
            public AccessToken refreshAccessToken() {
                return new AccessToken("token-" + issued.incrementAndGet(), far());
            }
        };
    }

    private static Date far() {
        return new Date(System.currentTimeMillis() + Duration.ofHours(1).toMillis());
    }

    private QueryClient client(Credentials credentials) {
        Settings.BigQuery settings =
                TestSettings.forPipeline(server.uri(), server.uri()).settings().bigquery();
        return new QueryClient(
                GoogleService.of(GoogleService.options(
                        settings, Duration.ofSeconds(10), new GoogleLogin(credentials, Optional.empty()))),
                "p",
                null,
                Duration.ofSeconds(10),
                OptionalLong.empty(),
                MicroClock.startingNow());
    }

    private static void ask(QueryClient client) throws QueryFailure {
        client.ask("SELECT 1", List.of());
    }

    private static HttpResponse json(int status, String body) {
        return HttpResponse.json(status, body.getBytes(UTF_8));
    }
}
