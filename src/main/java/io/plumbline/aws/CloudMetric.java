package io.plumbline.aws;

import io.plumbline.aws.Metric.Statistic;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/** What AWS itself counts of a pipeline. Times are milliseconds. */
public enum CloudMetric {
    INCOMING_RECORDS(Owner.STREAM, "IncomingRecords", Statistic.SUM),
    PUTS_THROTTLED(Owner.STREAM, "WriteProvisionedThroughputExceeded", Statistic.SUM),
    READS_THROTTLED(Owner.STREAM, "ReadProvisionedThroughputExceeded", Statistic.SUM),
    STREAM_ITERATOR_AGE(Owner.STREAM, "GetRecords.IteratorAgeMilliseconds", Statistic.MAXIMUM),

    INVOCATIONS(Owner.FUNCTION, "Invocations", Statistic.SUM),
    ERRORS(Owner.FUNCTION, "Errors", Statistic.SUM),
    THROTTLES(Owner.FUNCTION, "Throttles", Statistic.SUM),
    DURATION_AVERAGE(Owner.FUNCTION, "Duration", Statistic.AVERAGE),
    DURATION_MAXIMUM(Owner.FUNCTION, "Duration", Statistic.MAXIMUM),
    CONCURRENT_EXECUTIONS(Owner.FUNCTION, "ConcurrentExecutions", Statistic.MAXIMUM),
    ITERATOR_AGE(Owner.FUNCTION, "IteratorAge", Statistic.MAXIMUM),

    POLLED_EVENTS(Owner.MAPPING, "PolledEventCount", Statistic.SUM),
    INVOKED_EVENTS(Owner.MAPPING, "InvokedEventCount", Statistic.SUM),
    DROPPED_EVENTS(Owner.MAPPING, "DroppedEventCount", Statistic.SUM);

    /** Whose metric it is. */
    public enum Owner {
        STREAM("AWS/Kinesis", "StreamName"),
        FUNCTION("AWS/Lambda", "FunctionName"),
        /** Its metrics are only there where its configuration has {@code MetricsConfig.Metrics} with EventCount. */
        MAPPING("AWS/Lambda", "EventSourceMappingUUID");

        private final String namespace;
        private final String dimension;

        Owner(String namespace, String dimension) {
            this.namespace = namespace;
            this.dimension = dimension;
        }
    }

    private final Owner owner;
    private final String metric;
    private final Statistic statistic;

    CloudMetric(Owner owner, String metric, Statistic statistic) {
        this.owner = owner;
        this.metric = metric;
        this.statistic = statistic;
    }

    /**
     * All metrics of one of them.
     *
     * @param named name or ARN of the stream or function, or UUID of the mapping
     */
    public static List<Metric> allOf(Owner owner, String named) {
        return Stream.of(values())
                .filter(metric -> metric.owner == owner)
                .map(metric -> metric.of(named))
                .toList();
    }

    /** By which the answer has it, where one stream, function and mapping are asked for. */
    public String id() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @param named name or ARN of the stream or function, or UUID of the mapping */
    public Metric of(String named) {
        return new Metric(id(), owner.namespace, metric, Map.of(owner.dimension, bare(named)), statistic);
    }

    /** CloudWatch knows streams and functions by their names; all versions of a function have its metrics together. */
    private String bare(String named) {
        String name = named.replaceFirst("^arn:.*:(stream/|function:)", "");
        return owner == Owner.FUNCTION ? name.replaceFirst(":.*$", "") : name;
    }
}
