package local;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.run.StandIn;
import io.plumbline.run.StartFailure;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import local.truth.WholeFile;

/** A {@link LocalPipeline} that somebody else started and that other generators may use as well; stays when they end. */
final class JoinedStandIn implements StandIn {

    private static final Pattern ADDRESS = Pattern.compile("http://([^/?#@]+|\\[[^]]+]):(\\d{1,5})/?");
    private static final Pattern LOOPBACK = Pattern.compile("localhost|127(\\.\\d{1,3}){3}|\\[::1]");
    private static final int MOST_PORTS = 65_535;
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(10);
    private static final Duration TRUTH_LIMIT = Duration.ofSeconds(60);
    private static final int CHUNK_BYTES = 1 << 16;
    private static final JsonMapper JSON = new JsonMapper();

    private final URI address;

    private JoinedStandIn(URI address) {
        this.address = address;
    }

    /**
     * @param text of the setting
     * @param others settings of a stand-in that this process has besides
     * @throws StartFailure if it may not be joined
     */
    static JoinedStandIn at(String text, Set<String> others) {
        var form = ADDRESS.matcher(text);
        if (!form.matches() || Integer.parseInt(form.group(2)) > MOST_PORTS) {
            throw failure(
                    "\"" + text + "\" is not an address such as http://127.0.0.1:4711; set what a stand-in that was"
                            + " started alone prints as " + LocalStandIn.JOIN);
        }
        if (!LOOPBACK.matcher(form.group(1)).matches()) {
            throw failure(text + " is not on this machine, and a stand-in listens on loopback only; start one here, and"
                    + " join that");
        }
        if (!others.isEmpty()) {
            throw failure("the stand-in at " + text + " has its own settings; set " + String.join(", ", others)
                    + " where it is started, not here");
        }
        return new JoinedStandIn(URI.create(text.endsWith("/") ? text.substring(0, text.length() - 1) : text));
    }

    private static StartFailure failure(String sentence) {
        return new StartFailure(List.of(LocalStandIn.JOIN + ": " + sentence));
    }

    /** @throws StartFailure if there is none */
    @Override
    public Running start(Path truthFile) {
        return new Joined(environment(), truthFile);
    }

    private Map<String, String> environment() {
        HttpURLConnection connection;
        int status;
        try {
            connection = connection("/environment", ANSWER_LIMIT);
            connection.connect();
        } catch (IOException e) {
            throw failure("nobody listens at " + address + " (" + e.getMessage()
                    + "); start a stand-in there, or set what one prints as " + LocalStandIn.JOIN);
        }
        try {
            status = connection.getResponseCode();
            if (status == HttpURLConnection.HTTP_OK) {
                return read(connection);
            }
        } catch (IOException e) {
            throw noStandIn(e.getMessage());
        }
        throw noStandIn("status " + status);
    }

    private static Map<String, String> read(HttpURLConnection connection) throws IOException {
        try (InputStream body = connection.getInputStream()) {
            Map<String, String> environment = JSON.readValue(body, new TypeReference<Map<String, String>>() {});
            if (!environment.containsKey("KINESIS_STREAM_NAME")) {
                throw new IOException("it names no stream");
            }
            return environment;
        }
    }

    private StartFailure noStandIn(String found) {
        return failure("what listens at " + address + " is no local stand-in (" + found + "); set what one prints as "
                + LocalStandIn.JOIN);
    }

    /** Not by a proxy: it is on this machine. */
    private HttpURLConnection connection(String path, Duration limit) throws IOException {
        HttpURLConnection connection =
                (HttpURLConnection) URI.create(address + path).toURL().openConnection(Proxy.NO_PROXY);
        connection.setConnectTimeout((int) ANSWER_LIMIT.toMillis());
        connection.setReadTimeout((int) limit.toMillis());
        return connection;
    }

    private final class Joined implements Running {

        private final Map<String, String> environment;
        private final Path truthFile;

        private Joined(Map<String, String> environment, Path truthFile) {
            this.environment = Map.copyOf(environment);
            this.truthFile = truthFile;
        }

        @Override
        public Map<String, String> environment() {
            return environment;
        }

        /** Whether it answers, and is not another one on the same port. */
        @Override
        public boolean isAlive() {
            try {
                return JoinedStandIn.this.environment().equals(environment);
            } catch (StartFailure e) {
                return false;
            }
        }

        @Override
        public void finish(Stream<SentRecord> sent, long unsent) throws IOException {
            try {
                HttpURLConnection connection = connection("/hand-over", TRUTH_LIMIT);
                connection.setRequestMethod("POST");
                connection.setDoOutput(true);
                connection.setChunkedStreamingMode(CHUNK_BYTES);
                try (Writer out = new BufferedWriter(
                        new OutputStreamWriter(connection.getOutputStream(), StandardCharsets.UTF_8))) {
                    HandOverLines.write(sent, unsent, out);
                }
                WholeFile.write(truthFile, truth(connection));
            } catch (IOException e) {
                throw new IOException("The stand-in at " + address + " takes no hand-over: " + e.getMessage(), e);
            }
        }

        private static byte[] truth(HttpURLConnection connection) throws IOException {
            if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
                try (InputStream error = connection.getErrorStream()) {
                    throw new IOException(JSON.readTree(error).path("error").asText());
                }
            }
            try (InputStream truth = connection.getInputStream()) {
                return truth.readAllBytes();
            }
        }

        /** It stays: others may use it. */
        @Override
        public void close() {}
    }
}
