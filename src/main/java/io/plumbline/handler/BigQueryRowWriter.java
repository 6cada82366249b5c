package io.plumbline.handler;

import com.google.auth.Credentials;
import com.google.cloud.NoCredentials;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import com.google.cloud.bigquery.TableId;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes rows by {@code tabledata.insertAll}; retries are its own, bounded and logged. */
public final class BigQueryRowWriter implements RowWriter {

    /** Google recommends 500 rows a request. */
    static final int ROWS_PER_REQUEST = 500;

    /** A request may have 10 MB; half leaves room for JSON's escapes. */
    static final int CHARACTERS_PER_REQUEST = 5_000_000;

    /** Waits before the second and the third attempt; after the third the batch fails and Lambda delivers it again. */
    private static final List<Duration> BACKOFF = List.of(Duration.ofMillis(200), Duration.ofMillis(800));

    private static final Logger LOG = LoggerFactory.getLogger(BigQueryRowWriter.class);

    private final BigQuery bigquery;
    private final TableId table;
    private final Consumer<Duration> pause;

    BigQueryRowWriter(BigQuery bigquery, TableId table, Consumer<Duration> pause) {
        this.bigquery = bigquery;
        this.table = table;
        this.pause = pause;
    }

    /**
     * For the table that {@code GCP_PROJECT_ID}, {@code BQ_DATASET} and {@code BQ_TABLE} name; at
     * {@code BIGQUERY_EMULATOR_HOST}, without credentials, when that is set.
     */
    public static BigQueryRowWriter from(Map<String, String> environment) {
        String project = required(environment, "GCP_PROJECT_ID");
        TableId table = TableId.of(project, required(environment, "BQ_DATASET"), required(environment, "BQ_TABLE"));
        BigQueryOptions.Builder options = BigQueryOptions.newBuilder();
        options.setProjectId(project).setRetrySettings(ServiceOptions.getNoRetrySettings());
        String emulator = environment.get("BIGQUERY_EMULATOR_HOST");
        if (emulator != null && !emulator.isBlank()) {
            Credentials none = NoCredentials.getInstance();
            options.setHost(emulator.contains("://") ? emulator : "http://" + emulator)
                    .setCredentials(none);
        }
        return new BigQueryRowWriter(options.build().getService(), table, BigQueryRowWriter::sleep);
    }

    private static String required(Map<String, String> environment, String name) {
        String value = environment.get(name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException(
                    "The function's environment lacks " + name + ": set GCP_PROJECT_ID, BQ_DATASET and BQ_TABLE.");
        }
        return value;
    }

    @Override
    public SortedMap<Integer, Refusal> write(List<Row> rows) {
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        int start = 0;
        while (start < rows.size()) {
            int end = requestEnd(rows, start);
            int offset = start;
            insert(rows.subList(start, end))
                    .getInsertErrors()
                    .forEach((position, errors) -> refused.put(offset + position.intValue(), refusal(errors)));
            start = end;
        }
        return refused;
    }

    private static int requestEnd(List<Row> rows, int start) {
        long characters = 0;
        int end = start;
        while (end < rows.size() && end - start < ROWS_PER_REQUEST) {
            for (Object value : rows.get(end).columns().values()) {
                characters += value.toString().length();
            }
            if (end > start && characters > CHARACTERS_PER_REQUEST) {
                break;
            }
            end++;
        }
        return end;
    }

    private InsertAllResponse insert(List<Row> rows) {
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(table).setSkipInvalidRows(true);
        rows.forEach(row -> request.addRow(row.insertId(), row.columns()));
        for (int attempt = 0; ; attempt++) {
            try {
                return bigquery.insertAll(request.build());
            } catch (BigQueryException e) {
                if (attempt == BACKOFF.size() || !worthARetry(e)) {
                    throw e;
                }
                LOG.warn("insertAll attempt {} failed, trying again: {}", attempt + 1, e.toString());
                pause.accept(BACKOFF.get(attempt));
            }
        }
    }

    /** Unreachable (code 0), overloaded or over a rate limit; the same insertIds make a repetition harmless. */
    private static boolean worthARetry(BigQueryException e) {
        return e.getCode() == 0
                || e.getCode() == 429
                || e.getCode() >= 500
                || "rateLimitExceeded".equals(e.getReason());
    }

    private static Refusal refusal(@Nullable List<BigQueryError> errors) {
        if (errors == null || errors.isEmpty()) {
            return new Refusal(false, "no reason given");
        }
        boolean permanent = errors.stream().allMatch(error -> "invalid".equals(error.getReason()));
        return new Refusal(permanent, errors.toString());
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted between two attempts of insertAll", e);
        }
    }
}
