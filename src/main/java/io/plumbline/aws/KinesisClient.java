package io.plumbline.aws;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.plumbline.settings.Settings;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClientBuilder;

/** The SDK's client as the settings want it, and the threads that it works with. */
final class KinesisClient implements AutoCloseable {

    /** For connections to close; the client's own group would wait two seconds. */
    private static final long QUIET_MILLIS = 100;

    private final ScheduledThreadPoolExecutor timeouts = timeouts();
    private final Runnable threadsEnd;
    private final KinesisAsyncClient client;

    KinesisClient(Settings.Aws aws, Settings.Kinesis kinesis) {
        SdkAsyncHttpClient.Builder<?> http;
        switch (kinesis.httpClient()) {
            case NETTY -> {
                @SuppressWarnings("deprecation") // The SDK knows the channel of no newer group.
                EventLoopGroup threads = new NioEventLoopGroup(new DefaultThreadFactory("plumbline-kinesis", true));
                threadsEnd = () -> threads.shutdownGracefully(QUIET_MILLIS, 1_000, TimeUnit.MILLISECONDS)
                        .syncUninterruptibly();
                http = netty(aws, kinesis, threads);
            }
            case CRT -> {
                threadsEnd = () -> {};
                requireCrt();
                http = crt(kinesis);
            }
            default -> throw new IllegalStateException("no such client: " + kinesis.httpClient());
        }
        this.client = build(aws, kinesis, http);
    }

    KinesisAsyncClient sdk() {
        return client;
    }

    @Override
    public void close() {
        client.close();
        timeouts.shutdownNow();
        threadsEnd.run();
    }

    private KinesisAsyncClient build(Settings.Aws aws, Settings.Kinesis kinesis, SdkAsyncHttpClient.Builder<?> http) {
        KinesisAsyncClientBuilder builder = KinesisAsyncClient.builder()
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .scheduledExecutorService(timeouts)
                        // There is one attempt, and this also covers the credentials that it may wait for.
                        .apiCallTimeout(kinesis.attemptTimeout()))
                // Without a hop to another thread: what follows a put only queues and logs.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClientBuilder(http);
        aws.region().map(Region::of).ifPresent(builder::region);
        aws.kinesisEndpoint().ifPresent(builder::endpointOverride);
        if (aws.kinesisEndpoint().filter(KinesisClient::isLoopback).isPresent()) {
            builder.credentialsProvider(
                    StaticCredentialsProvider.create(AwsBasicCredentials.create("loopback", "loopback")));
        }
        return builder.build();
    }

    private static SdkAsyncHttpClient.Builder<?> netty(
            Settings.Aws aws, Settings.Kinesis kinesis, EventLoopGroup threads) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(SdkEventLoopGroup.create(threads))
                .protocol(protocol(aws.kinesisEndpoint()))
                .maxConcurrency(kinesis.maxConcurrency())
                .connectionAcquisitionTimeout(kinesis.acquireTimeout());
    }

    /** It is native code, and there are platforms without it. */
    private static void requireCrt() {
        try {
            new CRT();
        } catch (CRT.UnknownPlatformException | CrtRuntimeException | LinkageError e) {
            throw new IllegalStateException(
                    "AWS' native HTTP client does not run on this machine: set plumbline.kinesis.httpClient to netty",
                    e);
        }
    }

    /** HTTP/1.1 also where HTTP/2 could be had: so the most puts on the wire are the most connections. */
    private static SdkAsyncHttpClient.Builder<?> crt(Settings.Kinesis kinesis) {
        return AwsCrtAsyncHttpClient.builder()
                .protocol(Protocol.HTTP1_1)
                .maxConcurrency(kinesis.maxConcurrency())
                .connectionAcquisitionTimeout(kinesis.acquireTimeout());
    }

    /** The SDK's own keeps the two time-outs of each put until they would have been due, and wakes for each of them. */
    private static ScheduledThreadPoolExecutor timeouts() {
        ScheduledThreadPoolExecutor timeouts =
                new ScheduledThreadPoolExecutor(1, new DefaultThreadFactory("plumbline-timeouts", true));
        timeouts.setRemoveOnCancelPolicy(true);
        return timeouts;
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
