package local.cloudwatch;

import java.net.URI;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;

/** Reads metrics by the SDK's own client, all pages, from the minute of the start on for ten minutes. */
final class MetricReader implements AutoCloseable {

    private final CloudWatchAsyncClient client;
    private final Instant start;

    MetricReader(URI endpoint, Instant start) {
        this.start = start;
        this.client = CloudWatchAsyncClient.builder()
                .region(Region.EU_CENTRAL_1)
                .endpointOverride(endpoint)
                .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("k", "s")))
                .httpClientBuilder(NettyNioAsyncHttpClient.builder())
                .build();
    }

    CloudWatchAsyncClient client() {
        return client;
    }

    /** Of the stream {@code s}. */
    List<Double> kinesis(String metric, String statistic) {
        return values("AWS/Kinesis", metric, "StreamName", "s", statistic);
    }

    /** Of the function {@code f}. */
    List<Double> function(String metric, String statistic) {
        return values("AWS/Lambda", metric, "FunctionName", "f", statistic);
    }

    List<Double> mapping(String uuid, String metric, String statistic) {
        return values("AWS/Lambda", metric, "EventSourceMappingUUID", uuid, statistic);
    }

    private List<Double> values(String namespace, String metric, String dimension, String owner, String statistic) {
        return List.copyOf(points(query(namespace, metric, dimension, owner, statistic, 60))
                .values());
    }

    /** One page about the stream {@code s}. */
    CompletableFuture<?> page(String statistic, int period) {
        return client.getMetricData(query("AWS/Kinesis", "IncomingRecords", "StreamName", "s", statistic, period)
                .build());
    }

    GetMetricDataRequest.Builder query(
            String namespace, String metric, String dimension, String owner, String statistic, int period) {
        Dimension only = Dimension.builder().name(dimension).value(owner).build();
        return GetMetricDataRequest.builder()
                .startTime(start)
                .endTime(start.plusSeconds(600))
                .metricDataQueries(query -> query.id("a").metricStat(stat -> stat.period(period)
                        .stat(statistic)
                        .metric(of -> of.namespace(namespace).metricName(metric).dimensions(only))));
    }

    /** In the order in which they come. */
    Map<Instant, Double> points(GetMetricDataRequest.Builder query) {
        Map<Instant, Double> points = new LinkedHashMap<>();
        client.getMetricDataPaginator(query.build())
                .metricDataResults()
                .subscribe(result -> {
                    for (int i = 0; i < result.values().size(); i++) {
                        points.put(result.timestamps().get(i), result.values().get(i));
                    }
                })
                .join();
        return points;
    }

    @Override
    public void close() {
        client.close();
    }
}
