package io.plumbline.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A real InfluxDB or Prometheus on this machine alone, which ends with the test. */
final class Watcher implements AutoCloseable {

    private static final HttpClient HTTP = HttpClient.newBuilder()
            .proxy(HttpClient.Builder.NO_PROXY)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
    private static final JsonMapper JSON = new JsonMapper();
    private static final long PATIENCE_MILLIS = 60_000;

    private final Process process;
    private final Path log;
    private final String root;

    private Watcher(List<String> command, Path folder, int port, String ready) throws Exception {
        log = folder.resolve("log.txt");
        root = "http://127.0.0.1:" + port;
        process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        long deadline = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!answers(ready)) {
            if (!process.isAlive() || System.currentTimeMillis() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException(command + " did not start:\n" + Files.readString(log));
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    static Watcher influxDb(Path folder) throws Exception {
        String program = Tool.INFLUXDB.required().toString();
        int port = freePort();
        Path config = Files.writeString(
                folder.resolve("influxdb.conf"),
                """
                reporting-disabled = true
                bind-address = "127.0.0.1:%d"
                [meta]
                  dir = "%s/meta"
                [data]
                  dir = "%s/data"
                  wal-dir = "%s/wal"
                [http]
                  bind-address = "127.0.0.1:%d"
                """
                        .formatted(freePort(), folder, folder, folder, port));
        return new Watcher(List.of(program, "-config", config.toString()), folder, port, "/ping");
    }

    /** @param port where it is to look for metrics, each second */
    static Watcher prometheus(Path folder, int port) throws Exception {
        String program = Tool.PROMETHEUS.required().toString();
        int own = freePort();
        Path config = Files.writeString(
                folder.resolve("prometheus.yml"),
                """
                global:
                  scrape_interval: 1s
                scrape_configs:
                  - job_name: plumbline
                    static_configs:
                      - targets: ["127.0.0.1:%d"]
                """
                        .formatted(port));
        return new Watcher(
                List.of(
                        program,
                        "--config.file=" + config,
                        "--storage.tsdb.path=" + folder.resolve("data"),
                        "--web.listen-address=127.0.0.1:" + own),
                folder,
                own,
                "/-/ready");
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    String root() {
        return root;
    }

    /** The answer to a query, by the path and parameter that the service wants. */
    JsonNode ask(String path, String parameter, String query) throws Exception {
        String uri = root + path + parameter + "=" + URLEncoder.encode(query, StandardCharsets.UTF_8);
        return JSON.readTree(HTTP.send(HttpRequest.newBuilder(URI.create(uri)).build(), BodyHandlers.ofString())
                .body());
    }

    private boolean answers(String path) throws InterruptedException {
        try {
            return HTTP.send(HttpRequest.newBuilder(URI.create(root + path)).build(), BodyHandlers.discarding())
                            .statusCode()
                    < 300;
        } catch (IOException e) {
            return false;
        }
    }

    @Override
    public void close() throws Exception {
        process.destroy();
        process.waitFor(10, TimeUnit.SECONDS);
        process.destroyForcibly();
    }
}
