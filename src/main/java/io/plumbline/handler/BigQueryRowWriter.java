package io.plumbline.handler;

import com.google.api.client.http.javanet.NetHttpTransport;
import com.google.auth.http.HttpTransportFactory;
import com.google.cloud.ServiceOptions;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryError;
import com.google.cloud.bigquery.BigQueryException;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllResponse;
import com.google.cloud.bigquery.TableId;
import com.google.cloud.http.HttpTransportOptions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes rows by {@code tabledata.insertAll}; retries are its own, bounded and logged. It stops at the first request that
 * fails for good: Lambda delivers again all that comes behind, so more would only make duplicates.
 */
public final class BigQueryRowWriter implements RowWriter {

    /** Google recommends 500 rows a request. */
    static final int ROWS_PER_REQUEST = 500;

    /** A request may have 10 MB. */
    static final int BYTES_PER_REQUEST = 5_000_000;

    /** Waits before the second and the third attempt; after the third the rows fail and Lambda delivers them again. */
    private static final List<Duration> BACKOFF = List.of(Duration.ofMillis(200), Duration.ofMillis(800));

    /** Three attempts that are not answered fit into the function's 60 s, but for a second. */
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);

    private static final Duration READ_TIMEOUT = Duration.ofSeconds(15);

    /** The longest that a function may run. */
    private static final Duration NO_LIMIT = Duration.ofMinutes(15);

    private static final Logger LOG = LoggerFactory.getLogger(BigQueryRowWriter.class);

    private final BigQuery bigquery;
    private final TableId table;
    private final Consumer<Duration> pause;
    private final ExecutorService attempts = Executors.newCachedThreadPool(BigQueryRowWriter::daemon);

    BigQueryRowWriter(BigQuery bigquery, TableId table, Consumer<Duration> pause) {
        this.bigquery = bigquery;
        this.table = table;
        this.pause = pause;
    }

    /**
     * For the table that {@code GCP_PROJECT_ID}, {@code BQ_DATASET} and {@code BQ_TABLE} name, logged in by {@code
     * GCP_WORKLOAD_IDENTITY}; at {@code BIGQUERY_EMULATOR_HOST}, without credentials, when that is set.
     */
    public static BigQueryRowWriter from(Map<String, String> environment) {
        String project = required(environment, "GCP_PROJECT_ID");
        TableId table = TableId.of(project, required(environment, "BQ_DATASET"), required(environment, "BQ_TABLE"));
        HttpTransportFactory transport = NetHttpTransport::new;
        BigQueryOptions.Builder options = BigQueryOptions.newBuilder()
                .setTransportOptions(HttpTransportOptions.newBuilder()
                        .setHttpTransportFactory(transport)
                        .setConnectTimeout(Math.toIntExact(CONNECT_TIMEOUT.toMillis()))
                        .setReadTimeout(Math.toIntExact(READ_TIMEOUT.toMillis()))
                        .build());
        options.setProjectId(project).setRetrySettings(ServiceOptions.getNoRetrySettings());
        String emulator = environment.get("BIGQUERY_EMULATOR_HOST");
        if (emulator != null && !emulator.isBlank()) {
            options.setHost(emulator.contains("://") ? emulator : "http://" + emulator);
        }
        FunctionLogin.of(environment, transport).ifPresent(options::setCredentials);
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
        return write(rows, NO_LIMIT);
    }

    /** @throws RuntimeException when the first request fails, so that nothing is known to be written */
    @Override
    public SortedMap<Integer, Refusal> write(List<Row> rows, Duration timeLeft) {
        long deadline = System.nanoTime() + timeLeft.toNanos();
        SortedMap<Integer, Refusal> refused = new TreeMap<>();
        int most = ROWS_PER_REQUEST;
        int start = 0;
        while (start < rows.size()) {
            int end = requestEnd(rows, start, most);
            int offset = start;
            try {
                insert(rows.subList(start, end), deadline)
                        .getInsertErrors()
                        .forEach((position, errors) -> refused.put(offset + position.intValue(), refusal(errors)));
            } catch (RuntimeException e) {
                if (!tooLarge(e)) {
                    return stopped(refused, start, rows.size(), e);
                }
                if (end - start > 1) {
                    most = (end - start) / 2;
                    continue;
                }
                refused.put(start, new Refusal(true, "too large for a request"));
            }
            start = end;
        }
        return refused;
    }

    private static int requestEnd(List<Row> rows, int start, int most) {
        long bytes = 0;
        int end = start;
        while (end < rows.size() && end - start < most) {
            bytes += rows.get(end).bytes();
            if (end > start && bytes > BYTES_PER_REQUEST) {
                break;
            }
            end++;
        }
        return end;
    }

    /** BigQuery says so itself, or, of more than that, what stands before it. */
    private static boolean tooLarge(RuntimeException e) {
        return e instanceof BigQueryException bigquery
                && (bigquery.getCode() == 413
                        || bigquery.getCode() == 400
                                && String.valueOf(e.getMessage()).contains("payload size exceeds"));
    }

    private static SortedMap<Integer, Refusal> stopped(
            SortedMap<Integer, Refusal> refused, int from, int to, RuntimeException why) {
        if (from == 0) {
            throw why;
        }
        LOG.warn("{} of {} rows not written: {}", to - from, to, why.toString());
        for (int i = from; i < to; i++) {
            refused.put(i, new Refusal(false, "not written after a request that failed"));
        }
        return refused;
    }

    private InsertAllResponse insert(List<Row> rows, long deadline) {
        InsertAllRequest.Builder request = InsertAllRequest.newBuilder(table).setSkipInvalidRows(true);
        rows.forEach(row -> request.addRow(row.insertId(), row.columns()));
        for (int attempt = 0; ; attempt++) {
            try {
                return attempt(request.build(), deadline);
            } catch (BigQueryException e) {
                if (attempt == BACKOFF.size() || !worthARetry(e) || left(deadline) <= nanos(attempt)) {
                    throw e;
                }
                LOG.warn("insertAll attempt {} failed, trying again: {}", attempt + 1, e.toString());
                pause.accept(BACKOFF.get(attempt));
            }
        }
    }

    /** An attempt whose time is up is left behind; the same insertIds make it harmless if BigQuery has it after all. */
    private InsertAllResponse attempt(InsertAllRequest request, long deadline) {
        if (left(deadline) <= 0) {
            throw new IllegalStateException("no time is left to write in");
        }
        Future<InsertAllResponse> answer = attempts.submit(() -> bigquery.insertAll(request));
        try {
            return answer.get(left(deadline), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new IllegalStateException("BigQuery has not answered in the time that was left", e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static long left(long deadline) {
        return deadline - System.nanoTime();
    }

    private static long nanos(int attempt) {
        return BACKOFF.get(attempt).toNanos();
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

    private static Thread daemon(Runnable task) {
        Thread thread = new Thread(task, "insertAll");
        thread.setDaemon(true);
        return thread;
    }

    private static void sleep(Duration pause) {
        try {
            Thread.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            throw interrupted(e);
        }
    }

    private static IllegalStateException interrupted(InterruptedException e) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while writing", e);
    }
}
