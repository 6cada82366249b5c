package io.plumbline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.dataformat.cbor.databind.CBORMapper;
import io.plumbline.TestSettings;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.LambdaGateway;
import io.plumbline.bigquery.BigQueryGateway;
import io.plumbline.net.RecordingProxy;
import io.plumbline.net.SelfSigned;
import io.plumbline.settings.Settings;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;
import org.junit.jupiter.api.parallel.Resources;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What is said at the start where something stands in the way of a service, by each client: one line, soon, and word by word
 * as docs/troubleshooting.md has it.
 */
@Timeout(60)
@ResourceLock(Resources.SYSTEM_PROPERTIES)
class ServicesNotReachedTest {

    private static final long TEN_SECONDS = 10_000_000_000L;
    private static final MicroClock CLOCK = MicroClock.startingNow();
    private static final String PAGE = "<html>Please log in</html>";

    @TempDir
    Path folder;

    private HttpServer server = serving(200, "application/json", "{}");

    /** Who calls it, and what the beginning of its sentences is. */
    enum Client {
        KINESIS_BY_CRT("stream events: ", "plumbline.kinesis.endpoint"),
        KINESIS_BY_NETTY("stream events: ", "plumbline.kinesis.endpoint"),
        LAMBDA_BY_CRT("function enrich: ", "plumbline.lambda.endpoint"),
        BIGQUERY("BigQuery does not answer: ", "plumbline.bigquery.endpoint");

        private final String beginning;
        private final String setting;

        Client(String beginning, String setting) {
            this.beginning = beginning;
            this.setting = setting;
        }

        List<String> problems(URI endpoint) {
            Settings settings = TestSettings.forPipeline(endpoint, endpoint)
                    .with("plumbline.lambda.function", "enrich")
                    .with("plumbline.lambda.endpoint", endpoint.toString())
                    .with("plumbline.kinesis.httpClient", this == KINESIS_BY_NETTY ? "netty" : "crt")
                    .inEnvironment("GCP_ACCESS_TOKEN", "one-that-expires")
                    .settings();
            switch (this) {
                case BIGQUERY -> {
                    return new BigQueryGateway(settings, new TraceIds("run", 0), CLOCK).problems();
                }
                case LAMBDA_BY_CRT -> {
                    try (LambdaGateway lambda = new LambdaGateway(settings)) {
                        return lambda.problems();
                    }
                }
                default -> {
                    try (KinesisGateway kinesis = new KinesisGateway(settings)) {
                        return kinesis.problems();
                    }
                }
            }
        }
    }

    @AfterEach
    void close() {
        List.of("http.proxyHost", "http.proxyPort", "http.nonProxyHosts").forEach(System::clearProperty);
        server.close();
    }

    @ParameterizedTest
    @EnumSource
    void aClosedPort(Client client) throws IOException {
        server.close();

        assertToldAsInThePaper(client, server.uri());
        assertToldAsInThePaper(client, URI.create("http://[::1]:" + server.port()));
    }

    @Test
    void anUnknownHost() throws IOException {
        // Not by AWS' clients, which want keys before they look for a host that is not this machine.
        assertToldAsInThePaper(Client.BIGQUERY, URI.create("http://no-such-host.invalid:80"));
    }

    @ParameterizedTest
    @EnumSource
    void aCertificateThatNobodySigned(Client client) throws Exception {
        try (HttpServer secure = HttpServer.start(
                "secure",
                request -> answer(200, "text/html", PAGE),
                SelfSigned.in(folder, "ip:127.0.0.1").server())) {
            assertToldAsInThePaper(client, secure.uri());
            assertToldAsInThePaper(client, URI.create("http://127.0.0.1:" + secure.port()));
        }
    }

    @ParameterizedTest
    @EnumSource
    void tlsWhereThereIsNone(Client client) throws IOException {
        assertToldAsInThePaper(client, URI.create("https://127.0.0.1:" + server.port()));
    }

    @ParameterizedTest
    @ValueSource(ints = {301, 302, 307})
    void aRedirection(int status) throws IOException {
        server.close();
        server = serving(status, "text/html", PAGE);

        for (Client client : Client.values()) {
            assertToldAsInThePaper(client, server.uri());
        }
    }

