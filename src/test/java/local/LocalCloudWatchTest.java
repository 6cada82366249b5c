package local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.plumbline.TestSettings;
import io.plumbline.aws.CloudMetric;
import io.plumbline.aws.CloudMetric.Owner;
import io.plumbline.aws.CloudWatchGateway;
import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.Metric;
import io.plumbline.aws.StreamMappings;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;
import local.kinesis.KinesisClients;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;

/** The whole stand-in and its CloudWatch, as its settings want it. */
@Timeout(60)
class LocalCloudWatchTest {

    private static final int RECORDS = 20;
    private static final String ARN = "arn:aws:kinesis:eu-central-1:000000000000:stream/local-stream";

    private final Properties properties = new Properties();

    @Test
    void streamMappingAndFunctionAreCountedByTheNamesThatItTells() throws Exception {
        properties.setProperty("local.cloudwatch.delay", "500ms");
        try (LocalPipeline pipeline = new LocalPipeline(LocalSettings.of(properties));
                CloudWatchGateway cloudwatch =
                        new CloudWatchGateway(settings(pipeline).settings());
                StreamMappings lambda = new StreamMappings(settings(pipeline).settings())) {
            MappingFacts mapping = lambda.of(ARN).get(0);
            List<Metric> asked = new ArrayList<>(CloudMetric.allOf(Owner.STREAM, ARN));
            asked.addAll(CloudMetric.allOf(Owner.FUNCTION, mapping.function()));
            asked.addAll(CloudMetric.allOf(Owner.MAPPING, mapping.uuid()));
            put(pipeline);
            while (values(cloudwatch, asked).get("invoked_events").orElse(0) < RECORDS
                    || values(cloudwatch, asked).get("invocations").isEmpty()) {
                LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
            }
            assertThat(values(cloudwatch, asked))
                    .containsEntry("incoming_records", OptionalDouble.of(RECORDS))
                    .containsEntry("puts_throttled", OptionalDouble.of(0))
                    .containsEntry("reads_throttled", OptionalDouble.of(0))
                    .containsEntry("polled_events", OptionalDouble.of(RECORDS))
                    .containsEntry("invoked_events", OptionalDouble.of(RECORDS))
                    .containsEntry("dropped_events", OptionalDouble.empty())
                    .containsEntry("errors", OptionalDouble.of(0));
        }
    }

    @Test
    void whatIsTooFreshIsAbsent() throws Exception {
        properties.setProperty("local.cloudwatch.delay", "600s");
        try (LocalPipeline pipeline = new LocalPipeline(LocalSettings.of(properties));
                CloudWatchGateway cloudwatch =
                        new CloudWatchGateway(settings(pipeline).settings())) {
            put(pipeline);
            assertThat(values(cloudwatch, CloudMetric.allOf(Owner.STREAM, ARN)))
                    .allSatisfy((id, value) -> assertThat(value).isEmpty());
        }
    }

    @Test
    void itMayBeForbidden() throws Exception {
        properties.setProperty("local.cloudwatch", "off");
        try (LocalPipeline pipeline = new LocalPipeline(LocalSettings.of(properties));
                CloudWatchGateway cloudwatch =
                        new CloudWatchGateway(settings(pipeline).settings())) {
            assertThatThrownBy(() -> values(cloudwatch, CloudMetric.allOf(Owner.STREAM, ARN)))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("not authorized to perform: cloudwatch:GetMetricData");
        }
    }

    private static TestSettings settings(LocalPipeline pipeline) {
        URI unused = URI.create("http://127.0.0.1:1");
        Map<String, String> environment = pipeline.environment();
        return TestSettings.forPipeline(unused, unused)
                .with("plumbline.lambda.endpoint", environment.get("AWS_ENDPOINT_URL_LAMBDA"))
                .inEnvironment("AWS_ENDPOINT_URL_CLOUDWATCH", environment.get("AWS_ENDPOINT_URL_CLOUDWATCH"));
    }

    private static void put(LocalPipeline pipeline) {
        List<PutRecordsRequestEntry> records = new ArrayList<>();
        for (int i = 0; i < RECORDS; i++) {
            records.add(PutRecordsRequestEntry.builder()
                    .partitionKey("k" + i)
                    .data(SdkBytes.fromUtf8String("{\"n\":" + i + "}"))
                    .build());
        }
        try (KinesisAsyncClient kinesis =
                KinesisClients.http1(URI.create(pipeline.environment().get("AWS_ENDPOINT_URL_KINESIS")))) {
            kinesis.putRecords(request -> request.streamARN(ARN).records(records))
                    .join();
        }
    }

    private static Map<String, OptionalDouble> values(CloudWatchGateway cloudwatch, List<Metric> asked) {
        Instant now = Instant.now();
        return cloudwatch.values(asked, now.minusSeconds(300), now.plusSeconds(60));
    }
}
