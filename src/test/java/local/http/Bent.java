package local.http;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;

/** A service behind a place where its answers are bent, for what it never says by itself. */
public final class Bent implements AutoCloseable {

    /** The client writes these itself. */
    private static final Set<String> OWN = Set.of("connection", "content-length", "expect", "host", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final BiFunction<HttpRequest, HttpResponse, HttpResponse> bend;
    private final HttpServer server;

    /** @param bend makes of a request and its answer another answer */
    public Bent(URI service, BiFunction<HttpRequest, HttpResponse, HttpResponse> bend) {
        this.service = service;
        this.bend = bend;
        this.server = HttpServer.start("bent", this::answer);
    }

    private Bent(URI service) {
        this.service = service;
        this.bend = (request, answer) -> answer;
        this.server = HttpServer.startOnIpv6("bent", this::answer);
    }

    /** As the service says it, on the loopback address of IPv6. */
    public static Bent onIpv6(URI service) {
        return new Bent(service);
    }

    /** Answers in which a text stands in the place of another. */
    public static BiFunction<HttpRequest, HttpResponse, HttpResponse> replacing(String text, String by) {
        return (request, answer) -> new HttpResponse(
                answer.status(),
                answer.headers(),
                new String(answer.body(), StandardCharsets.UTF_8)
                        .replace(text, by)
                        .getBytes(StandardCharsets.UTF_8));
    }

    public URI uri() {
        return server.uri();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        return CompletableFuture.supplyAsync(() -> bend.apply(request, forwarded(request)));
    }

    private HttpResponse forwarded(HttpRequest request) {
        var forward = java.net.http.HttpRequest.newBuilder(service.resolve(request.uri()))
                .method(request.method(), java.net.http.HttpRequest.BodyPublishers.ofByteArray(request.body()));
        request.headers().forEach(header -> {
            // Bodies have been inflated, and answers are to come as they are.
            boolean kept = !OWN.contains(header.getKey().toLowerCase(java.util.Locale.ROOT))
                    && !header.getKey().toLowerCase(java.util.Locale.ROOT).endsWith("-encoding");
            if (kept) {
                forward.header(header.getKey(), header.getValue());
            }
        });
        try {
            var answer = client.send(forward.build(), java.net.http.HttpResponse.BodyHandlers.ofByteArray());
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
            headers.keySet().removeAll(OWN);
            return new HttpResponse(answer.statusCode(), headers, answer.body());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        server.close();
    }
}
