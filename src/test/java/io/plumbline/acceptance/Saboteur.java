package io.plumbline.acceptance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.http.HttpServer;

/** Stands before a service and answers some of its requests in its stead. */
final class Saboteur implements AutoCloseable {

    /** The connection's own, or no longer true of a body that was inflated. */
    private static final Set<String> NOT_PASSED_ON = Set.of(
            "host", "connection", "content-length", "content-encoding", "transfer-encoding", "expect", "upgrade");

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI service;
    private final Function<HttpRequest, Optional<HttpResponse>> instead;
    private final HttpServer server = HttpServer.start("saboteur", this::answer);

    /** @param service {@code host:port} or a URL */
    Saboteur(String service, Function<HttpRequest, Optional<HttpResponse>> instead) {
        this.service = URI.create(service.contains("://") ? service : "http://" + service);
        this.instead = instead;
    }

    String endpoint() {
        return server.uri().toString();
    }

    @Override
    public void close() {
        server.close();
    }

    private CompletionStage<HttpResponse> answer(HttpRequest request) {
        return instead.apply(request)
                .<CompletionStage<HttpResponse>>map(CompletableFuture::completedFuture)
                .orElseGet(() -> passOn(request));
    }

    private CompletionStage<HttpResponse> passOn(HttpRequest request) {
        var copy = java.net.http.HttpRequest.newBuilder(service.resolve(request.uri()))
                .method(request.method(), BodyPublishers.ofByteArray(request.body()));
        for (Map.Entry<String, String> header : request.headers()) {
            if (!NOT_PASSED_ON.contains(header.getKey().toLowerCase(Locale.ROOT))) {
                copy.header(header.getKey(), header.getValue());
            }
        }
        return client.sendAsync(copy.build(), BodyHandlers.ofByteArray())
                .thenApply(answer -> HttpResponse.of(
                        answer.statusCode(),
                        answer.headers().firstValue("Content-Type").orElse(""),
                        answer.body()));
    }
}
