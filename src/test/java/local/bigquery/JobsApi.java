package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.sql.SQLException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import local.bigquery.sql.InvalidQuery;
import local.bigquery.sql.Translation;
import local.bigquery.sql.Value;

/** Queries: jobs.query, jobs.insert, jobs.get, jobs.getQueryResults, and the tables that hold answers. */
final class JobsApi {

    /** Answers kept for their later pages; the oldest goes first. */
    private static final int KEPT_JOBS = 200;

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final Catalog catalog;
    private final Store store;
    private final LongSupplier clock;
    private final AtomicLong numbers = new AtomicLong();
    private final Map<String, QueryJob> jobs = new LinkedHashMap<>();

    JobsApi(Catalog catalog, Store store, LongSupplier clock) {
        this.catalog = catalog;
        this.store = store;
        this.clock = clock;
    }

    ObjectNode query(Call call) throws SQLException {
        ObjectNode request = call.body();
        QueryJob job = run(call.project(), "job_" + numbers.incrementAndGet(), request);
        ObjectNode answer = NODES.objectNode().put("kind", "bigquery#queryResponse");
        addResult(answer, job);
        job.run().addTimes(answer);
        answer.put("queryId", job.id().replace("job_", "query_"));
        answer.put("totalBytesBilled", Long.toString(job.run().bytesBilled()));
        long most = request.path("maxResults").asLong(Long.MAX_VALUE);
        boolean int64 = request.path("formatOptions").path("useInt64Timestamp").asBoolean();
        boolean more = job.result().addPage(answer, 0, most, int64);
        if (more || !request.path("jobCreationMode").asText().equals("JOB_CREATION_OPTIONAL")) {
            keep(job);
            answer.set("jobReference", job.reference());
        }
        return answer;
    }

    ObjectNode insert(Call call) throws SQLException {
        ObjectNode request = call.body();
        JsonNode query = request.path("configuration").path("query");
        if (!(query instanceof ObjectNode configuration)) {
            throw GoogleError.invalid("The local stand-in runs query jobs only");
        }
        String id = request.path("jobReference").path("jobId").asText("job_" + numbers.incrementAndGet());
        if (find(id) != null) {
            throw GoogleError.duplicate("Job " + call.project() + ":US." + id);
        }
        QueryJob job = run(call.project(), id, configuration);
        keep(job);
        return job.resource();
    }

    ObjectNode job(Call call) {
        return existing(call, call.path().get(1)).resource();
    }

    ObjectNode results(Call call) {
        QueryJob job = existing(call, call.path().get(1));
        ObjectNode answer = NODES.objectNode().put("kind", "bigquery#getQueryResultsResponse");
        addResult(answer, job);
        answer.set("jobReference", job.reference());
        job.result().addPage(answer, first(call), call.number("maxResults", Long.MAX_VALUE), call.int64Timestamps());
        return answer;
    }

    /** tabledata.list, of answers only. */
    ObjectNode data(Call call) {
        TableName table = call.tableName();
        if (!table.dataset().equals(QueryJob.ANSWERS)) {
            catalog.table(table);
            throw new GoogleError(
                    501, "notImplemented", "The local stand-in lists the rows of answers only; query the table");
        }
        Result result = existing(call, table.table()).result();
        ObjectNode answer = NODES.objectNode()
                .put("kind", "bigquery#tableDataList")
                .put("totalRows", Integer.toString(result.rows().size()));
        result.addPage(answer, first(call), call.number("maxResults", Long.MAX_VALUE), call.int64Timestamps());
        return answer;
    }

    private static long first(Call call) {
        return call.request().query("pageToken").map(Result::start).orElse(call.number("startIndex", 0));
    }

    private QueryJob run(String project, String id, ObjectNode request) throws SQLException {
        if (request.path("useLegacySql").asBoolean(true)) {
            throw GoogleError.invalidQuery(
                    "Outside the local stand-in's SQL subset: legacy SQL (useLegacySql is not false)");
        }
        long created = clock.getAsLong();
        Map<String, Value> parameters = Parameters.of(request.path("queryParameters"));
        String dataset = request.path("defaultDataset").path("datasetId").asText("");
        Store.Answer answer;
        try {
            answer = store.query(() -> Translation.of(
                    request.path("query").asText(), parameters, catalog.seenFrom(project, dataset), created));
        } catch (InvalidQuery e) {
            throw GoogleError.invalidQuery(e.getMessage());
        }
        QueryJob.Run run = new QueryJob.Run(created, created, clock.getAsLong(), 0, 0);
        return new QueryJob(
                project, id, configuration(project, id, request), run, new Result(answer.columns(), answer.rows()));
    }

    private static ObjectNode configuration(String project, String id, ObjectNode request) {
        ObjectNode configuration = NODES.objectNode().put("jobType", "QUERY");
        ObjectNode query = configuration.putObject("query");
        query.set("query", request.path("query"));
        query.put("useLegacySql", false);
        query.set("destinationTable", new TableName(project, QueryJob.ANSWERS, id).reference());
        return configuration;
    }

    private static void addResult(ObjectNode answer, QueryJob job) {
        answer.put("jobComplete", true)
                .put("cacheHit", false)
                .put("totalRows", Integer.toString(job.result().rows().size()))
                .put("totalBytesProcessed", Long.toString(job.run().bytesProcessed()))
                .set("schema", Cells.schema(job.result().columns()));
    }

    private void keep(QueryJob job) {
        synchronized (jobs) {
            jobs.put(job.id(), job);
            if (jobs.size() > KEPT_JOBS) {
                jobs.remove(jobs.keySet().iterator().next());
            }
        }
    }

    private QueryJob find(String id) {
        synchronized (jobs) {
            return jobs.get(id);
        }
    }

    private QueryJob existing(Call call, String id) {
        QueryJob job = find(id);
        if (job == null) {
            throw GoogleError.notFound("Job " + call.project() + ":US." + id);
        }
        return job;
    }
}
