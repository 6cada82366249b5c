package io.plumbline.report.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.plumbline.acceptance.Tool;
import java.awt.image.BufferedImage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.imageio.ImageIO;

/** A real browser without a window, spoken to by its DevTools protocol: no script has to run on the page itself. */
final class Chromium implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String ADDRESS = "DevTools listening on ";
    private static final long PATIENCE_SECONDS = 60;

    private final Process process;
    private final WebSocket socket;
    private final Map<Integer, CompletableFuture<JsonNode>> answers = new ConcurrentHashMap<>();
    private final List<JsonNode> events = new CopyOnWriteArrayList<>();
    private final AtomicInteger numbers = new AtomicInteger();
    private final String session;

    /** A part of the page, in pixels of the picture. */
    record Box(int node, int x, int y, int width, int height) {}

    /** Skips the test where there is none. */
    Chromium(Path profile) throws IOException {
        process = new ProcessBuilder(
                        Tool.CHROMIUM.required().toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--force-color-profile=srgb",
                        "--user-data-dir=" + profile,
                        "--remote-debugging-port=0",
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        socket = HttpClient.newHttpClient()
                .newWebSocketBuilder()
                .buildAsync(URI.create(address()), new Listener())
                .join();
        String target = call(null, "Target.createTarget", Map.of("url", "about:blank"))
                .path("targetId")
                .asText();
        session = call(null, "Target.attachToTarget", Map.of("targetId", target, "flatten", true))
                .path("sessionId")
                .asText();
        Stream.of("Page", "DOM", "Log", "Runtime", "Accessibility")
                .forEach(domain -> call(domain + ".enable", Map.of()));
    }

    /** It goes on talking, so somebody has to go on listening. */
    private String address() throws IOException {
        BufferedReader told =
                new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8));
        for (String line = told.readLine(); line != null; line = told.readLine()) {
            if (line.startsWith(ADDRESS)) {
                Thread listener = new Thread(() -> listen(told), "chromium-says");
                listener.setDaemon(true);
                listener.start();
                return line.substring(ADDRESS.length());
            }
        }
        throw new IOException("Chromium ended before it could be spoken to");
    }

    private static void listen(BufferedReader told) {
        try {
            told.transferTo(Writer.nullWriter());
        } catch (IOException e) {
            // It was closed.
        }
    }

    /** Opens a page and waits until it is loaded. */
    void open(URI page, int width, boolean dark) throws Exception {
        events.clear();
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", 800, "deviceScaleFactor", 1, "mobile", false));
        media("screen", dark);
        call("Page.navigate", Map.of("url", page.toString()));
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (events.stream().noneMatch(event -> isAbout(event, "Page.loadEventFired"))) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not loaded: " + page);
            }
            Thread.onSpinWait();
        }
    }

    void media(String media, boolean dark) {
        call(
                "Emulation.setEmulatedMedia",
                Map.of(
                        "media",
                        media,
                        "features",
                        List.of(Map.of("name", "prefers-color-scheme", "value", dark ? "dark" : "light"))));
    }

    /** What it has to complain about. */
    List<String> errors() {
        return events.stream()
                .filter(event -> isAbout(event, "Log.entryAdded") || isAbout(event, "Runtime.exceptionThrown"))
                .map(event -> event.path("params").toString())
                // Nothing asks for it but the browser itself.
                .filter(error -> !error.contains("favicon.ico"))
                .toList();
    }

    /** Width and height of all that there is, seen or not. */
    int[] extent() {
        JsonNode size = call("Page.getLayoutMetrics", Map.of()).path("cssContentSize");
        return new int[] {size.path("width").asInt(), size.path("height").asInt()};
    }

    /** All of the page. */
    BufferedImage picture() throws IOException {
        int[] extent = extent();
        JsonNode shot = call(
                "Page.captureScreenshot",
                Map.of(
                        "format",
                        "png",
                        "captureBeyondViewport",
                        true,
                        "clip",
                        Map.of("x", 0, "y", 0, "width", extent[0], "height", extent[1], "scale", 1)));
        return ImageIO.read(new ByteArrayInputStream(
                Base64.getDecoder().decode(shot.path("data").asText())));
    }

    /** Where elements are; those that are not shown are left out. */
    List<Box> boxes(String selector) {
        List<Box> boxes = new ArrayList<>();
        for (int node : nodes(selector)) {
            JsonNode model = answer("DOM.getBoxModel", Map.of("nodeId", node))
                    .path("result")
                    .path("model");
            if (model.path("width").asInt() > 0 && model.path("height").asInt() > 0) {
                JsonNode corner = model.path("content");
                boxes.add(new Box(
                        node,
                        corner.path(0).asInt(),
                        corner.path(1).asInt(),
                        model.path("width").asInt(),
                        model.path("height").asInt()));
            }
        }
        return boxes;
    }

    /** What a screen reader is told of elements of this role: their names. */
    List<String> spoken(String role) {
        List<String> names = new ArrayList<>();
        call("Accessibility.getFullAXTree", Map.of()).path("nodes").forEach(node -> {
            if (node.at("/role/value").asText().equals(role)
                    && !node.path("ignored").asBoolean()) {
                names.add(node.at("/name/value").asText().strip());
            }
        });
        return names;
    }

    /** Of elements that the keyboard gets to: their roles. */
    List<String> focusable() {
        List<String> roles = new ArrayList<>();
        call("Accessibility.getFullAXTree", Map.of()).path("nodes").forEach(node -> node.path("properties")
                .forEach(property -> {
                    if (property.path("name").asText().equals("focusable")
                            && property.at("/value/value").asBoolean()) {
                        roles.add(node.at("/role/value").asText());
                    }
                }));
        return roles;
    }

    /** Unfolds what is folded, as a click does. */
    void unfold() {
        for (int node : nodes("details")) {
            call("DOM.setAttributeValue", Map.of("nodeId", node, "name", "open", "value", ""));
        }
    }

    private List<Integer> nodes(String selector) {
        int root = call("DOM.getDocument", Map.of("depth", 0))
                .path("root")
                .path("nodeId")
                .asInt();
        List<Integer> nodes = new ArrayList<>();
        call("DOM.querySelectorAll", Map.of("nodeId", root, "selector", selector))
                .path("nodeIds")
                .forEach(node -> nodes.add(node.asInt()));
        return nodes;
    }

    private JsonNode call(String method, Map<String, Object> parameters) {
        return call(session, method, parameters);
    }

    private JsonNode call(String session, String method, Map<String, Object> parameters) {
        JsonNode answer = answer(session, method, parameters);
        if (answer.has("error")) {
            throw new AssertionError(method + ": " + answer.path("error"));
        }
        return answer.path("result");
    }

    private JsonNode answer(String method, Map<String, Object> parameters) {
        return answer(session, method, parameters);
    }

    private JsonNode answer(String session, String method, Map<String, Object> parameters) {
        int number = numbers.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        answers.put(number, answer);
        ObjectNode call = JSON.createObjectNode().put("id", number).put("method", method);
        call.set("params", JSON.valueToTree(parameters));
        if (session != null) {
            call.put("sessionId", session);
        }
        socket.sendText(call.toString(), true).join();
        return answer.orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS).join();
    }

    private static boolean isAbout(JsonNode event, String method) {
        return event.path("method").asText().equals(method);
    }

    private final class Listener implements WebSocket.Listener {

        private final StringBuilder message = new StringBuilder();

        @Override
        public CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            message.append(part);
            if (last) {
                heard(message.toString());
                message.setLength(0);
            }
            from.request(1);
            return null;
        }

        private void heard(String text) {
            try {
                JsonNode json = JSON.readTree(text);
                if (json.has("id")) {
                    answers.remove(json.path("id").asInt()).complete(json);
                } else {
                    events.add(json);
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() throws InterruptedException {
        socket.abort();
        process.descendants().forEach(ProcessHandle::destroy);
        process.destroy();
        process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
