package io.plumbline;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.cloud.NoCredentials;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.QueryJobConfiguration;
import io.plumbline.run.StandIn.SentRecord;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.TraceIds;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import local.kinesis.KinesisClients;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** What a generator does to a stand-in, by the clouds' own clients and without a run. */
public final class WireGenerator {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final MicroClock clock = MicroClock.startingNow();
    private final TraceIds ids;

    public WireGenerator(String runToken) {
        this.ids = new TraceIds(runToken, 0);
    }

    /** What its ids begin with, up to the kind. */
    public String prefix() {
        return ids.runToken() + "-0";
    }

    public SentRecord record(int number) {
        long now = clock.nowMicros();
        return new SentRecord(ids.load(number), now, now + PATIENCE.toMillis() * 1_000, true, 1, false);
    }

    /** Puts so many records and a warm-up, which is of another kind, so out of all counts. */
    public List<SentRecord> send(int count, Map<String, String> environment) {
        try (KinesisAsyncClient kinesis =
                KinesisClients.http1(URI.create(environment.get("AWS_ENDPOINT_URL_KINESIS")))) {
            String stream = environment.get("KINESIS_STREAM_NAME");
            List<SentRecord> sent = new ArrayList<>();
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                SentRecord record = record(i);
                sent.add(record);
                puts.add(put(record.traceId(), stream, kinesis));
            }
            puts.add(put(warmUp(), stream, kinesis));
            puts.forEach(CompletableFuture::join);
            return sent;
        }
    }

    private CompletableFuture<?> put(String id, String stream, KinesisAsyncClient kinesis) {
        String body =
                """
                {"traceId":"%s","data":{"message":"m"},"load_test":{"test_run_id":"%s","key":"k"}}"""
                        .formatted(id, ids.runToken());
        return kinesis.putRecord(r ->
                r.streamName(stream).partitionKey("key-" + id.hashCode() % 8).data(SdkBytes.fromUtf8String(body)));
    }

    /** Waits until the table has so many of these generators' records. */
    public static void awaitRows(int count, Map<String, String> environment, WireGenerator... generators)
            throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        for (long found = 0; found < count; ) {
            assertThat(System.nanoTime()).as("only %d rows came", found).isLessThan(deadline);
            LockSupport.parkNanos(50_000_000);
            found = 0;
            for (WireGenerator generator : generators) {
                found += generator.rows(environment);
            }
        }
    }

    private long rows(Map<String, String> environment) throws InterruptedException {
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
                        warmUp());
        return bigquery.query(QueryJobConfiguration.of(sql))
                .iterateAll()
                .iterator()
                .next()
                .get(0)
                .getLongValue();
    }

    private String warmUp() {
        return ids.load(0).replace("-l0", "-w0");
    }
}
