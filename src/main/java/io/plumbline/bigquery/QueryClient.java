package io.plumbline.bigquery;

import com.google.api.client.util.Data;
import com.google.api.services.bigquery.model.GetQueryResultsResponse;
import com.google.api.services.bigquery.model.JobReference;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryRequest;
import com.google.api.services.bigquery.model.QueryResponse;
import com.google.api.services.bigquery.model.TableRow;
import com.google.cloud.bigquery.spi.v2.BigQueryRpc;
import com.google.cloud.bigquery.spi.v2.HttpBigQueryRpc;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query as one call of {@code jobs.query}, without the retries that the client's high-level API makes behind
 * one's back: what a poll proves depends on when exactly its query ran.
 */
final class QueryClient {

    /** The service keeps an answer's page below 10 MB; rows of an arrival query have about 200 bytes. */
    private static final long PAGE_ROWS = 20_000;

    private final HttpBigQueryRpc rpc;
    private final String project;
    private final @Nullable String location;
    private final long timeoutMillis;
    private final OptionalLong maximumBytesBilled;
    private final MicroClock clock;

    QueryClient(
            HttpBigQueryRpc rpc,
            String project,
            @Nullable String location,
            Duration timeout,
            OptionalLong maximumBytesBilled,
            MicroClock clock) {
        this.rpc = rpc;
        this.project = project;
        this.location = location;
        this.timeoutMillis = timeout.toMillis();
        this.maximumBytesBilled = maximumBytesBilled;
        this.clock = clock;
    }

    /** The rows as lists of nullable texts, as the service writes them. */
    Answer<List<@Nullable String>> ask(String sql, List<QueryParameter> parameters) throws QueryFailure {
        try {
            return answer(sql, parameters);
        } catch (IOException e) {
            throw new QueryFailure("BigQuery query failed: " + Failures.message(e), e);
        }
    }

    private Answer<List<@Nullable String>> answer(String sql, List<QueryParameter> parameters)
            throws IOException, QueryFailure {
        long sent = clock.nowMicros();
        QueryResponse response = rpc.queryRpcSkipExceptionTranslation(project, request(sql, parameters));
        if (response.getErrors() != null && !response.getErrors().isEmpty()) {
            throw new QueryFailure(
                    "BigQuery answered with a warning: "
                            + response.getErrors().get(0).getMessage(),
                    null);
        }
        List<TableRow> rows = new ArrayList<>();
        String pageToken = response.getPageToken();
        if (Boolean.TRUE.equals(response.getJobComplete())) {
            add(rows, response.getRows());
        } else {
            pageToken = awaitFirstPage(response.getJobReference(), sent, rows);
        }
        long received = clock.nowMicros();
        while (pageToken != null) {
            GetQueryResultsResponse page =
                    results(response.getJobReference(), Map.of(BigQueryRpc.Option.PAGE_TOKEN, pageToken));
            add(rows, page.getRows());
            pageToken = page.getPageToken();
        }
        long billed = response.getTotalBytesBilled() == null ? 0 : response.getTotalBytesBilled();
        return new Answer<>(rows.stream().map(QueryClient::texts).toList(), sent, received, billed);
    }

    private @Nullable String awaitFirstPage(JobReference job, long sentMicros, List<TableRow> rows)
            throws IOException, QueryFailure {
        long deadline = sentMicros + timeoutMillis * 1_000;
        while (clock.nowMicros() < deadline) {
            long left = Math.max(1, (deadline - clock.nowMicros()) / 1_000);
            GetQueryResultsResponse page =
                    results(job, Map.of(BigQueryRpc.Option.TIMEOUT, left, BigQueryRpc.Option.MAX_RESULTS, PAGE_ROWS));
            if (Boolean.TRUE.equals(page.getJobComplete())) {
                add(rows, page.getRows());
                return page.getPageToken();
            }
        }
        throw new QueryFailure("BigQuery did not complete the query within " + timeoutMillis + " ms", null);
    }

    private GetQueryResultsResponse results(JobReference job, Map<BigQueryRpc.Option, ?> options) throws IOException {
        return rpc.getQueryResultsSkipExceptionTranslation(project, job.getJobId(), job.getLocation(), options);
    }

    private QueryRequest request(String sql, List<QueryParameter> parameters) {
        QueryRequest request = new QueryRequest()
                .setQuery(sql)
                .setUseLegacySql(false)
                .setUseQueryCache(false)
                .setParameterMode("NAMED")
                .setQueryParameters(parameters)
                .setMaxResults(PAGE_ROWS)
                .setTimeoutMs(timeoutMillis)
                .setJobCreationMode("JOB_CREATION_OPTIONAL");
        if (location != null) {
            request.setLocation(location);
        }
        maximumBytesBilled.ifPresent(request::setMaximumBytesBilled);
        return request;
    }

    private static void add(List<TableRow> rows, @Nullable List<TableRow> page) {
        if (page != null) {
            rows.addAll(page);
        }
    }

    private static List<@Nullable String> texts(TableRow row) {
        List<@Nullable String> texts = new ArrayList<>(row.getF().size());
        row.getF()
                .forEach(cell -> texts.add(
                        Data.isNull(cell.getV()) || cell.getV() == null
                                ? null
                                : cell.getV().toString()));
        return texts;
    }
}
