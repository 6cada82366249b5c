package local.cloudwatch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The operation GetMetricData: statistics of each minute, no expressions. */
final class MetricData {

    private static final int MAX_QUERIES = 500;
    static final int MAX_POINTS = 100_800;
    private static final int PERIOD_SECONDS = 60;

    private final Metrics metrics;
    private final int pagePoints;

    MetricData(Metrics metrics, int pagePoints) {
        this.metrics = metrics;
        this.pagePoints = pagePoints;
    }

    private record Query(String id, Metrics.Name metric, String statistic) {

        static Query of(JsonNode in) {
            String id = in.path("Id").asText();
            if (!id.matches("[a-z]\\w{0,254}")) {
                throw CloudWatchException.invalid("The value " + id + " for parameter MetricDataQueries.Id is invalid");
            }
            JsonNode stat = in.path("MetricStat");
            if (stat.path("Period").asInt() != PERIOD_SECONDS) {
                throw CloudWatchException.invalid("The local stand-in has metrics by the minute, and no expressions");
            }
            Map<String, String> dimensions = new LinkedHashMap<>();
            stat.path("Metric")
                    .path("Dimensions")
                    .forEach(each -> dimensions.put(
                            each.path("Name").asText(), each.path("Value").asText()));
            return new Query(
                    id,
                    new Metrics.Name(
                            stat.path("Metric").path("Namespace").asText(),
                            stat.path("Metric").path("MetricName").asText(),
                            dimensions),
                    stat.path("Stat").asText());
        }

        double value(Series.Point point) {
            return switch (statistic) {
                case "SampleCount" -> point.samples();
                case "Sum" -> point.sum();
                case "Average" -> point.sum() / point.samples();
                case "Maximum" -> point.maximum();
                default -> throw CloudWatchException.invalid("The local stand-in has no statistic " + statistic);
            };
        }
    }

    /** One page; the token of the next one is the number of points before it. */
    ObjectNode answer(JsonNode in) {
        List<Query> queries = queries(in);
        double from = in.path("StartTime").asDouble();
        double to = in.path("EndTime").asDouble();
        if (from >= to) {
            throw CloudWatchException.invalid("The parameter StartTime must be less than the parameter EndTime");
        }
        boolean ascending = in.path("ScanBy").asText().equals("TimestampAscending");
        int start = in.path("NextToken").asInt(0);
        int end = start + in.path("MaxDatapoints").asInt(pagePoints);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = answer.putArray("MetricDataResults");
        answer.putArray("Messages");
        int before = 0;
        for (Query query : queries) {
            List<Series.Point> points = new ArrayList<>(metrics.points(query.metric(), from, to));
            if (!ascending) {
                Collections.reverse(points);
            }
            List<Series.Point> here = points.subList(within(points, start - before), within(points, end - before));
            before += points.size();
            results.add(result(query, here, before > end));
        }
        if (before > end) {
            answer.put("NextToken", Integer.toString(end));
        }
        return answer;
    }

    private static int within(List<Series.Point> points, int index) {
        return Math.max(0, Math.min(index, points.size()));
    }

    private static List<Query> queries(JsonNode in) {
        List<Query> queries = new ArrayList<>();
        in.path("MetricDataQueries").forEach(query -> queries.add(Query.of(query)));
        Set<String> ids = new HashSet<>();
        if (queries.isEmpty() || queries.size() > MAX_QUERIES) {
            throw CloudWatchException.invalid("MetricDataQueries must have 1 to " + MAX_QUERIES + " members");
        }
        for (Query query : queries) {
            if (!ids.add(query.id())) {
                throw CloudWatchException.invalid("The id " + query.id() + " is not unique");
            }
        }
        return queries;
    }

    private static ObjectNode result(Query query, List<Series.Point> points, boolean more) {
        ObjectNode result = JsonNodeFactory.instance
                .objectNode()
                .put("Id", query.id())
                .put("Label", query.metric().metric())
                .put("StatusCode", more ? "PartialData" : "Complete");
        ArrayNode timestamps = result.putArray("Timestamps");
        ArrayNode values = result.putArray("Values");
        for (Series.Point point : points) {
            timestamps.addPOJO(Instant.ofEpochSecond(point.second()));
            values.add(query.value(point));
        }
        return result;
    }
}
