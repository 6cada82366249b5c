package local.bigquery;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** A query that runs or has run. */
record QueryJob(String id, String location, QueryRequest request, long createdMicros, CompletableFuture<Done> done) {

    /** The data set of the tables that hold answers. */
    static final String ANSWERS = "_answers";

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    /** @param warning what may be missing from the answer */
    record Done(Times times, Price price, Result result, Optional<String> warning) {}

    /** Epoch microseconds on the service's clock. */
    record Times(long createdMicros, long startedMicros, long endedMicros) {

        /** As the API gives them, in milliseconds. */
        void addTo(ObjectNode node) {
            node.put("creationTime", millis(createdMicros));
            node.put("startTime", millis(startedMicros));
            node.put("endTime", millis(endedMicros));
        }
    }

    private static String millis(long micros) {
        return Long.toString(Math.floorDiv(micros, 1000));
    }

    boolean isDone() {
        return done.isDone();
    }

    ObjectNode reference() {
        return NODES.objectNode()
                .put("projectId", request.project())
                .put("jobId", id)
                .put("location", location);
    }

    /** Everything but rows that an answer tells of a finished query. */
    static void addTo(ObjectNode answer, Done done) {
        answer.put("jobComplete", true)
                .put("cacheHit", false)
                .put("totalRows", Integer.toString(done.result().rows().size()))
                .put("totalBytesProcessed", Long.toString(done.price().processed()))
                .set("schema", Cells.schema(done.result().columns()));
        done.warning().ifPresent(w -> answer.putArray("errors")
                .addObject()
                .put("reason", "stopped")
                .put("message", w));
    }

    /** The job as {@code jobs.get} shows it. */
    ObjectNode resource() {
        ObjectNode job = NODES.objectNode()
                .put("kind", "bigquery#job")
                .put("id", request.project() + ":" + location + "." + id)
                .put("user_email", "nobody@example.com");
        job.set("jobReference", reference());
        job.set("configuration", request.configuration(id));
        ObjectNode status = job.putObject("status").put("state", isDone() ? "DONE" : "RUNNING");
        ObjectNode statistics = job.putObject("statistics").put("creationTime", millis(createdMicros));
        if (done.isCompletedExceptionally()) {
            done.exceptionally(e -> {
                status.set("errorResult", GoogleError.of(Later.cause(e)).entry());
                return null;
            });
        } else if (isDone()) {
            addStatistics(statistics, done.join());
        }
        return job;
    }

    private static void addStatistics(ObjectNode statistics, Done done) {
        done.times().addTo(statistics);
        String processed = Long.toString(done.price().processed());
        statistics.put("totalBytesProcessed", processed);
        statistics
                .putObject("query")
                .put("statementType", "SELECT")
                .put("cacheHit", false)
                .put("totalBytesProcessed", processed)
                .put("totalBytesBilled", Long.toString(done.price().billed()))
                .set("schema", Cells.schema(done.result().columns()));
    }
}
