package local;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.WireGenerator;
import io.plumbline.run.RunStart;
import io.plumbline.run.StandIn;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.run.StartFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import local.http.HttpResponse;
import local.http.HttpServer;
import local.truth.HandOvers;
import local.truth.Truth;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** How a generator meets a stand-in that it did not start; behind its door nothing but the truth. */
class JoinedStandInTest {

    private static final Map<String, String> ENVIRONMENT = Map.of("KINESIS_STREAM_NAME", "s", "BQ_TABLE", "t");

    @TempDir
    private Path folder;

    private final HandOvers handOvers =
            new HandOvers(new Truth(() -> 1_700_000_000_000_000L, lambda -> lambda, google -> google));
    private final WireGenerator generator = new WireGenerator("test-abcd");
    private HandOverServer server;

    @BeforeEach
    void open() throws IOException {
        server = HandOverServer.start(ENVIRONMENT, handOvers);
    }

    @AfterEach
    void close() {
        server.close();
        List.of("local.join", "local.shards").forEach(System::clearProperty);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/"})
    void theSettingAloneJoins(String end) {
        StandIn.Running running = join(server.uri() + end);

        assertThat(running.environment()).isEqualTo(ENVIRONMENT);
        assertThat(LocalStandIn.environmentOfStarted()).isEqualTo(ENVIRONMENT);
        assertThat(running.isAlive()).isTrue();
        running.close();
        assertThat(running.isAlive()).isTrue();
    }

    /** More than what a request to the other servers may hold. */
    @Test
    void aHandOverMayBeLong() throws IOException {
        StandIn.Running running = join(server.uri().toString());
        int records = 700_000;

        running.finish(IntStream.range(0, records).mapToObj(generator::record), 3);

        JsonNode counts =
                new JsonMapper().readTree(folder.resolve("truth.json").toFile()).get("counts");
        assertThat(counts.get("intended").asInt()).isEqualTo(records + 3);
        assertThat(counts.get("ambiguous").asInt()).as("never seen here").isEqualTo(records);
    }

    @Test
    void whatIsNoHandOverCountsNothing() {
        StandIn.Running running = join(server.uri().toString());
        SentRecord strange = new SentRecord("strange", 1, 1, true, 1, false);

        assertThatThrownBy(() -> running.finish(Stream.of(generator.record(0), strange), 3))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("takes no hand-over: not the id of a load record: strange");

        assertThat(handOvers.toJson().at("/counts/intended").asInt()).isZero();
    }

    /** Its records are nobody's then, and it may not be taken for one that sent fewer. */
    @Test
    void aGeneratorThatIsKilledWhileItHandsOverCountsNothing() throws IOException {
        String line = "{\"unsent\":1}\n";
        try (Socket socket =
                new Socket(InetAddress.getLoopbackAddress(), server.uri().getPort())) {
            socket.getOutputStream()
                    .write("POST /hand-over HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n%s\r\n"
                            .formatted(line.length(), line)
                            .getBytes(UTF_8));
            socket.shutdownOutput();
            assertThat(socket.getInputStream().readAllBytes()).as("the answer").isEmpty();
        }

        assertThat(handOvers.toJson().at("/counts/intended").asInt()).isZero();
    }

    @Test
    void nobodyListensThere() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        refused("http://127.0.0.1:" + port)
                .startsWith("local.join: nobody listens at http://127.0.0.1:" + port)
                .contains("start a stand-in there");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<html>", "{\"AWS_REGION\":\"r\"}"})
    void whatListensThereIsNoStandIn(String body) {
        try (HttpServer another = HttpServer.start(
                "another", request -> CompletableFuture.completedStage(HttpResponse.text(200, body)))) {
            refused(another.uri().toString())
                    .startsWith("local.join: what listens at " + another.uri() + " is no local stand-in");
        }
        try (HttpServer another =
                HttpServer.start("another", request -> CompletableFuture.completedStage(HttpResponse.empty(404)))) {
            refused(another.uri().toString()).contains("is no local stand-in (status 404)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "4711",
                "127.0.0.1:4711",
                "https://127.0.0.1:4711",
                "http://127.0.0.1",
                "http://127.0.0.1:70000",
                "http://u:p@127.0.0.1:4711",
                "http://127.0.0.1:4711/truth"
            })
    void isNoAddress(String address) {
        refused(address)
                .startsWith(
                        "local.join: \"" + address + "\" is not an address such as http://127.0.0.1:4711; set what");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.1:4711", "http://127.0.0.1.example.com:4711", "http://[2001:db8::1]:4711"})
    void isNotOnThisMachine(String address) {
        refused(address)
                .startsWith("local.join: " + address + " is not on this machine")
                .contains("start one here");
    }

    @Test
    void itsOtherSettingsAreSetWhereItIsStarted() {
        System.setProperty("local.shards", "2");
        refused(server.uri().toString())
                .isEqualTo("local.join: the stand-in at " + server.uri()
                        + " has its own settings; set local.shards where it is started, not here");
    }

    @Test
    void itMayEndBeforeItsGenerators() {
        StandIn.Running running = join(server.uri().toString());
        server.close();
        assertThat(running.isAlive()).isFalse();
    }

    @Test
    void answersNothingElse() throws IOException {
        URI other = URI.create(server.uri() + "/elsewhere");
        assertThat(((java.net.HttpURLConnection) other.toURL().openConnection()).getResponseCode())
                .isEqualTo(404);
    }

    private StandIn.Running join(String address) {
        System.setProperty("local.join", address);
        return RunStart.standIn(folder.resolve("truth.json"));
    }

    private org.assertj.core.api.AbstractStringAssert<?> refused(String address) {
        StartFailure failure = catchThrowableOfType(StartFailure.class, () -> join(address));
        assertThat(failure).as(address).isNotNull();
        assertThat(failure.problems()).hasSize(1);
        return assertThat(failure.problems().get(0));
    }
}
