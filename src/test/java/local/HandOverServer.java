package local;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import local.truth.HandOvers;

/**
 * Where generators join a stand-in. {@code GET /environment} tells what a client has to set, {@code POST /hand-over} takes
 * what a generator meant and answers with the truth about its own records, {@code GET /truth} that over all that was handed
 * over. The JDK's server, for it gives a body as it comes, however long it is.
 */
final class HandOverServer implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "hand-over");
        thread.setDaemon(true);
        return thread;
    });
    private final Map<String, String> environment;
    private final HandOvers handOvers;

    private HandOverServer(HttpServer server, Map<String, String> environment, HandOvers handOvers) {
        this.server = server;
        this.environment = environment;
        this.handOvers = handOvers;
    }

    /** On a free port of loopback. */
    static HandOverServer start(Map<String, String> environment, HandOvers handOvers) throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        HandOverServer started = new HandOverServer(server, environment, handOvers);
        server.createContext("/", started::handle);
        server.setExecutor(started.threads);
        server.start();
        return started;
    }

    URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    private void handle(HttpExchange exchange) throws IOException {
        String asked = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        try (exchange) {
            switch (asked) {
                case "GET /environment" -> answer(exchange, 200, environment);
                case "GET /truth" -> answer(exchange, 200, handOvers.toJson());
                case "POST /hand-over" -> take(exchange);
                default -> answer(exchange, 404, Map.of("error", "a local stand-in has no " + asked));
            }
        }
    }

    private void take(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        try {
            var own = handOvers.take(new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8)));
            answer(exchange, 200, own.toJson());
        } catch (IllegalArgumentException e) {
            // Whoever is still sending would not read an answer.
            body.transferTo(OutputStream.nullOutputStream());
            answer(exchange, 400, Map.of("error", e.getMessage()));
        }
    }

    private static void answer(HttpExchange exchange, int status, Object body) throws IOException {
        byte[] bytes = JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(body);
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
