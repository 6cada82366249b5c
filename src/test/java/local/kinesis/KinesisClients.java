package local.kinesis;

import java.net.URI;
import software.amazon.awssdk.auth.credentials.AnonymousCredentialsProvider;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.async.SdkAsyncHttpClient;
import software.amazon.awssdk.http.crt.AwsCrtAsyncHttpClient;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;

/** Real clients for a local endpoint, without retries. */
public final class KinesisClients {

    private KinesisClients() {}

    public static KinesisAsyncClient http1(URI endpoint) {
        return client(endpoint, NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP1_1));
    }

    /** HTTP/2 with prior knowledge. */
    public static KinesisAsyncClient http2(URI endpoint) {
        return client(endpoint, NettyNioAsyncHttpClient.builder().protocol(Protocol.HTTP2));
    }

    public static KinesisAsyncClient crt(URI endpoint) {
        return client(endpoint, AwsCrtAsyncHttpClient.builder().protocol(Protocol.HTTP1_1));
    }

    private static KinesisAsyncClient client(URI endpoint, SdkAsyncHttpClient.Builder<?> http) {
        return KinesisAsyncClient.builder()
                .endpointOverride(endpoint)
                .region(Region.EU_CENTRAL_1)
                .credentialsProvider(AnonymousCredentialsProvider.create())
                .httpClientBuilder(http)
                .overrideConfiguration(override -> override.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }
}
