package local.http;

import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.BiFunction;
import java.util.function.Function;

/** A service behind a place where its answers are bent, or some are made in its stead: for what it never says by itself. */
public final class Bent implements AutoCloseable {

    /** The connection's own, or no longer true of a body that was inflated. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host", "connection", "content-length", "content-encoding", "transfer-encoding", "expect", "upgrade");

    /** Past the process' proxy settings, which tests beside this one set. */
    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    private final URI service;
    private final Function<HttpRequest, Optional<HttpResponse>> instead;
    private final BiFunction<HttpRequest, HttpResponse, HttpResponse> bend;
    private final HttpServer server;

    private Bent(
            String service,
            Function<HttpRequest, Optional<HttpResponse>> instead,
            BiFunction<HttpRequest, HttpResponse, HttpResponse> bend,
            BiFunction<String, HttpHandler, HttpServer> start) {
        this.service = URI.create(service.contains("://") ? service : "http://" + service);
        this.instead = instead;
        this.bend = bend;
        this.server = start.apply("bent", this::answer);
    }

    /**
     * @param service {@code host:port} or a URL, here and below
     * @param bend makes of a request and its answer another answer
     */
    public static Bent answers(String service, BiFunction<HttpRequest, HttpResponse, HttpResponse> bend) {
        return new Bent(service, request -> Optional.empty(), bend, HttpServer::start);
    }

    /** @param instead answers some requests, which the service never sees */
    public static Bent requests(String service, Function<HttpRequest, Optional<HttpResponse>> instead) {
        return new Bent(service, instead, (request, answer) -> answer, HttpServer::start);
    }

    /** As the service says it, on the loopback address of IPv6. */
    public static Bent onIpv6(String service) {
        return new Bent(service, request -> Optional.empty(), (request, answer) -> answer, HttpServer::startOnIpv6);
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

    public String endpoint() {
        return server.uri().toString();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        return instead.apply(request)
                .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> passedOn(request).thenApply(answer -> bend.apply(request, answer)));
    }

    private CompletionStage<HttpResponse> passedOn(HttpRequest request) {
        var copy = java.net.http.HttpRequest.newBuilder(service.resolve(request.uri()))
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        for (Map.Entry<String, String> header : request.headers()) {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                copy.header(header.getKey(), header.getValue());
            }
        }
        return sent(copy.build()).thenApply(answer -> {
            Map<String, String> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
            answer.headers().map().forEach((name, values) -> headers.put(name, values.get(0)));
            headers.keySet().removeAll(NOT_PASSED_ON);
            return new HttpResponse(answer.statusCode(), headers, answer.body());
        });
    }

    /** Once more where no connection came about, as now and then happens on a busy machine: the service saw nothing. */
    private CompletableFuture<java.net.http.HttpResponse<byte[]>> sent(java.net.http.HttpRequest request) {
        return client.sendAsync(request, BodyHandlers.ofByteArray())
                .exceptionallyCompose(failure -> isUnconnected(failure)
                        ? client.sendAsync(request, BodyHandlers.ofByteArray())
                        : CompletableFuture.failedFuture(failure));
    }

    private static boolean isUnconnected(Throwable failure) {
        return failure instanceof ConnectException || failure.getCause() instanceof ConnectException;
    }

    @Override
    public void close() {
        server.close();
    }
}
