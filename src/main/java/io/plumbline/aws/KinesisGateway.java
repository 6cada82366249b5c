package io.plumbline.aws;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.plumbline.settings.Settings;
import java.net.URI;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;
import software.amazon.awssdk.services.kinesis.model.DescribeStreamSummaryRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordRequest;
import software.amazon.awssdk.services.kinesis.model.PutRecordResponse;
import software.amazon.awssdk.services.kinesis.model.StreamStatus;

/** One Kinesis stream. Each put is one attempt on the wire: retries would hide what became of a record. */
public final class KinesisGateway implements AutoCloseable {

    /** For connections to close; the client's own group would wait two seconds. */
    private static final long QUIET_MILLIS = 100;

    @SuppressWarnings("deprecation") // The SDK knows the channel of no newer group.
    private final EventLoopGroup threads = new NioEventLoopGroup(new DefaultThreadFactory("plumbline-kinesis", true));

    private final KinesisAsyncClient client;
    private final String stream;

    public KinesisGateway(Settings settings) {
        this.stream = settings.kinesis().stream().orElseThrow();
        this.client = client(settings.aws(), settings.kinesis(), threads);
    }

    /**
     * Puts one record. The answer never fails and comes on the client's own thread, which must not be blocked.
     */
    public CompletionStage<PutOutcome> put(byte[] data, String partitionKey) {
        PutRecordRequest.Builder request = PutRecordRequest.builder()
                .data(SdkBytes.fromByteArrayUnsafe(data))
                .partitionKey(partitionKey);
        nameStream(request::streamName, request::streamARN);
        try {
            return client.putRecord(request.build()).handle(KinesisGateway::outcome);
        } catch (RuntimeException e) {
            // Thrown, not answered: the client did not even begin.
            return CompletableFuture.completedFuture(
                    new PutOutcome.Refused(e.getClass().getSimpleName(), PutFailures.describe(e)));
        }
    }

    /** What is wrong with the stream, a sentence each; empty when it takes records. */
    public List<String> problems() {
        DescribeStreamSummaryRequest.Builder request = DescribeStreamSummaryRequest.builder();
        nameStream(request::streamName, request::streamARN);
        try {
            StreamStatus status = client.describeStreamSummary(request.build())
                    .join()
                    .streamDescriptionSummary()
                    .streamStatus();
            boolean takesRecords = status == StreamStatus.ACTIVE || status == StreamStatus.UPDATING;
            return takesRecords ? List.of() : List.of("stream " + stream + " is " + status + ", not ACTIVE");
        } catch (CompletionException e) {
            return List.of("stream " + stream + ": " + PutFailures.describe(PutFailures.cause(e)));
        }
    }

    @Override
    public void close() {
        client.close();
        threads.shutdownGracefully(QUIET_MILLIS, 1_000, TimeUnit.MILLISECONDS).syncUninterruptibly();
    }

    private static PutOutcome outcome(PutRecordResponse response, Throwable failure) {
        return failure == null
                ? new PutOutcome.Acknowledged(response.sequenceNumber(), response.shardId())
                : PutFailures.outcome(PutFailures.cause(failure));
    }

    private void nameStream(java.util.function.Consumer<String> byName, java.util.function.Consumer<String> byArn) {
        (stream.startsWith("arn:") ? byArn : byName).accept(stream);
    }

    private static KinesisAsyncClient client(Settings.Aws aws, Settings.Kinesis kinesis, EventLoopGroup threads) {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .apiCallAttemptTimeout(kinesis.attemptTimeout())
                        .apiCallTimeout(kinesis.attemptTimeout().plus(kinesis.acquireTimeout())))
                // Without a hop to another thread: what follows a put only queues and logs.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder()
                        .eventLoopGroup(SdkEventLoopGroup.create(threads))
                        .protocol(protocol(aws.kinesisEndpoint()))
                        .maxConcurrency(kinesis.maxConcurrency())
                        .connectionAcquisitionTimeout(kinesis.acquireTimeout()));
        aws.region().map(Region::of).ifPresent(builder::region);
        aws.kinesisEndpoint().ifPresent(builder::endpointOverride);
        if (aws.kinesisEndpoint().filter(KinesisGateway::isLoopback).isPresent()) {
            builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("loopback", "loopback")));
        }
        return builder.build();
    }

    private static Protocol protocol(Optional<URI> endpoint) {
        boolean plain = endpoint.filter(uri -> "http".equals(uri.getScheme())).isPresent();
        return plain ? Protocol.HTTP1_1 : Protocol.HTTP2;
    }

    private static boolean isLoopback(URI endpoint) {
        String host = String.valueOf(endpoint.getHost()).toLowerCase(Locale.ROOT);
        return host.equals("localhost") || host.startsWith("127.") || host.equals("[::1]");
    }
}
