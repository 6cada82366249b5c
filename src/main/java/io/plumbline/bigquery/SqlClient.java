package io.plumbline.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.BigqueryRequest;
import com.google.api.services.bigquery.model.DataFormatOptions;
import com.google.api.services.bigquery.model.DatasetReference;
import com.google.api.services.bigquery.model.QueryRequest;
import io.plumbline.settings.Redaction;
import io.plumbline.settings.Settings;
import io.plumbline.settings.Settings.TableName;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Runs a query of a simulation's own by {@code jobs.query}, waits until it is complete and reads all of its rows. */
final class SqlClient {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final Bigquery bigquery;
    private final Settings.BigQuery settings;
    private final String project;
    private final MicroClock clock;

    /** @param settings name the table, in whose dataset other tables may be named by their names alone */
    SqlClient(Bigquery bigquery, Settings.BigQuery settings, MicroClock clock) {
        this.bigquery = bigquery;
        this.settings = settings;
        this.project = GoogleService.jobProject(settings);
        this.clock = clock;
    }

    QueryOutcome run(SqlQuery query) throws IOException {
        long deadline = clock.nowMicros() + settings.actionTimeout().toNanos() / 1_000;
        JsonNode first = answer(bigquery.jobs().query(project, request(query)));
        JsonNode page = first;
        while (!page.path("jobComplete").asBoolean()) {
            long left = (deadline - clock.nowMicros()) / 1_000;
            if (left <= 0) {
                return new CallFailure(
                        "time-out", "the query was not complete within plumbline.bigquery.actionTimeout");
            }
            page = answer(results(first).setTimeoutMs(left));
        }
        JsonNode warning = page.path("errors").path(0);
        if (!warning.isMissingNode()) {
            return new CallFailure(
                    "warning: " + warning.path("reason").asText(),
                    Redaction.keepingNumbers(warning.path("message").asText()));
        }
        return new QueryOutcome.Answered(
                rows(first, page), bytes(page, "totalBytesProcessed"), bytes(first, "totalBytesBilled"));
    }

    private List<Map<String, @Nullable Object>> rows(JsonNode first, JsonNode complete) throws IOException {
        AnsweredRows reader = new AnsweredRows(complete.path("schema").path("fields"));
        List<Map<String, @Nullable Object>> rows = new ArrayList<>();
        JsonNode page = complete;
        page.path("rows").forEach(row -> rows.add(reader.row(row)));
        while (page.hasNonNull("pageToken")) {
            page = answer(results(first).setPageToken(page.path("pageToken").asText()));
            page.path("rows").forEach(row -> rows.add(reader.row(row)));
        }
        return rows;
    }

    private Bigquery.Jobs.GetQueryResults results(JsonNode first) throws IOException {
        JsonNode job = first.path("jobReference");
        return bigquery.jobs()
                .getQueryResults(project, job.path("jobId").asText())
                .setLocation(job.path("location").textValue())
                .setFormatOptionsUseInt64Timestamp(true);
    }

    private static JsonNode answer(BigqueryRequest<?> request) throws IOException {
        try (InputStream answer = request.setPrettyPrint(false).executeAsInputStream()) {
            return JSON.readTree(answer);
        }
    }

    private static OptionalLong bytes(JsonNode answer, String name) {
        return answer.hasNonNull(name) ? OptionalLong.of(answer.path(name).asLong()) : OptionalLong.empty();
    }

    private QueryRequest request(SqlQuery query) {
        TableName table = settings.table().orElseThrow();
        QueryRequest request = new QueryRequest()
                .setQuery(query.sql())
                .setUseLegacySql(false)
                .setUseQueryCache(query.cached())
                .setDefaultDataset(
                        new DatasetReference().setProjectId(table.project()).setDatasetId(table.dataset()))
                .setParameterMode("NAMED")
                .setQueryParameters(
                        query.parameters().stream().map(SqlParameter::model).toList())
                .setTimeoutMs(settings.actionTimeout().toMillis())
                .setFormatOptions(new DataFormatOptions().setUseInt64Timestamp(true))
                .setJobCreationMode("JOB_CREATION_OPTIONAL");
        settings.location().ifPresent(request::setLocation);
        settings.maximumBytesPerQuery().ifPresent(request::setMaximumBytesBilled);
        return request;
    }
}
