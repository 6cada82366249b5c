package io.plumbline.bigquery;

import com.google.api.services.bigquery.Bigquery;
import com.google.api.services.bigquery.BigqueryRequest;
import com.google.api.services.bigquery.model.QueryParameter;
import com.google.api.services.bigquery.model.QueryRequest;
import io.plumbline.arrival.Answer;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.io.InputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * Runs one query as one call of {@code jobs.query}, without the retries that the client's high-level API makes behind
 * one's back: what a poll proves depends on when exactly its query ran.
 */
final class QueryClient {

    /** The service keeps an answer's page below 10 MB; rows of an arrival query have about 200 bytes. */
    private static final long PAGE_ROWS = 20_000;

    private final Bigquery bigquery;
    private final String project;
    private final @Nullable String location;
    private final long timeoutMillis;
    private final OptionalLong maximumBytesBilled;
    private final MicroClock clock;

    QueryClient(
            Bigquery bigquery,
            String project,
            @Nullable String location,
            Duration timeout,
            OptionalLong maximumBytesBilled,
            MicroClock clock) {
        this.bigquery = bigquery;
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

    /** The bytes that the query would process, by a dry run, which costs nothing. */
    long dryRun(String sql, List<QueryParameter> parameters) throws QueryFailure {
        // Without the limit: whoever asks wants to know by how much it is exceeded.
        QueryRequest request = request(sql, parameters).setDryRun(true).setMaximumBytesBilled(null);
        try {
            QueryPage plan = page(bigquery.jobs().query(project, request.setJobCreationMode(null)));
            return plan.bytesProcessed();
        } catch (IOException e) {
            throw new QueryFailure("BigQuery query failed: " + Failures.message(e), e);
        }
    }

    private Answer<List<@Nullable String>> answer(String sql, List<QueryParameter> parameters)
            throws IOException, QueryFailure {
        long sent = clock.nowMicros();
        QueryPage first = page(bigquery.jobs().query(project, request(sql, parameters)));
        String warning = first.warning();
        if (warning != null) {
            throw new QueryFailure("BigQuery answered with a warning: " + warning, null);
        }
        QueryPage page = first.complete() ? first : awaitFirstPage(first, sent);
        long received = clock.nowMicros();
        List<List<@Nullable String>> rows = new ArrayList<>(page.rows());
        for (String token = page.pageToken(); token != null; token = page.pageToken()) {
            page = page(results(first).setPageToken(token));
            rows.addAll(page.rows());
        }
        return new Answer<>(rows, sent, received, first.job(), first.bytesBilled());
    }

    private QueryPage awaitFirstPage(QueryPage unfinished, long sentMicros) throws IOException, QueryFailure {
        long deadline = sentMicros + timeoutMillis * 1_000;
        while (clock.nowMicros() < deadline) {
            long left = Math.max(1, (deadline - clock.nowMicros()) / 1_000);
            QueryPage page = page(results(unfinished).setTimeoutMs(left).setMaxResults(PAGE_ROWS));
            if (page.complete()) {
                return page;
            }
        }
        throw new QueryFailure("BigQuery did not complete the query within " + timeoutMillis + " ms", null);
    }

    private Bigquery.Jobs.GetQueryResults results(QueryPage first) throws IOException {
        return bigquery.jobs().getQueryResults(project, first.jobId()).setLocation(first.location());
    }

    private static QueryPage page(BigqueryRequest<?> request) throws IOException {
        try (InputStream answer = request.setPrettyPrint(false).executeAsInputStream()) {
            return QueryPage.read(answer);
        }
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
}
