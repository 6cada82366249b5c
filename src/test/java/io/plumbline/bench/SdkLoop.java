package io.plumbline.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicLong;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.model.PutRecordsRequestEntry;
import software.amazon.awssdk.services.kinesis.model.ResourceInUseException;

/**
 * The bare SDK, set up as the generator sets it up: each answer makes the next put. Its target is in the environment, its
 * arguments are how many puts are on the wire, the seconds of measuring, and how many records a put has. Batches go to a stream of their own that no function
 * reads.
 */
final class SdkLoop {

    /** The stand-in keeps account of the load, not of what warms up: that of batches would fill its heap. */
    private static final String BEFORE_SEQUENCE = "{\"traceId\":\"bare-0-w";

    private static final String AFTER_SEQUENCE =
            """
            ","timestamp":"2026-11-22T00:00:00.000000Z","data":{"tenant_id":"tenant-1","log_level":"INFO","message":\
            "Test log message for end-to-end flow","source":"plumbline"},"load_test":{"user":1234567,"iteration":1234,\
            "test_run_id":"bare-20261122-000000-abcd","key":"key-0-12"},"timestamps":{"sent":1700000000000000,\
            "lambda_process":null,"bigquery_insert":null}}""";
    private static final byte[] BODY = (BEFORE_SEQUENCE + "0".repeat(10) + AFTER_SEQUENCE).getBytes(UTF_8);
    private static final int KEYS = 64;
    private static final int SHARDS = 4;
    private static final String UNREAD = "unread";

    private final AtomicLong sequence = new AtomicLong(System.currentTimeMillis() % 10_000 * 1_000_000);
    private final Meter meter = new Meter();
    private final String stream;
    private final int batch;
    private final KinesisAsyncClient client;

    private SdkLoop(int onTheWire, int batch) {
        this.batch = batch;
        client = client(onTheWire);
        stream = batch == 1 ? System.getenv("KINESIS_STREAM_NAME") : unread();
        for (int i = 0; i < onTheWire; i++) {
            put();
        }
    }

    public static void main(String[] arguments) throws InterruptedException {
        SdkLoop loop = new SdkLoop(Integer.parseInt(arguments[0]), Integer.parseInt(arguments[2]));
        loop.meter.measure(Duration.ofSeconds(Long.parseLong(arguments[1])));
        System.exit(0);
    }

    private void put() {
        (batch == 1 ? putRecord() : putRecords()).whenComplete((answer, failure) -> {
            meter.done(batch, failure == null);
            if (!meter.isDone()) {
                put();
            }
        });
    }

    private CompletableFuture<?> putRecord() {
        long number = sequence.getAndIncrement();
        return client.putRecord(request ->
                request.streamName(stream).partitionKey(key(number)).data(SdkBytes.fromByteArrayUnsafe(body(number))));
    }

    private CompletableFuture<?> putRecords() {
        long first = sequence.getAndAdd(batch);
        List<PutRecordsRequestEntry> records = new ArrayList<>(batch);
        for (long number = first; number < first + batch; number++) {
            records.add(PutRecordsRequestEntry.builder()
                    .partitionKey(key(number))
                    .data(SdkBytes.fromByteArrayUnsafe(body(number)))
                    .build());
        }
        return client.putRecords(request -> request.streamName(stream).records(records));
    }

    /** Batches come ten times as fast as the function takes records: those of the others would queue behind them. */
    private String unread() {
        try {
            client.createStream(request -> request.streamName(UNREAD).shardCount(SHARDS))
                    .join();
        } catch (CompletionException e) {
            if (!(e.getCause() instanceof ResourceInUseException)) {
                throw e;
            }
        }
        return UNREAD;
    }

    private static String key(long number) {
        return "key-0-" + number % KEYS;
    }

    private static byte[] body(long number) {
        byte[] body = BODY.clone();
        long rest = number;
        for (int i = BEFORE_SEQUENCE.length() + 9; i >= BEFORE_SEQUENCE.length(); i--) {
            body[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return body;
    }

    private static KinesisAsyncClient client(int onTheWire) {
        return KinesisAsyncClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(URI.create(System.getenv("AWS_ENDPOINT_URL_KINESIS")))
                .credentialsProvider(
                        StaticCredentialsProvider.create(AwsBasicCredentials.create("loopback", "loopback")))
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .scheduledExecutorService(timeouts())
                        .apiCallTimeout(Duration.ofSeconds(5)))
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClientBuilder(
                        "crt".equals(System.getProperty("bench.httpClient")) ? crt(onTheWire) : netty(onTheWire))
                .build();
    }

    @SuppressWarnings("deprecation") // The SDK knows the channel of no newer group.
    private static SdkAsyncHttpClient.Builder<?> netty(int onTheWire) {
        EventLoopGroup threads = new NioEventLoopGroup();
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(SdkEventLoopGroup.create(threads))
                .protocol(Protocol.HTTP1_1)
                .maxConcurrency(onTheWire);
    }

    private static SdkAsyncHttpClient.Builder<?> crt(int onTheWire) {
        return AwsCrtAsyncHttpClient.builder().protocol(Protocol.HTTP1_1).maxConcurrency(onTheWire);
    }

    private static ScheduledExecutorService timeouts() {
        ScheduledThreadPoolExecutor timeouts = new ScheduledThreadPoolExecutor(1);
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
    }
}
