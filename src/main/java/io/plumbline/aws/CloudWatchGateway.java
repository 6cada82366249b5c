package io.plumbline.aws;

import io.plumbline.aws.Metric.Statistic;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.concurrent.CompletionException;
import software.amazon.awssdk.regions.ServiceMetadata;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.cloudwatch.model.Dimension;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataRequest;
import software.amazon.awssdk.services.cloudwatch.model.GetMetricDataResponse;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataQuery;
import software.amazon.awssdk.services.cloudwatch.model.MetricDataResult;
import software.amazon.awssdk.services.cloudwatch.model.StatusCode;

/** What CloudWatch counted, read only. Each call is one attempt on the wire. */
public final class CloudWatchGateway implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int PERIOD_SECONDS = 60;

    /** Beside an average: how many values it is of. No other id may end so. */
    private static final String SAMPLES = "__samples";

    private final AwsClient<CloudWatchAsyncClient> client;
    private final ServiceAddress address;

    public CloudWatchGateway(Settings settings) {
        this(settings, PATIENCE);
    }

    /** @param patience with a call */
    CloudWatchGateway(Settings settings, Duration patience) {
        this.address = ServiceAddress.of(
                settings.aws().cloudwatchEndpoint(),
                "plumbline.aws.cloudwatchEndpoint",
                ServiceMetadata.of("monitoring"),
                settings.aws().region());
        this.client = new AwsClient<>(
                CloudWatchAsyncClient.builder(),
                new AwsClient.Conduct(
                        "plumbline-cloudwatch",
                        settings.aws(),
                        settings.aws().region(),
                        settings.aws().cloudwatchEndpoint(),
                        address.proxy(),
                        settings.kinesis().httpClient(),
                        false,
                        1,
                        settings.kinesis().acquireTimeout(),
                        patience));
    }

    /**
     * Each metric over all minutes that lie in this time, also in part: whatever else happened in the first and the last
     * minute is in it. An average is that of all values, not of the minutes. CloudWatch shows a minute one to three
     * minutes late.
     *
     * @return by the metrics' ids, in their order; empty for a metric of which CloudWatch has nothing, which is not 0
     * @throws IllegalStateException if CloudWatch does not tell; the message says why
     */
    public Map<String, OptionalDouble> values(List<Metric> metrics, Instant from, Instant to) {
        Map<String, List<Double>> points = points(metrics, from.truncatedTo(ChronoUnit.MINUTES), to);
        Map<String, OptionalDouble> values = new LinkedHashMap<>();
        for (Metric metric : metrics) {
            List<Double> own = points.getOrDefault(metric.id(), List.of());
            List<Double> samples = points.getOrDefault(metric.id() + SAMPLES, List.of());
            values.put(
                    metric.id(), own.isEmpty() ? OptionalDouble.empty() : together(metric.statistic(), own, samples));
        }
        return values;
    }

    private static OptionalDouble together(Statistic statistic, List<Double> points, List<Double> samples) {
        return switch (statistic) {
            case SUM -> OptionalDouble.of(sum(points));
            case MAXIMUM -> points.stream().mapToDouble(Double::doubleValue).max();
            case AVERAGE -> sum(samples) > 0 ? OptionalDouble.of(sum(points) / sum(samples)) : OptionalDouble.empty();
        };
    }

    private static double sum(List<Double> points) {
        return points.stream().mapToDouble(Double::doubleValue).sum();
    }

    /** A metric's points may lie on several pages. */
    private Map<String, List<Double>> points(List<Metric> metrics, Instant from, Instant to) {
        GetMetricDataRequest request = GetMetricDataRequest.builder()
                .metricDataQueries(queries(metrics))
                .startTime(from)
                .endTime(to)
                .build();
        Map<String, List<Double>> points = new HashMap<>();
        if (metrics.isEmpty()) {
            return points;
        }
        try {
            String next = null;
            do {
                GetMetricDataResponse page = client.sdk()
                        .getMetricData(request.toBuilder().nextToken(next).build())
                        .join();
                for (MetricDataResult result : page.metricDataResults()) {
                    requireTold(result);
                    points.computeIfAbsent(result.id(), id -> new ArrayList<>()).addAll(result.values());
                }
                next = page.nextToken();
            } while (next != null);
            return points;
        } catch (CompletionException e) {
            throw new IllegalStateException("CloudWatch's metrics: " + address.why(PutFailures.cause(e)), e);
        }
    }

    /** Points that it keeps to itself, as those of another account, are not missing but unknown. */
    private static void requireTold(MetricDataResult result) {
        if (result.statusCode() == StatusCode.FORBIDDEN || result.statusCode() == StatusCode.INTERNAL_ERROR) {
            throw new IllegalStateException(Redaction.of(
                    "CloudWatch's metrics: of " + result.id() + " it says " + result.statusCodeAsString()));
        }
    }

    private static List<MetricDataQuery> queries(List<Metric> metrics) {
        List<MetricDataQuery> queries = new ArrayList<>();
        for (Metric metric : metrics) {
            if (metric.statistic() == Statistic.AVERAGE) {
                queries.add(query(metric, metric.id(), "Sum"));
                queries.add(query(metric, metric.id() + SAMPLES, "SampleCount"));
            } else {
                queries.add(query(metric, metric.id(), metric.statistic().label()));
            }
        }
        return queries;
    }

    private static MetricDataQuery query(Metric metric, String id, String statistic) {
        List<Dimension> dimensions = metric.dimensions().entrySet().stream()
                .map(each -> Dimension.builder()
                        .name(each.getKey())
                        .value(each.getValue())
                        .build())
                .toList();
        return MetricDataQuery.builder()
                .id(id)
                .metricStat(stat -> stat.metric(of -> of.namespace(metric.namespace())
                                .metricName(metric.name())
                                .dimensions(dimensions))
                        .period(PERIOD_SECONDS)
                        .stat(statistic))
                .build();
    }

    @Override
    public void close() {
        client.close();
    }
}
