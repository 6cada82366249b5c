import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.cloud.bigquery.BigQuery;
import com.google.cloud.bigquery.BigQueryOptions;
import com.google.cloud.bigquery.InsertAllRequest;
import com.google.cloud.bigquery.InsertAllRequest.RowToInsert;
import com.google.cloud.bigquery.TableId;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Writes each record of a Kinesis batch into a table, with all that Plumbline measures by. For an event source mapping
 * with ReportBatchItemFailures and at the most 500 records a batch. Needs aws-lambda-java-core, aws-lambda-java-events,
 * google-cloud-bigquery and jackson-databind, and the table in BQ_DATASET and BQ_TABLE.
 */
public final class EchoHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private static final JsonMapper JSON = new JsonMapper();

    private final Function<List<RowToInsert>, Collection<Long>> writer;

    public EchoHandler() {
        this(new Table()::insert);
    }

    /** @param writer returns the positions of the rows that were not written */
    public EchoHandler(Function<List<RowToInsert>, Collection<Long>> writer) {
        this.writer = writer;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, Context context) {
        String received = now();
        List<KinesisEventRecord> records = event.getRecords() == null ? List.of() : event.getRecords();
        List<Map<String, Object>> rows = new ArrayList<>();
        for (KinesisEventRecord record : records) {
            rows.add(row(record, received));
        }

        // The function's own work belongs here, between the two stamps.

        String done = now();
        List<RowToInsert> inserts = new ArrayList<>();
        for (int i = 0; i < rows.size(); i++) {
            rows.get(i).put("lambda_done", done);
            // The event id (shard and sequence number) makes a record that is delivered again the same row to BigQuery.
            inserts.add(RowToInsert.of(records.get(i).getEventID(), rows.get(i)));
        }
        Collection<Long> failed = inserts.isEmpty() ? List.of() : writer.apply(inserts);
        if (failed.isEmpty()) {
            return new StreamsEventResponse(List.of());
        }
        // Lambda delivers again from the first record that failed.
        KinesisEventRecord first = records.get(Collections.min(failed).intValue());
        return new StreamsEventResponse(
                List.of(new BatchItemFailure(first.getKinesis().getSequenceNumber())));
    }

    private static Map<String, Object> row(KinesisEventRecord record, String received) {
        KinesisEvent.Record kinesis = record.getKinesis();
        Map<String, Object> columns = new HashMap<>();
        columns.put("kinesis_sequence_number", kinesis.getSequenceNumber());
        columns.put("kinesis_arrival", kinesis.getApproximateArrivalTimestamp().toInstant().toString());
        columns.put("lambda_received", received);
        JsonNode body = parsed(kinesis);
        if (!body.isObject()) {
            return columns; // Without its id, but found by its sequence number, and nothing waits behind it.
        }
        JsonNode load = body.path("load_test");
        putText(columns, "run_id", load.path("test_run_id"));
        putText(columns, "trace_id", body.path("traceId"));
        putText(columns, "key", load.path("key"));
        putText(columns, "digest", load.path("digest"));
        if (body.has("data")) {
            columns.put("data", body.get("data").toString());
        }
        return columns;
    }

    private static void putText(Map<String, Object> columns, String column, JsonNode value) {
        if (value.isTextual()) {
            columns.put(column, value.textValue());
        }
    }

    private static JsonNode parsed(KinesisEvent.Record kinesis) {
        byte[] data = new byte[kinesis.getData().remaining()];
        kinesis.getData().duplicate().get(data);
        try {
            return JSON.readTree(data);
        } catch (IOException e) {
            return JSON.missingNode();
        }
    }

    private static String now() {
        return Instant.now().truncatedTo(ChronoUnit.MICROS).toString();
    }

    private static final class Table {

        private final BigQuery bigquery = BigQueryOptions.getDefaultInstance().getService();
        private final TableId id = TableId.of(System.getenv("BQ_DATASET"), System.getenv("BQ_TABLE"));

        Collection<Long> insert(List<RowToInsert> rows) {
            InsertAllRequest request = InsertAllRequest.newBuilder(id, rows).setSkipInvalidRows(true).build();
            return bigquery.insertAll(request).getInsertErrors().keySet();
        }
    }
}
