package local.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.LongSupplier;
import local.http.HttpHandler;
import local.http.HttpRequest;
import local.http.HttpResponse;
import local.truth.InsertListener;

/**
 * The part of BigQuery's REST API that the pipeline and its load test use, over tables in memory. What it does not know
 * it refuses with Google's error JSON; it never guesses.
 */
public final class BigQueryService implements HttpHandler, AutoCloseable {

    /**
     * @param memoryMegabytes limit of the SQL engine
     * @param threads of the SQL engine
     * @param retention how long rows stay
     * @param location where all tables are
     * @param bufferAge how long an inserted row counts as buffered, its {@code _PARTITIONTIME} NULL
     */
    public record Options(int memoryMegabytes, int threads, Retention retention, Duration bufferAge, String location) {

        public static Options within(int memoryMegabytes, int threads) {
            return new Options(
                    memoryMegabytes, threads, Retention.within(memoryMegabytes), Duration.ofMinutes(10), "US");
        }

        public Options in(String place) {
            return new Options(memoryMegabytes, threads, retention, bufferAge, place);
        }
    }

    private final Store store;
    private final Later later = new Later();
    private final TablesApi tables;
    private final InsertApi inserts;
    private final JobsApi jobs;

    public BigQueryService(int memoryMegabytes, int threads, LongSupplier clock, InsertListener listener) {
        this(Options.within(memoryMegabytes, threads), clock, listener, Conduct.FAULTLESS);
    }

    /**
     * @param clock the service's clock, epoch microseconds
     * @param listener told of every row that entered a table
     * @param conduct the latencies and faults of the run
     */
    public BigQueryService(Options options, LongSupplier clock, InsertListener listener, Conduct conduct) {
        try {
            this.store = new Store(options.memoryMegabytes(), options.threads(), options.retention(), clock);
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("The SQL engine does not start", e);
        }
        Catalog catalog = new Catalog(store);
        this.tables = new TablesApi(catalog, options.location());
        this.inserts = new InsertApi(catalog, store, listener, conduct, later);
        this.jobs =
                new JobsApi(new QueryEngine(catalog, store, clock, options, later), clock, conduct, later, listener);
    }

    /** Bytes that the SQL engine holds in memory now. */
    public long usedBytes() throws SQLException {
        return store.usedBytes();
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return CompletableFuture.supplyAsync(() -> call(request), later)
                .thenComposeAsync(this::route, later)
                .handle((answer, failure) -> failure == null ? json(200, answer) : failed(Later.cause(failure)));
    }

    private static Call call(HttpRequest request) {
        return Call.of(request).orElseThrow(() -> GoogleError.notFound("path " + request.path()));
    }

    private CompletableFuture<ObjectNode> route(Call call) {
        if (call.is("POST", "datasets", "*", "tables", "*", "insertAll")) {
            return inserts.insertAll(call);
        } else if (call.is("POST", "queries")) {
            return jobs.query(call);
        } else if (call.is("GET", "queries", "*")) {
            return jobs.results(call);
        } else if (call.is("GET", "datasets", "*", "tables", "*", "data")) {
            return jobs.data(call);
        }
        try {
            return CompletableFuture.completedFuture(resource(call));
        } catch (SQLException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private ObjectNode resource(Call call) throws SQLException {
        if (call.is("POST", "jobs")) {
            return jobs.insert(call);
        } else if (call.is("GET", "jobs", "*")) {
            return jobs.job(call);
        } else if (call.is("GET", "datasets", "*", "tables", "*")) {
            return tables.table(call);
        } else if (call.is("POST", "datasets", "*", "tables")) {
            return tables.createTable(call);
        } else if (call.is("DELETE", "datasets", "*", "tables", "*")) {
            return tables.dropTable(call);
        } else if (call.is("GET", "datasets", "*")) {
            return tables.dataset(call);
        } else if (call.is("POST", "datasets")) {
            return tables.createDataset(call);
        }
        throw new GoogleError(
                501,
                "notImplemented",
                "The local stand-in has no " + call.request().method() + " "
                        + call.request().path());
    }

    private static HttpResponse failed(Throwable failure) {
        GoogleError error = GoogleError.of(failure);
        return json(error.status(), error.body());
    }

    private static HttpResponse json(int status, ObjectNode body) {
        return HttpResponse.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        later.close();
        try {
            store.close();
        } catch (SQLException | IOException e) {
            throw new IllegalStateException("The SQL engine does not close", e);
        }
    }
}
