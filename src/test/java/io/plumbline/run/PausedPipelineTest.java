package io.plumbline.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.TestSettings;
import io.plumbline.aws.MappingGateway;
import io.plumbline.aws.StreamMappings;
import io.plumbline.bench.Jvm;
import io.plumbline.settings.Settings;
import io.plumbline.steering.Pause.Change;
import io.plumbline.trace.MicroClock;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import local.LocalPipeline;
import local.LocalSettings;
import local.kinesis.KinesisClients;
import local.truth.TruthFile;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** The whole stand-in, paused by AWS' own client. */
@Timeout(120)
class PausedPipelineTest {

    private static final String ARN = "arn:aws:kinesis:eu-central-1:000000000000:stream/local-stream";
    private static final Duration WITHIN = Duration.ofSeconds(30);

    private final MicroClock clock = MicroClock.startingNow();
    private final LocalPipeline pipeline;
    private final String lambda;
    private final List<String> sent = new ArrayList<>();

    PausedPipelineTest() throws IOException {
        Properties properties = new Properties();
        properties.setProperty("local.lambda.batchSize", "10");
        properties.setProperty("local.faults.partialBatch.ordinals", "7,31");
        pipeline = new LocalPipeline(LocalSettings.of(properties));
        lambda = pipeline.environment().get("AWS_ENDPOINT_URL_LAMBDA");
    }

    @AfterEach
    void close() {
        pipeline.close();
    }

    @Test
    void nothingArrivesDuringThePauseAndAllOfItOnceAfterwards() {
        URI kinesisUri = URI.create(pipeline.environment().get("AWS_ENDPOINT_URL_KINESIS"));
        try (KinesisAsyncClient kinesis = KinesisClients.http1(kinesisUri);
                MappingGateway mappings = new MappingGateway(settings(lambda));
                PausedMapping mapping = paused(mappings, lambda, clock)) {
            put(kinesis, 20);
            awaitArrivals(20);

            Change paused = mapping.pause();
            assertThat(state()).isEqualTo("Disabled");
            // A load as long as the mapping would have needed to look twice.
            long end = clock.nowMicros() + 2_000_000;
            while (clock.nowMicros() < end) {
                put(kinesis, 1);
                LockSupport.parkNanos(20_000_000);
            }
            assertThat(count("onTime")).isEqualTo(20);

            Change resumed = mapping.resume();
            assertThat(state()).isEqualTo("Enabled");
            put(kinesis, 5);
            awaitArrivals(sent.size());
            assertThat(count("duplicatesByConsumer") + count("duplicatesByProducer") + count("lost"))
                    .isZero();
            JsonNode pauses = truth().path("pauses");
            assertThat(pauses).hasSize(1);
            assertThat(micros(pauses.at("/0/stopped"))).isBetween(paused.askedMicros(), paused.doneMicros());
            assertThat(micros(pauses.at("/0/resumed"))).isBetween(resumed.askedMicros(), resumed.doneMicros());
        }
    }

    @Test
    void aProcessThatIsToldToTerminateEnablesTheMapping() throws Exception {
        Process process = Jvm.of(Pauses.class, List.of(), lambda).start();
        try (BufferedReader out = process.inputReader(UTF_8)) {
            String line = out.readLine();
            while (line != null && !line.equals("paused")) {
                line = out.readLine();
            }
            assertThat(line).isEqualTo("paused");
            assertThat(state()).isEqualTo("Disabled");
            // Not by the process itself, which would close what it still says.
            process.toHandle().destroy();
            String last = out.lines().collect(Collectors.joining("\n"));
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(state()).as(last).isEqualTo("Enabled");
        } finally {
            process.destroyForcibly();
        }
    }

    /** Pauses, and stays until it is told to terminate. */
    static final class Pauses {

        private Pauses() {}

        public static void main(String[] arguments) throws InterruptedException {
            MappingGateway mappings = new MappingGateway(settings(arguments[0]));
            paused(mappings, arguments[0], MicroClock.startingNow()).pause();
            System.out.println("paused");
            Thread.currentThread().join();
        }
    }

    private static PausedMapping paused(MappingGateway mappings, String lambda, MicroClock clock) {
        try (StreamMappings readers = new StreamMappings(settings(lambda))) {
            return PausedMapping.of(readers.of(ARN), Optional.empty(), mappings, clock, WITHIN);
        }
    }

    private static Settings settings(String lambda) {
        URI unused = URI.create("http://127.0.0.1:1");
        return TestSettings.forPipeline(unused, unused)
                .with("plumbline.lambda.endpoint", lambda)
                .settings();
    }

    private String state() {
        try (StreamMappings readers = new StreamMappings(settings(lambda))) {
            return readers.of(ARN).get(0).state();
        }
    }

    private void put(KinesisAsyncClient kinesis, int records) {
        for (int i = 0; i < records; i++) {
            String id = "run-0-l%010d".formatted(sent.size());
            String body = "{\"traceId\":\"%s\",\"data\":{},\"load_test\":{\"test_run_id\":\"run-0\",\"key\":\"%s\"}}";
            kinesis.putRecord(request -> request.streamARN(ARN)
                            .partitionKey(id)
                            .data(SdkBytes.fromUtf8String(body.formatted(id, id))))
                    .join();
            sent.add(id);
        }
    }

    private void awaitArrivals(int records) {
        while (count("onTime") < records) {
            LockSupport.parkNanos(10_000_000);
        }
    }

    private long count(String outcome) {
        return truth().path("counts").path(outcome).asLong();
    }

    /** As if the generator had handed over all that it sent until now. */
    private JsonNode truth() {
        TruthFile file = new TruthFile(pipeline.truth());
        long now = clock.nowMicros();
        for (String id : sent) {
            file.line("{\"id\":\"%s\",\"sent\":%d,\"deadline\":%d,\"timed\":true,\"refused\":false}"
                    .formatted(id, now, now + 60_000_000));
        }
        return file.toJson();
    }

    private static long micros(JsonNode stamp) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, Instant.parse(stamp.asText()));
    }
}
