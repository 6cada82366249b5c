package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import local.truth.Asked;
import local.truth.InsertListener;

/** Queries: jobs.query, jobs.insert, jobs.get, jobs.getQueryResults, and the tables that hold answers. */
final class JobsApi {

    /** Answers kept for their later pages; the oldest goes first. */
    private static final int KEPT_JOBS = 200;

    /** Rows that the kept answers may hold together, but for the newest. */
    private static final long KEPT_ROWS = 500_000;

    /** How long a call waits for its job unless it says otherwise. */
    private static final long DEFAULT_TIMEOUT_MILLIS = 10_000;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final QueryEngine engine;
    private final LongSupplier clock;
    private final Conduct conduct;
    private final Later later;
    private final InsertListener listener;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, QueryJob> jobs = new LinkedHashMap<>();

    JobsApi(QueryEngine engine, LongSupplier clock, Conduct conduct, Later later, InsertListener listener) {
        this.listener = listener;
        this.engine = engine;
        this.clock = clock;
        this.conduct = conduct;
        this.later = later;
    }

    CompletableFuture<ObjectNode> query(Call call) {
        ObjectNode body = call.body();
        QueryRequest request = QueryRequest.of(call.project(), body, body, body);
        if (request.dryRun()) {
            return CompletableFuture.completedFuture(dryRun(request));
        }
        Conduct.Query how = conduct.query(request.sql());
        QueryJob job = start("job_" + numbers.incrementAndGet(), call, request, how);
        long timeout = how.incomplete().isZero() ? body.path("timeoutMs").asLong(DEFAULT_TIMEOUT_MILLIS) : 0;
        return settled(job, timeout).thenApply(j -> answer(j, body));
    }

    private ObjectNode answer(QueryJob job, ObjectNode body) {
        ObjectNode answer = NODES.objectNode().put("kind", "bigquery#queryResponse");
        answer.put("queryId", job.id().replace("job_", "query_"));
        boolean more = true;
        if (job.isDone()) {
            QueryJob.Done done = job.done().join();
            QueryJob.addTo(answer, done);
            done.times().addTo(answer);
            answer.put("totalBytesBilled", Long.toString(done.price().billed()));
            long most = body.path("maxResults").asLong(Long.MAX_VALUE);
            boolean int64 = body.path("formatOptions").path("useInt64Timestamp").asBoolean();
            more = done.result().addPage(answer, 0, most, int64);
        } else {
            answer.put("jobComplete", false);
        }
        if (more || !body.path("jobCreationMode").asText().equals("JOB_CREATION_OPTIONAL")) {
            keep(job);
            answer.set("jobReference", job.reference());
        }
        return answer;
    }

    private ObjectNode dryRun(QueryRequest request) {
        QueryEngine.Plan plan = engine.dryRun(request);
        ObjectNode answer = NODES.objectNode()
                .put("kind", "bigquery#queryResponse")
                .put("jobComplete", true)
                .put("cacheHit", false)
                .put("totalBytesProcessed", Long.toString(plan.price().estimated()));
        answer.set("schema", Cells.schema(plan.translation().columns()));
        answer.putObject("jobReference").put("projectId", request.project()).put("location", engine.location());
        return answer;
    }

    ObjectNode insert(Call call) {
        ObjectNode body = call.body();
        JsonNode configuration = body.path("configuration");
        if (!configuration.path("query").isObject()) {
            throw new GoogleError(501, "notImplemented", "The local stand-in runs query jobs only");
        }
        QueryRequest request =
                QueryRequest.of(call.project(), body.path("jobReference"), configuration.path("query"), configuration);
        if (request.dryRun()) {
            return dryRunJob(request);
        }
        String id = body.path("jobReference").path("jobId").asText("job_" + numbers.incrementAndGet());
        if (find(id) != null) {
            throw GoogleError.duplicate("Job " + call.project() + ":" + engine.location() + "." + id);
        }
        engine.dryRun(request);
        QueryJob job = start(id, call, request, conduct.query(request.sql()));
        keep(job);
        return job.resource();
    }

