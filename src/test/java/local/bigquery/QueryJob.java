package local.bigquery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A query that has run.
 *
 * @param configuration of the REST resource, with the destination table that holds the answer
 */
record QueryJob(String project, String id, ObjectNode configuration, Run run, Result result) {

    /** The data set of the tables that hold answers. */
    static final String ANSWERS = "_answers";

    /** Times are epoch microseconds on the service's clock. */
    record Run(long createdMicros, long startedMicros, long endedMicros, long bytesProcessed, long bytesBilled) {

        /** Times as the API gives them, in milliseconds. */
        void addTimes(ObjectNode node) {
            node.put("creationTime", millis(createdMicros));
            node.put("startTime", millis(startedMicros));
            node.put("endTime", millis(endedMicros));
        }

        private static String millis(long micros) {
            return Long.toString(Math.floorDiv(micros, 1000));
        }
    }

    ObjectNode reference() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("projectId", project)
                .put("jobId", id)
                .put("location", "US");
    }

    /** The job as {@code jobs.get} shows it. */
    ObjectNode resource() {
        ObjectNode job = JsonNodeFactory.instance
                .objectNode()
                .put("kind", "bigquery#job")
                .put("id", project + ":US." + id)
                .put("user_email", "nobody@example.com");
        job.set("jobReference", reference());
        job.set("configuration", configuration);
        job.putObject("status").put("state", "DONE");
        ObjectNode statistics = job.putObject("statistics");
        run.addTimes(statistics);
        statistics.put("totalBytesProcessed", Long.toString(run.bytesProcessed()));
        statistics
                .putObject("query")
                .put("statementType", "SELECT")
                .put("cacheHit", false)
                .put("totalBytesProcessed", Long.toString(run.bytesProcessed()))
                .put("totalBytesBilled", Long.toString(run.bytesBilled()))
                .set("schema", Cells.schema(result.columns()));
        return job;
    }
}
