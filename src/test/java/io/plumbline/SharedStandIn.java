package io.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import local.LocalPipeline;

/** A stand-in that is started alone, in a process of its own, for several generators. */
public final class SharedStandIn implements AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final String JOIN = "local.join=";
    private static final long LIMIT_SECONDS = 60;

    private final Process process;
    private final Path truthFile;
    private final String address;

    private SharedStandIn(Process process, Path truthFile) throws IOException {
        this.process = process;
        this.truthFile = truthFile;
        this.address = address(process.inputReader());
    }

    /** @param settings by their names, {@code local.…} */
    public static SharedStandIn start(Path folder, Map<String, String> settings) throws IOException {
        Path truthFile = folder.resolve("truth-of-all.json");
        List<String> command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xmx512m"));
        settings.forEach((name, value) -> command.add("-D" + name + "=" + value));
        command.addAll(List.of(
                "-XX:TieredStopAtLevel=1",
                "-Dlocal.truth=" + truthFile,
                "-cp",
                System.getProperty("java.class.path"),
                LocalPipeline.class.getName()));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            return new SharedStandIn(process, truthFile);
        } catch (IOException | RuntimeException | AssertionError e) {
            process.destroyForcibly();
            throw e;
        }
    }

    private static String address(BufferedReader output) throws IOException {
        String address = "";
        String line = output.readLine();
        while (line != null && !line.equals("ready")) {
            address = line.startsWith(JOIN) ? line.substring(JOIN.length()) : address;
            line = output.readLine();
        }
        assertThat(line).as("it gets ready").isEqualTo("ready");
        assertThat(address).as("it prints where to join it").isNotEmpty();
        return address;
    }

    /** The value of {@code local.join}. */
    public String address() {
        return address;
    }

    /** What it tells over all generators that have handed over until now. */
    public JsonNode truth() throws IOException, InterruptedException {
        return JSON.readTree(HttpClient.newHttpClient()
                .send(
                        HttpRequest.newBuilder(URI.create(address + "/truth")).build(),
                        HttpResponse.BodyHandlers.ofString())
                .body());
    }

    /** Stops it as its user does. */
    public JsonNode stop() throws IOException, InterruptedException {
        process.destroy();
        assertThat(process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS))
                .as("it ends")
                .isTrue();
        return JSON.readTree(truthFile.toFile());
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
