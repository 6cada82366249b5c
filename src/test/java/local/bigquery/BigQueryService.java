package local.bigquery;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
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

    private final Store store;
    private final TablesApi tables;
    private final JobsApi jobs;
    private final ExecutorService workers;

    /**
     * @param memoryMegabytes limit of the SQL engine
     * @param threads of the SQL engine
     * @param clock the service's clock, epoch microseconds
     * @param listener told of every row that entered a table
     */
    public BigQueryService(int memoryMegabytes, int threads, LongSupplier clock, InsertListener listener) {
        try {
            this.store = new Store(memoryMegabytes, threads, clock);
        } catch (SQLException e) {
            throw new IllegalStateException("The SQL engine does not start", e);
        }
        Catalog catalog = new Catalog(store);
        this.tables = new TablesApi(catalog, store, listener);
        this.jobs = new JobsApi(catalog, store, clock);
        this.workers = Executors.newFixedThreadPool(4, task -> {
            Thread thread = new Thread(task, "bigquery");
            thread.setDaemon(true);
            return thread;
        });
    }

    @Override
    public CompletionStage<HttpResponse> handle(HttpRequest request) {
        return CompletableFuture.supplyAsync(() -> answer(request), workers);
    }

    private HttpResponse answer(HttpRequest request) {
        try {
            Call call = Call.of(request).orElseThrow(() -> GoogleError.notFound("path " + request.path()));
            return json(200, route(call));
        } catch (GoogleError e) {
            return json(e.status(), e.body());
        } catch (SQLException e) {
            return json(400, GoogleError.invalidQuery(e.getMessage()).body());
        } catch (RuntimeException e) {
            return json(500, new GoogleError(500, "internalError", "The stand-in failed: " + e).body());
        }
    }

    private ObjectNode route(Call call) throws SQLException {
        if (call.is("POST", "datasets", "*", "tables", "*", "insertAll")) {
            return tables.insertAll(call);
        } else if (call.is("POST", "queries")) {
            return jobs.query(call);
        } else if (call.is("GET", "queries", "*")) {
            return jobs.results(call);
        } else if (call.is("POST", "jobs")) {
            return jobs.insert(call);
        } else if (call.is("GET", "jobs", "*")) {
            return jobs.job(call);
        } else if (call.is("GET", "datasets", "*", "tables", "*", "data")) {
            return jobs.data(call);
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

    private static HttpResponse json(int status, ObjectNode body) {
        return HttpResponse.json(status, body.toString().getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        workers.shutdownNow();
        try {
            store.close();
        } catch (SQLException e) {
            throw new IllegalStateException("The SQL engine does not close", e);
        }
    }
}