    @ParameterizedTest
    @EnumSource
    void aWebPage(Client client) throws IOException {
        server.close();
        server = serving(client == Client.LAMBDA_BY_CRT ? 403 : 200, "text/html", PAGE);

        assertToldAsInThePaper(client, server.uri());
    }

    @ParameterizedTest
    @EnumSource
    void aLoginThatIsRefused(Client client) throws IOException {
        server.close();
        server = HttpServer.start("refusing", request -> CompletableFuture.completedFuture(refusal(request)));

        List<String> problems = client.problems(server.uri());

        assertThat(problems)
                .singleElement()
                .asString()
                .contains("expired; renew the credentials, for longer than the run takes");
    }

    @ParameterizedTest
    @EnumSource
    void aProxyThatIsGone(Client client) throws IOException {
        server.close();
        System.setProperty("http.proxyHost", "127.0.0.1");
        System.setProperty("http.proxyPort", Integer.toString(server.port()));
        System.setProperty("http.nonProxyHosts", "");

        assertToldAsInThePaper(client, URI.create("http://127.0.0.1:1"));
    }

    @ParameterizedTest
    @EnumSource
    void aProxyIsUsedAndLoopbackNeedsNone(Client client) throws IOException {
        try (RecordingProxy proxy = new RecordingProxy(server.port())) {
            System.setProperty("http.proxyHost", "127.0.0.1");
            System.setProperty("http.proxyPort", Integer.toString(proxy.port()));

            client.problems(server.uri());
            assertThat(proxy.asked).isEmpty();

            System.setProperty("http.nonProxyHosts", "");
            client.problems(URI.create("http://127.0.0.1:1"));
            // A connection without a word is the look whether the proxy is there, where the answer did not please.
            assertThat(proxy.asked)
                    .filteredOn(line -> !line.isEmpty())
                    .isNotEmpty()
                    .allMatch(line -> line.contains("127.0.0.1:1"));
        }
    }

    private static void assertToldAsInThePaper(Client client, URI endpoint) throws IOException {
        long start = System.nanoTime();
        List<String> problems = client.problems(endpoint);
        long nanos = System.nanoTime() - start;

        assertThat(problems).singleElement().satisfies(problem -> {
            assertThat(problem).startsWith(client.beginning).doesNotContain("Exception", "\n", "4711");
            String message = problem.substring(client.beginning.length())
                    .replace(endpoint + " (" + client.setting + ")", "<endpoint>")
                    .replaceAll("127\\.0\\.0\\.1:\\d+ \\(-D", "<proxy> (-D")
                    .replaceAll("30[17] to", "302 to")
                    .replaceAll("a web page with status 403", "an answer that cannot be read");
            assertThat(Files.readString(Path.of("docs/troubleshooting.md")).contains("`" + message + "`"))
                    .as("docs/troubleshooting.md has: %s", message)
                    .isTrue();
        });
        assertThat(nanos).isLessThan(TEN_SECONDS);
    }

    private static HttpServer serving(int status, String type, String body) {
        return HttpServer.start("service", request -> answer(status, type, body));
    }

    private static CompletableFuture<HttpResponse> answer(int status, String type, String body) {
        return CompletableFuture.completedFuture(new HttpResponse(
                status,
                Map.of("Content-Type", type, "Location", "http://portal.example/login?session=4711"),
                body.getBytes(UTF_8)));
    }

    private static HttpResponse refusal(HttpRequest request) throws JsonProcessingException {
        if (request.uri().startsWith("/bigquery/")) {
            String error = "{\"error\": {\"code\": 401, \"message\": \"The token is expired.\"}}";
            return HttpResponse.json(401, error.getBytes(UTF_8));
        }
        Map<String, String> error =
                Map.of("__type", "ExpiredTokenException", "message", "The security token is expired");
        boolean isLambda = request.uri().contains("/functions/");
        return isLambda
                ? new HttpResponse(
                        403,
                        Map.of("Content-Type", "application/json", "x-amzn-ErrorType", "ExpiredTokenException"),
                        "{\"message\": \"The security token is expired\"}".getBytes(UTF_8))
                : HttpResponse.of(400, "application/x-amz-cbor-1.1", new CBORMapper().writeValueAsBytes(error));
    }
}
