package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.plumbline.TestSettings;
import io.plumbline.aws.CloudMetric;
import io.plumbline.aws.CloudWatchGateway;
import io.plumbline.aws.Metric;
import io.plumbline.run.StandIn;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import local.kinesis.KinesisClients;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The stand-in as a run uses it: a process of its own, real clients, its truth at the end. */
class ChildStandInTest {

    private static final int RECORDS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    @TempDir
    private Path folder;

    private final MicroClock clock = MicroClock.startingNow();
    private final TraceIds ids = new TraceIds("test-20260101-000000-abcd", 0);

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
            sent = send(running.environment());
            await(running.environment(), RECORDS - 3);
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

    private List<SentRecord> send(Map<String, String> environment) {
        try (KinesisAsyncClient kinesis =
                KinesisClients.http1(URI.create(environment.get("AWS_ENDPOINT_URL_KINESIS")))) {
            List<SentRecord> sent = new ArrayList<>();
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 0; i < RECORDS; i++) {
                String id = ids.load(i);
                long now = clock.nowMicros();
                sent.add(new SentRecord(id, now, now + PATIENCE.toMillis() * 1_000, true, 1, false));
                puts.add(kinesis.putRecord(r -> r.streamName(environment.get("KINESIS_STREAM_NAME"))
                        .partitionKey("key-" + id.hashCode() % 8)
                        .data(SdkBytes.fromUtf8String(body(id)))));
            }
            puts.add(kinesis.putRecord(r -> r.streamName(environment.get("KINESIS_STREAM_NAME"))
                    .partitionKey("warm-up")
                    .data(SdkBytes.fromUtf8String(body(warmUp(ids, 0))))));
            puts.forEach(CompletableFuture::join);
            return sent;
        }
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

    private String body(String id) {
        return """
                {"traceId":"%s","data":{"message":"m"},"load_test":{"test_run_id":"%s","key":"k"}}"""
                .formatted(id, ids.runToken());
    }

    /** Waits until the table has this many of the load's records. */
    private void await(Map<String, String> environment, int count) throws Exception {
        BigQuery bigquery = BigQueryOptions.newBuilder()
                .setProjectId(environment.get("GCP_PROJECT_ID"))
                .setHost("http://" + environment.get("BIGQUERY_EMULATOR_HOST"))
                .setCredentials(NoCredentials.getInstance())
                .build()
                .getService();
        String sql = "SELECT COUNT(*) FROM `%s.%s.%s` WHERE run_id = '%s' AND trace_id != '%s'"
                .formatted(
                        environment.get("GCP_PROJECT_ID"),
                        environment.get("BQ_DATASET"),
                        environment.get("BQ_TABLE"),
                        ids.runToken(),
                        warmUp(ids, 0));
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        long found = 0;
        while (found < count) {
            assertThat(System.nanoTime()).as("only %d rows came", found).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
            found = bigquery.query(QueryJobConfiguration.of(sql))
                    .iterateAll()
                    .iterator()
                    .next()
                    .get(0)
                    .getLongValue();
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

    /** The id of a record that only warms clients: of another kind, so out of all counts. */
    private static String warmUp(TraceIds ids, long sequence) {
        return ids.load(sequence).replace("-l0", "-w0");
    }
}