    private ObjectNode dryRunJob(QueryRequest request) {
        QueryEngine.Plan plan = engine.dryRun(request);
        ObjectNode job = NODES.objectNode().put("kind", "bigquery#job");
        job.putObject("jobReference").put("projectId", request.project()).put("location", engine.location());
        job.set("configuration", request.configuration(""));
        job.putObject("status").put("state", "DONE");
        String bytes = Long.toString(plan.price().estimated());
        ObjectNode statistics = job.putObject("statistics").put("totalBytesProcessed", bytes);
        statistics.put("creationTime", Long.toString(Math.floorDiv(clock.getAsLong(), 1000)));
        statistics
                .putObject("query")
                .put("statementType", "SELECT")
                .put("totalBytesProcessed", bytes)
                .put("totalBytesBilled", "0")
                .set("schema", Cells.schema(plan.translation().columns()));
        return job;
    }

    ObjectNode job(Call call) {
        return existing(call, call.path().get(1)).resource();
    }

    CompletableFuture<ObjectNode> results(Call call) {
        QueryJob job = existing(call, call.path().get(1));
        long timeout = call.number("timeoutMs", DEFAULT_TIMEOUT_MILLIS);
        return settled(job, timeout).thenApply(j -> {
            ObjectNode answer = NODES.objectNode().put("kind", "bigquery#getQueryResultsResponse");
            answer.set("jobReference", job.reference());
            if (!job.isDone()) {
                return answer.put("jobComplete", false);
            }
            QueryJob.Done done = job.done().join();
            QueryJob.addTo(answer, done);
            addPage(answer, done.result(), call);
            return answer;
        });
    }

    /** tabledata.list, of answers only. */
    CompletableFuture<ObjectNode> data(Call call) {
        TableName table = call.tableName();
        if (!table.dataset().equals(QueryJob.ANSWERS)) {
            throw new GoogleError(
                    501, "notImplemented", "The local stand-in lists the rows of answers only; query the table");
        }
        return existing(call, table.table()).done().thenApply(done -> {
            ObjectNode answer = NODES.objectNode()
                    .put("kind", "bigquery#tableDataList")
                    .put("totalRows", Integer.toString(done.result().rows().size()));
            addPage(answer, done.result(), call);
            return answer;
        });
    }

    private static void addPage(ObjectNode answer, Result result, Call call) {
        long first = call.request().query("pageToken").map(Result::start).orElse(call.number("startIndex", 0));
        result.addPage(answer, first, call.number("maxResults", Long.MAX_VALUE), call.int64Timestamps());
    }

    private QueryJob start(String id, Call call, QueryRequest request, Conduct.Query how) {
        long created = clock.getAsLong();
        Asked asked = new Asked(
                request.project(), request.location().orElse(""), call.request().header("x-goog-user-project"));
        CompletableFuture<QueryJob.Done> done = engine.run(request, created, how)
                .thenApply(ran -> {
                    listener.queried(asked, ran.price().processed());
                    return ran;
                });
        return new QueryJob(id, engine.location(), request, created, done);
    }

    /** The job when it is done, or when the time is over; fails as the job fails. */
    private CompletableFuture<QueryJob> settled(QueryJob job, long timeoutMillis) {
        CompletableFuture<QueryJob> done = job.done().thenApply(d -> job);
        return job.isDone() ? done : done.applyToEither(later.run(Duration.ofMillis(timeoutMillis), () -> job), j -> j);
    }

    private void keep(QueryJob job) {
        synchronized (jobs) {
            jobs.put(job.id(), job);
            while (jobs.size() > 1 && (jobs.size() > KEPT_JOBS || rowsKept() > KEPT_ROWS)) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
    }

    private long rowsKept() {
        return jobs.values().stream()
                .filter(j -> j.isDone() && !j.done().isCompletedExceptionally())
                .mapToLong(j -> j.done().join().result().rows().size())
                .sum();
    }

    private QueryJob find(String id) {
        synchronized (jobs) {
            return jobs.get(id);
        }
    }

    private QueryJob existing(Call call, String id) {
        QueryJob job = find(id);
        if (job == null) {
            throw GoogleError.notFound("Job " + call.project() + ":" + engine.location() + "." + id);
        }
        return job;
    }
}
