package io.plumbline.settings;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The environment's name for each setting: {@code PLUMBLINE_KINESIS_MAX_RECORD_BYTES} for
 * {@code plumbline.kinesis.maxRecordBytes}, and for some also the one that the clouds' own tools use.
 */
final class EnvironmentNames {

    private static final String PREFIX = "PLUMBLINE_";
    private static final Pattern HUMP = Pattern.compile("(?<=[a-z0-9])(?=[A-Z])");

    /** By setting; of several names the first that is set counts. */
    private static final Map<String, List<String>> CUSTOMARY = Map.ofEntries(
            Map.entry("plumbline.runId", List.of("TEST_RUN_ID")),
            Map.entry("plumbline.aws.region", List.of("AWS_REGION")),
            Map.entry("plumbline.aws.stsEndpoint", List.of("AWS_ENDPOINT_URL_STS", "AWS_ENDPOINT_URL")),
            Map.entry("plumbline.aws.cloudwatchEndpoint", List.of("AWS_ENDPOINT_URL_CLOUDWATCH", "AWS_ENDPOINT_URL")),
            Map.entry("plumbline.kinesis.stream", List.of("KINESIS_STREAM_NAME")),
            Map.entry("plumbline.kinesis.endpoint", List.of("AWS_ENDPOINT_URL_KINESIS", "AWS_ENDPOINT_URL")),
            Map.entry("plumbline.lambda.function", List.of("LAMBDA_FUNCTION_NAME")),
            Map.entry("plumbline.lambda.endpoint", List.of("AWS_ENDPOINT_URL_LAMBDA", "AWS_ENDPOINT_URL")),
            Map.entry("plumbline.bigquery.project", List.of("GCP_PROJECT_ID")),
            Map.entry("plumbline.bigquery.dataset", List.of("BQ_DATASET")),
            Map.entry("plumbline.bigquery.table", List.of("BQ_TABLE")),
            Map.entry("plumbline.bigquery.endpoint", List.of("BIGQUERY_EMULATOR_HOST")),
            Map.entry("plumbline.bigquery.accessToken", List.of("GCP_ACCESS_TOKEN")),
            Map.entry("plumbline.generator.index", List.of("JOB_COMPLETION_INDEX")),
            Map.entry("plumbline.metrics.influxUser", List.of("K6_INFLUXDB_USERNAME")),
            Map.entry("plumbline.metrics.influxPassword", List.of("K6_INFLUXDB_PASSWORD")),
            Map.entry("plumbline.guard.confirm", List.of("PLUMBLINE_CONFIRM")));

    private static final Set<String> ALL_CUSTOMARY =
            CUSTOMARY.values().stream().flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    /** What Kubernetes sets for a service called plumbline. */
    private static final Pattern NOT_SETTINGS =
            Pattern.compile("PLUMBLINE_(\\w+_)?(SERVICE_HOST|SERVICE_PORT(_\\w+)?|PORT(_\\d+_\\w+)?)");

    private EnvironmentNames() {}

    /** The names of a setting, the one that counts most first; none for a simulation's and a pipeline's own settings. */
    static List<String> of(String setting) {
        if (!setting.startsWith(Layers.ROOT)
                || setting.startsWith(Layers.SIMULATIONS)
                || setting.startsWith(Layers.PIPELINES)) {
            return List.of();
        }
        String words = HUMP.matcher(setting.substring(Layers.ROOT.length())).replaceAll("_");
        String own = PREFIX + words.replace('.', '_').toUpperCase(Locale.ROOT);
        return Stream.concat(Stream.of(own), CUSTOMARY.getOrDefault(setting, List.of()).stream())
                .toList();
    }

    /** The name to tell people: the customary one where there is one; empty for none. */
    static String toTell(String setting) {
        List<String> names = of(setting);
        return names.isEmpty() ? "" : names.get(Math.min(1, names.size() - 1));
    }

    /** Whether a variable with this name is for us to judge. */
    static boolean concerns(String name) {
        return ALL_CUSTOMARY.contains(name)
                || (name.startsWith(PREFIX) && !NOT_SETTINGS.matcher(name).matches());
    }

    static boolean isCustomary(String name) {
        return ALL_CUSTOMARY.contains(name);
    }
}
