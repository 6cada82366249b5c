package io.plumbline.aws;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.util.concurrent.DefaultThreadFactory;
import io.plumbline.net.Proxy;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.HttpClient;
import java.net.URI;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.SdkClient;
import software.amazon.awssdk.core.client.config.SdkAdvancedAsyncClientOption;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.crt.CRT;
import software.amazon.awssdk.crt.CrtRuntimeException;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.crt.ProxyConfiguration;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.SdkEventLoopGroup;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;

/** One of the SDK's clients as the settings want it, and the threads that it works with. It makes no retries. */
final class AwsClient<C extends SdkClient> implements AutoCloseable {

    /** For connections to close; the client's own group would wait two seconds. */
    private static final long QUIET_MILLIS = 100;

    private final ScheduledThreadPoolExecutor timeouts = timeouts();
    private final Runnable threadsEnd;
    private final AwsLogin login;
    private final C client;

    /**
     * How a service is called.
     *
     * @param threads their name
     * @param aws as whom
     * @param http2 where netty may use it, at endpoints with TLS
     * @param timeout of a call; there is one attempt, and this also covers the credentials that it may wait for
     */
    record Conduct(
            String threads,
            Settings.Aws aws,
            Optional<String> region,
            Optional<URI> endpoint,
            Optional<Proxy> proxy,
            HttpClient http,
            boolean http2,
            int maxConcurrency,
            Duration acquireTimeout,
            Duration timeout) {}

    <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>> AwsClient(B builder, Conduct conduct) {
        SdkAsyncHttpClient.Builder<?> http;
        switch (conduct.http()) {
            case NETTY -> {
                @SuppressWarnings("deprecation") // The SDK knows the channel of no newer group.
                EventLoopGroup threads = new NioEventLoopGroup(new DefaultThreadFactory(conduct.threads(), true));
                threadsEnd = () -> threads.shutdownGracefully(QUIET_MILLIS, 1_000, TimeUnit.MILLISECONDS)
                        .syncUninterruptibly();
                http = netty(conduct, threads);
            }
            case CRT -> {
                threadsEnd = () -> {};
                requireCrt();
                http = crt(conduct);
            }
            default -> throw new IllegalStateException("no such client: " + conduct.http());
        }
        this.login = AwsLogin.choose(conduct.aws(), conduct.endpoint(), conduct.region());
        this.client = build(builder, conduct, http);
    }

    C sdk() {
        return client;
    }

    /**
     * As whom the service is asked; gets the credentials, which may take a while.
     *
     * @throws IllegalStateException if there are none; the message says why
     */
    LoginFacts who() {
        try {
            AwsCredentials found = login.credentials().resolveCredentials();
            return LoginFacts.of(found);
        } catch (SdkException e) {
            throw new IllegalStateException(PutFailures.describe(e), e);
        }
    }

    @Override
    public void close() {
        client.close();
        login.close();
        timeouts.shutdownNow();
        threadsEnd.run();
    }

    private <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>> C build(
            B builder, Conduct conduct, SdkAsyncHttpClient.Builder<?> http) {
        builder.overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry())
                        .scheduledExecutorService(timeouts)
                        .apiCallTimeout(conduct.timeout()))
                // Without a hop to another thread: what follows a call only queues and logs.
                .asyncConfiguration(async ->
                        async.advancedOption(SdkAdvancedAsyncClientOption.FUTURE_COMPLETION_EXECUTOR, Runnable::run))
                .httpClientBuilder(http);
        conduct.region().map(Region::of).ifPresent(builder::region);
        conduct.endpoint().ifPresent(builder::endpointOverride);
        return builder.credentialsProvider(login.credentials()).build();
    }

    private static SdkAsyncHttpClient.Builder<?> netty(Conduct conduct, EventLoopGroup threads) {
        return NettyNioAsyncHttpClient.builder()
                .eventLoopGroup(SdkEventLoopGroup.create(threads))
                .proxyConfiguration(nettyProxy(conduct.proxy()))
                .protocol(conduct.http2() ? protocol(conduct.endpoint()) : Protocol.HTTP1_1)
                .maxConcurrency(conduct.maxConcurrency())
                .connectionAcquisitionTimeout(conduct.acquireTimeout())
                // The call's own time-out ends it, not the client's 30 s without a byte.
                .readTimeout(conduct.timeout().plusSeconds(1));
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

    /** HTTP/1.1 also where HTTP/2 could be had: so the most calls on the wire are the most connections. */
    private static SdkAsyncHttpClient.Builder<?> crt(Conduct conduct) {
        return AwsCrtAsyncHttpClient.builder()
                .proxyConfiguration(crtProxy(conduct.proxy()))
                .protocol(Protocol.HTTP1_1)
                .maxConcurrency(conduct.maxConcurrency())
                .connectionAcquisitionTimeout(conduct.acquireTimeout());
    }

    /** Also where there is none: the clients would look for one by themselves, each in its own way. */
    private static ProxyConfiguration crtProxy(Optional<Proxy> named) {
        ProxyConfiguration.Builder builder =
                ProxyConfiguration.builder().useSystemPropertyValues(false).useEnvironmentVariableValues(false);
        named.ifPresent(proxy -> builder.scheme("http").host(proxy.host()).port(proxy.port()));
        named.flatMap(Proxy::login)
                .ifPresent(login -> builder.username(login.user()).password(login.password()));
        return builder.build();
    }

    /** As {@link #crtProxy}. */
    private static software.amazon.awssdk.http.nio.netty.ProxyConfiguration nettyProxy(Optional<Proxy> named) {
        var builder = software.amazon.awssdk.http.nio.netty.ProxyConfiguration.builder()
                .useSystemPropertyValues(false)
                .useEnvironmentVariableValues(false);
        named.ifPresent(proxy -> builder.scheme("http").host(proxy.host()).port(proxy.port()));
        named.flatMap(Proxy::login)
                .ifPresent(login -> builder.username(login.user()).password(login.password()));
        return builder.build();
    }

    /** The SDK's own keeps the two time-outs of each call until they would have been due, and wakes for each of them. */
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
}
