package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;
import local.bigquery.sql.Value;

/**
 * What jobs.query and jobs.insert ask for alike.
 *
 * @param location where it is to run; absent where that follows from its tables
 * @param maximumBytesBilled absent for no limit
 */
record QueryRequest(
        String project,
        Optional<String> location,
        String sql,
        String defaultDataset,
        Map<String, Value> parameters,
        boolean dryRun,
        Optional<Long> maximumBytesBilled,
        JsonNode labels) {

    /** Google's limit on the text of a query, in characters. */
    private static final int MAX_SQL_LENGTH = 1024 * 1024;

    private static final int MAX_PARAMETERS = 10_000;

    /**
     * @param place has the location
     * @param query holds query, queryParameters, defaultDataset, useLegacySql, maximumBytesBilled
     * @param job holds dryRun and labels
     */
    static QueryRequest of(String project, JsonNode place, JsonNode query, JsonNode job) {
        if (query.path("useLegacySql").asBoolean(true)) {
            throw GoogleError.invalidQuery(
                    "Outside the local stand-in's SQL subset: legacy SQL (useLegacySql is not false)");
        }
        String sql = query.path("query").asText("");
        if (sql.isBlank()) {
            throw new GoogleError(400, "required", "Required parameter is missing: query");
        }
        if (sql.length() > MAX_SQL_LENGTH) {
            throw GoogleError.invalid(
                    "The query is too large. The maximum standard SQL query length is 1024.00K characters, including comments and white space characters.");
        }
        if (query.path("queryParameters").size() > MAX_PARAMETERS) {
            throw GoogleError.invalid("Too many query parameters: at most " + MAX_PARAMETERS);
        }
        JsonNode limit = query.path("maximumBytesBilled");
        return new QueryRequest(
                project,
                Optional.ofNullable(place.path("location").textValue()),
                sql,
                query.path("defaultDataset").path("datasetId").asText(""),
                Parameters.of(query.path("queryParameters")),
                job.path("dryRun").asBoolean(),
                limit.isMissingNode() || limit.isNull() ? Optional.empty() : Optional.of(limit.asLong()),
                labels(job.path("labels")));
    }

    private static JsonNode labels(JsonNode labels) {
        labels.properties().forEach(label -> {
            if (!label.getKey().matches("[\\p{Ll}][\\p{Ll}\\p{N}_-]{0,62}")
                    || !label.getValue().asText().matches("[\\p{Ll}\\p{N}_-]{0,63}")) {
                throw GoogleError.invalid("Invalid label: " + label.getKey() + "="
                        + label.getValue().asText());
            }
        });
        return labels;
    }

    /** The job's configuration, as its resource shows it. */
    ObjectNode configuration(String jobId) {
        ObjectNode configuration = JsonNodeFactory.instance.objectNode().put("jobType", "QUERY");
        if (dryRun) {
            configuration.put("dryRun", true);
        }
        if (!labels.isEmpty()) {
            configuration.set("labels", labels);
        }
        ObjectNode query = configuration.putObject("query").put("query", sql).put("useLegacySql", false);
        query.set("destinationTable", new TableName(project, QueryJob.ANSWERS, jobId).reference());
        return configuration;
    }
}
