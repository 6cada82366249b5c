package io.plumbline.run;

import io.plumbline.aws.CloudMetric;
import io.plumbline.aws.CloudMetric.Owner;
import io.plumbline.aws.CloudWatchGateway;
import io.plumbline.aws.KinesisGateway;
import io.plumbline.aws.MappingFacts;
import io.plumbline.aws.Metric;
import io.plumbline.aws.StreamMappings;
import io.plumbline.result.CloudCounts;
import io.plumbline.result.Conservation;
import io.plumbline.settings.Settings;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Asks CloudWatch, after a run, what AWS itself counted of it; again and again until it has caught up. */
final class CloudLook {

    private static final Duration BETWEEN = Duration.ofSeconds(10);

    private final Settings settings;
    private final KinesisGateway stream;
    private final CountDownLatch interrupted;

    /** @param interrupted ends the patience */
    private CloudLook(Settings settings, KinesisGateway stream, CountDownLatch interrupted) {
        this.settings = settings;
        this.stream = stream;
        this.interrupted = interrupted;
    }

    /** What it tells, or does not, never fails the run. */
    static CloudCounts of(
            Settings settings,
            Optional<KinesisGateway> stream,
            Conservation conservation,
            Instant start,
            Instant end,
            CountDownLatch interrupted) {
        boolean wanted =
                switch (settings.cloudwatch().ask()) {
                    case NEVER -> false;
                    case REAL -> settings.target() == Settings.Target.REAL_PIPELINE;
                    case ALWAYS -> true;
                };
        if (wanted && !settings.share().isWhole()) {
            return conservation.with(
                    Map.of(),
                    start,
                    end,
                    "CloudWatch counts the records of all generators of the run together, and is asked by none of them");
        }
        if (wanted && stream.isPresent()) {
            return new CloudLook(settings, stream.get(), interrupted).look(conservation, start, end);
        }
        return conservation.with(Map.of(), start, end, wanted ? "no record was put" : "CloudWatch was not asked");
    }

    private CloudCounts look(Conservation conservation, Instant start, Instant end) {
        Instant from = start.truncatedTo(ChronoUnit.MINUTES);
        Instant to = end.truncatedTo(ChronoUnit.MINUTES).plus(1, ChronoUnit.MINUTES);
        if (settings.aws().kinesisEndpoint().isPresent()
                && settings.aws().cloudwatchEndpoint().isEmpty()) {
            return conservation.with(
                    Map.of(),
                    from,
                    to,
                    "Kinesis has an endpoint of its own, and AWS_ENDPOINT_URL_CLOUDWATCH is not set");
        }
        List<String> notKnown = new ArrayList<>();
        List<Metric> metrics = metrics(notKnown);
        try (CloudWatchGateway cloudWatch = new CloudWatchGateway(settings)) {
            Map<String, Double> values = values(cloudWatch, metrics, from, to, conservation.expectedIncoming());
            return conservation.with(values, from, to, notKnown.isEmpty() ? null : String.join("; ", notKnown));
        } catch (IllegalStateException e) {
            return conservation.with(Map.of(), from, to, String.valueOf(e.getMessage()));
        }
    }

    private Map<String, Double> values(
            CloudWatchGateway cloudWatch, List<Metric> metrics, Instant from, Instant to, long incoming) {
        long deadline = System.nanoTime() + settings.cloudwatch().within().toNanos();
        while (true) {
            Map<String, Double> values = new LinkedHashMap<>();
            cloudWatch
                    .values(metrics, from, to)
                    .forEach((id, value) -> value.ifPresent(number -> values.put(id, number)));
            boolean caughtUp = values.getOrDefault(CloudMetric.INCOMING_RECORDS.id(), 0.0) >= incoming;
            long left = deadline - System.nanoTime();
            if (caughtUp || left <= 0 || isInterrupted(Math.min(left, BETWEEN.toNanos()))) {
                return values;
            }
        }
    }

    private boolean isInterrupted(long nanos) {
        try {
            return interrupted.await(nanos, TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return true;
        }
    }

    private List<Metric> metrics(List<String> notKnown) {
        List<Metric> metrics = new ArrayList<>(
                CloudMetric.allOf(Owner.STREAM, settings.kinesis().stream().orElseThrow()));
        MappingFacts mapping = mapping(notKnown);
        if (mapping != null) {
            metrics.addAll(CloudMetric.allOf(Owner.FUNCTION, mapping.function()));
            metrics.addAll(CloudMetric.allOf(Owner.MAPPING, mapping.uuid()));
        }
        return metrics;
    }

    private @Nullable MappingFacts mapping(List<String> notKnown) {
        try (StreamMappings lambda = new StreamMappings(settings)) {
            List<MappingFacts> all = lambda.of(stream.facts().arn());
            Optional<String> named = settings.lambda().function();
            List<MappingFacts> meant = all.stream()
                    .filter(mapping -> all.size() == 1
                            || named.filter(mapping.function()::equals).isPresent())
                    .toList();
            if (meant.size() == 1) {
                return meant.get(0);
            }
            notKnown.add(all.size()
                    + " event source mappings read the stream, and LAMBDA_FUNCTION_NAME names none of them" + " alone");
        } catch (IllegalStateException e) {
            notKnown.add(String.valueOf(e.getMessage()));
        }
        return null;
    }
}
