package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.TestSettings;
import io.plumbline.WireGenerator;
import io.plumbline.aws.CloudMetric;
import io.plumbline.aws.CloudWatchGateway;
import io.plumbline.aws.Metric;
import io.plumbline.run.StandIn;
import io.plumbline.run.StandIn.SentRecord;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The stand-in as a run uses it: a process of its own, real clients, its truth at the end. */
class ChildStandInTest {

    private static final int RECORDS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final WireGenerator generator = new WireGenerator("test-20260101-000000-abcd");

    @AfterEach
    void clearSettings() {
        System.getProperties().stringPropertyNames().stream()
                .filter(name -> name.startsWith("local."))
                .forEach(System::clearProperty);
    }

    @Test
    void carriesRecordsThroughAndWritesWhatBecameOfThem() throws Exception {
        Path truthFile = folder.resolve("local-truth.json");
        System.setProperty("local.faults.drop.ordinals", "7,100-101");
        System.setProperty("local.latency.function", "25ms");
        StandIn standIn = ServiceLoader.load(StandIn.class).findFirst().orElseThrow();
        List<SentRecord> sent;
        try (StandIn.Running running = standIn.start(truthFile)) {
            assertThat(running.isAlive()).isTrue();
            sent = generator.send(RECORDS, running.environment());
            WireGenerator.awaitRows(RECORDS - 3, running.environment(), generator);
            assertThat(counted(running.environment())).as("and the warm-up").hasValue(RECORDS + 1);
            running.finish(sent.stream(), 5);
            assertThat(running.isAlive()).isFalse();
        }
        JsonNode truth = new JsonMapper().readTree(truthFile.toFile());
        JsonNode counts = truth.get("counts");
        assertThat(counts.get("intended").asInt()).isEqualTo(RECORDS + 5);
        assertThat(counts.get("unsent").asInt()).isEqualTo(5);
        assertThat(counts.get("onTime").asInt()).isEqualTo(RECORDS - 3);
        assertThat(counts.get("lost").asInt()).isEqualTo(3);
        for (String none : List.of("rejected", "ambiguous", "late", "untimed", "duplicatesByConsumer")) {
            assertThat(counts.get(none).asInt()).as(none).isZero();
        }
        assertThat(truth.get("dropped")).hasSize(3).isEqualTo(truth.get("lost"));
        // Polled once a second: nothing takes much longer, and not everything is quick.
        JsonNode endToEnd = truth.get("endToEnd");
        assertThat(endToEnd.get("count").asInt()).isEqualTo(RECORDS - 3);
        assertThat(endToEnd.get("p50").asDouble()).isBetween(0.0, 5_000.0);
        assertThat(endToEnd.get("p99").isNull()).as("3 of 200 lost lie beyond").isTrue();
        List<String> stages = new ArrayList<>();
        truth.get("stages").forEach(stage -> stages.add(stage.get("name").asText()));
        assertThat(stages).containsExactly("Send to Kinesis", "Kinesis to Lambda", "Lambda", "Lambda to BigQuery");
        assertThat(truth.at("/stages/2/p50").asDouble())
                .as("the function's latency")
                .isBetween(25.0, 1_000.0);
    }

    /** What CloudWatch says that the stream took. */
    private static OptionalDouble counted(Map<String, String> environment) {
        URI unused = URI.create("http://127.0.0.1:1");
        TestSettings settings = TestSettings.forPipeline(unused, unused)
                .inEnvironment("AWS_ENDPOINT_URL_CLOUDWATCH", environment.get("AWS_ENDPOINT_URL_CLOUDWATCH"));
        Instant now = Instant.now();
        try (CloudWatchGateway cloudwatch = new CloudWatchGateway(settings.settings())) {
            Metric taken = CloudMetric.INCOMING_RECORDS.of(environment.get("KINESIS_STREAM_NAME"));
            return cloudwatch
                    .values(List.of(taken), now.minusSeconds(300), now.plusSeconds(60))
                    .get(taken.id());
        }
    }

    @Test
    void saysWhyItDoesNotStart() {
        System.setProperty("local.faults.drop.ordinal", "7");
        assertThatThrownBy(() -> new ChildStandIn().start(folder.resolve("truth.json")))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("local.faults.drop.ordinal")
                .hasMessageContaining("local.faults.drop.ordinals");
    }

    @Test
    void endsWithItsParentWhenThatIsKilledAndLeavesNothingBehind() throws Exception {
        Path temporary = Files.createDirectory(folder.resolve("temporary"));
        Process parent = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Djava.io.tmpdir=" + temporary,
                        "-cp",
                        System.getProperty("java.class.path"),
                        Parent.class.getName(),
                        folder.resolve("truth.json").toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (var lines = parent.inputReader()) {
            ProcessHandle child =
                    ProcessHandle.of(Long.parseLong(lines.readLine())).orElseThrow();
            assertThat(child.isAlive()).isTrue();
            parent.destroyForcibly().waitFor();
            child.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
            assertThat(child.isAlive()).isFalse();
        }
        assertThat(folder.resolve("truth.json")).exists();
        assertThat(temporary).isEmptyDirectory();
    }

    /** A process that starts a stand-in, prints its pid and stays. */
    public static final class Parent {

        private Parent() {}

        public static void main(String[] arguments) throws Exception {
            new ChildStandIn().start(Path.of(arguments[0]));
            ProcessHandle.current().children().forEach(child -> System.out.println(child.pid()));
            Thread.currentThread().join();
        }
    }
}
