package io.plumbline.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.plumbline.handler.RowWriter.Refusal;
import io.plumbline.trace.MicroClock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The reference function: stamps each record of a Kinesis batch and writes it into the BigQuery table. For an event
 * source mapping with {@code ReportBatchItemFailures}: what was not written is reported by the lowest sequence number,
 * from which Lambda delivers again.
 */
public final class PipelineHandler implements RequestHandler<KinesisEvent, StreamsEventResponse> {

    private static final Logger LOG = LoggerFactory.getLogger(PipelineHandler.class);

    private final MicroClock clock;
    private final RowProcessor processor;
    private final RowWriter writer;

    /** As Lambda makes it, configured by the function's environment. */
    public PipelineHandler() {
        this(System.getenv());
    }

    /** @param environment as Lambda sets it, in the place of this process' own */
    public PipelineHandler(Map<String, String> environment) {
        this(MicroClock.startingNow(), environment);
    }

    /** @param clock stamps the records, for those who know theirs to be wrong */
    public PipelineHandler(MicroClock clock, Map<String, String> environment) {
        this(clock, RowProcessor.NONE, BigQueryRowWriter.from(environment));
    }

    /** @param processor does the pipeline's own work between the reading of records and the done stamp */
    public PipelineHandler(MicroClock clock, RowProcessor processor, RowWriter writer) {
        this.clock = clock;
        this.processor = processor;
        this.writer = writer;
    }

    @Override
    public StreamsEventResponse handleRequest(KinesisEvent event, @Nullable Context context) {
        long receivedMicros = clock.nowMicros();
        List<KinesisEventRecord> records = event.getRecords();
        if (records == null || records.isEmpty()) {
            return new StreamsEventResponse(List.of());
        }
        List<Row> rows = processed(records.stream()
                .map(record -> RecordRows.row(record, receivedMicros))
                .toList());
        SortedSet<Integer> failed = new TreeSet<>();
        List<Integer> unreadable = new ArrayList<>();
        write(rows).forEach((position, refusal) -> {
            LOG.warn("row of {} not written: {}", rows.get(position).insertId(), refusal.reason());
            if (refusal.permanent()) {
                unreadable.add(position);
            } else {
                failed.add(position);
            }
        });
        failed.addAll(keepRaw(records, unreadable, receivedMicros));
        return response(records, failed);
    }

    /** Rows and records are told apart by their positions from here on. */
    private List<Row> processed(List<Row> read) {
        List<Row> rows = processor.process(read);
        if (rows.size() != read.size()) {
            throw new IllegalStateException("The row processor made " + rows.size() + " rows of " + read.size()
                    + ": it must return one for each, in the same order.");
        }
        return rows;
    }

    /** The done stamp is taken last, so that all work but the insert lies before it. */
    private SortedMap<Integer, Refusal> write(List<Row> rows) {
        String done = RecordRows.timestamp(clock.nowMicros());
        return writer.write(
                rows.stream().map(row -> row.with("lambda_done", done)).toList());
    }

    /** Writes raw rows instead of those refused for good; gives up, loudly, on one that is refused even so. */
    private List<Integer> keepRaw(List<KinesisEventRecord> records, List<Integer> positions, long receivedMicros) {
        if (positions.isEmpty()) {
            return List.of();
        }
        List<Row> rows = positions.stream()
                .map(i -> RecordRows.unreadable(records.get(i), receivedMicros, "refused by BigQuery"))
                .toList();
        SortedMap<Integer, Refusal> refused = write(rows);
        List<Integer> failed = new ArrayList<>();
        refused.forEach((i, refusal) -> {
            if (refusal.permanent()) {
                LOG.error("record {} is lost: {}", rows.get(i).insertId(), refusal.reason());
            } else {
                failed.add(positions.get(i));
            }
        });
        return failed;
    }

    private static StreamsEventResponse response(List<KinesisEventRecord> records, SortedSet<Integer> failed) {
        if (failed.isEmpty()) {
            return new StreamsEventResponse(List.of());
        }
        String lowest = records.get(failed.first()).getKinesis().getSequenceNumber();
        return new StreamsEventResponse(
                List.of(BatchItemFailure.builder().withItemIdentifier(lowest).build()));
    }
}
