package local.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HttpServerTest {

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final HttpServer server = HttpServer.start("test", HttpServerTest::answer, Duration.ofMillis(300));

    @AfterEach
    void close() {
        server.close();
        executor.shutdownNow();
    }

    private static CompletableFuture<HttpResponse> answer(HttpRequest request) throws IOException {
        return switch (request.path()) {
            case "/echo" -> done(HttpResponse.text(200, request.method() + " " + new String(request.body(), UTF_8)));
            case "/length" -> done(HttpResponse.text(200, "" + request.body().length));
            case "/query" -> done(HttpResponse.text(200, request.query("a b").orElse("none")));
            case "/header" -> done(HttpResponse.text(200, request.header("x-some")));
            case "/later" ->
                CompletableFuture.supplyAsync(
                        () -> HttpResponse.text(200, "later"),
                        CompletableFuture.delayedExecutor(50, java.util.concurrent.TimeUnit.MILLISECONDS));
            case "/throws" -> throw new IOException("broken on purpose");
            case "/fails" -> CompletableFuture.failedFuture(new IllegalStateException("failed on purpose"));
            default -> done(HttpResponse.empty(204));
        };
    }

    private static CompletableFuture<HttpResponse> done(HttpResponse response) {
        return CompletableFuture.completedFuture(response);
    }

    @Test
    void answersWithBodyQueryAndHeader() throws Exception {
        assertThat(post("/echo", "häh".getBytes(UTF_8))).isEqualTo("200 POST häh");
        assertThat(post("/query?a%20b=c%2Fd&e", new byte[0])).isEqualTo("200 c/d");
        assertThat(post("/query?e=1", new byte[0])).isEqualTo("200 none");
        assertThat(post("/header", new byte[0], "X-SOME", "y")).isEqualTo("200 y");
        assertThat(post("/nothing", new byte[0])).isEqualTo("204 ");
    }

    @Test
    void answersLaterAndFromAnotherThread() throws Exception {
        assertThat(post("/later", new byte[0])).isEqualTo("200 later");
    }

    @Test
    void aFailingHandlerIsA500AndTheServerGoesOn() throws Exception {
        assertThat(post("/throws", new byte[0])).startsWith("500 ").contains("broken on purpose");
        assertThat(post("/fails", new byte[0])).startsWith("500 ").contains("failed on purpose");
        assertThat(post("/echo", "on".getBytes(UTF_8))).isEqualTo("200 POST on");
    }

    @Test
    void runsBlockingHandlersOffTheEventLoop() throws Exception {
        var eventLoopFree = new CompletableFuture<Void>();
        HttpHandler blocking = HttpHandler.blocking(executor, request -> {
            eventLoopFree.join();
            return HttpResponse.text(200, Thread.currentThread().getName());
        });
        HttpHandler both = request -> request.path().equals("/free")
                ? done(HttpResponse.text(200, "" + eventLoopFree.complete(null)))
                : blocking.handle(request);
        try (HttpServer other = HttpServer.start("both", both)) {
            var blocked = client.sendAsync(
                    java.net.http.HttpRequest.newBuilder(other.uri().resolve("/blocked"))
                            .build(),
                    BodyHandlers.ofString());
            assertThat(post(other.uri(), "/free", new byte[0])).isEqualTo("200 true");
            assertThat(blocked.get().body()).startsWith("pool-");
        }
    }

    @Test
    void inflatesGzip() throws Exception {
        assertThat(post("/echo", gzip("hello".getBytes(UTF_8)), "Content-Encoding", "gzip"))
                .isEqualTo("200 POST hello");
    }

    @Test
    void refusesWhatInflatesPast64MegabytesAndGoesOn() throws Exception {
        byte[] bomb = gzip(new byte[HttpServer.MAX_BODY_BYTES + 1]);
        assertThat(bomb.length).isLessThan(100_000);
        assertThat(post("/length", bomb, "Content-Encoding", "gzip")).startsWith("413");
        byte[] largest = gzip(new byte[HttpServer.MAX_BODY_BYTES]);
        assertThat(post("/length", largest, "Content-Encoding", "gzip")).isEqualTo("200 67108864");
    }

    @Test
    void refusesBrokenGzip() throws Exception {
        byte[] truncated = Arrays.copyOf(gzip("hello".getBytes(UTF_8)), 15);
        assertThat(post("/echo", truncated, "Content-Encoding", "gzip")).startsWith("400");
        assertThat(post("/echo", "x".getBytes(UTF_8), "Content-Encoding", "br")).startsWith("400");
        assertThat(post("/echo", "not gzip".getBytes(UTF_8), "Content-Encoding", "gzip"))
                .startsWith("400");
        assertThat(post("/echo", "on".getBytes(UTF_8))).isEqualTo("200 POST on");
    }

    @Test
    void refusesASlowBodyAndNonsense() throws Exception {
        assertThat(raw("POST /echo HTTP/1.1\r\nContent-Length: 10\r\n\r\nabc")).startsWith("HTTP/1.1 408 ");
        assertThat(raw("what is this\r\n\r\n")).startsWith("HTTP/1.1 400 ");
    }

    @Test
    void answersPipelinedRequestsInOrder() throws Exception {
        String answers = raw("GET /later HTTP/1.1\r\n\r\nGET /echo HTTP/1.1\r\nConnection: close\r\n\r\n");
        assertThat(answers).containsSubsequence("200 OK", "later", "200 OK", "GET ");
    }

    @Test
    void listensOnLoopbackOnly() {
        assertThat(server.uri().getHost()).isEqualTo("127.0.0.1");
        assertThat(server.port()).isPositive();
    }

    /** What the server answers on one connection until it closes it. */
    private String raw(String request) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write(request.getBytes(UTF_8));
            InputStream in = socket.getInputStream();
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    private String post(String path, byte[] body, String... headers) throws Exception {
        return post(server.uri(), path, body, headers);
    }

    private String post(URI uri, String path, byte[] body, String... headers) throws Exception {
        var request = java.net.http.HttpRequest.newBuilder(uri.resolve(path)).POST(BodyPublishers.ofByteArray(body));
        if (headers.length > 0) {
            request.headers(headers);
        }
        var response = client.send(request.build(), BodyHandlers.ofString());
        return response.statusCode() + " " + response.body();
    }

    private static byte[] gzip(byte[] plain) throws IOException {
        var bytes = new ByteArrayOutputStream();
        try (var gzip = new GZIPOutputStream(bytes)) {
            gzip.write(plain);
        }
        return bytes.toByteArray();
    }
}
