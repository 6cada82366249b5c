package io.plumbline.handler;

import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestHandler;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent;
import com.amazonaws.services.lambda.runtime.events.KinesisEvent.KinesisEventRecord;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse;
import com.amazonaws.services.lambda.runtime.events.StreamsEventResponse.BatchItemFailure;
import io.plumbline.handler.RowWriter.Refusal;
import io.plumbline.trace.MicroClock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
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

    /** Of the time that Lambda leaves: for the answer, and for what the JVM does meanwhile. */
    private static final Duration RESERVE = Duration.ofSeconds(1);

    /** The longest that a function may run; for callers that are not Lambda. */
    private static final Duration NO_LIMIT = Duration.ofMinutes(15);

    /** Of rows in memory: a batch of 6 MB can hold compressed records of gigabytes. */
    static final long BYTES_PER_BATCH = 32_000_000;

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
        List<Row> rows = processed(read(records, receivedMicros));
        SortedSet<Integer> failed = new TreeSet<>();
        List<Integer> unreadable = new ArrayList<>();
        write(rows, context).forEach((position, refusal) -> {
            LOG.warn("row of {} not written: {}", rows.get(position).insertId(), refusal.reason());
            if (refusal.permanent()) {
                unreadable.add(position);
            } else {
                failed.add(position);
            }
        });
        failed.addAll(keepRaw(records, unreadable, receivedMicros, context));
        if (rows.size() < records.size()) {
            failed.add(rows.size());
        }
        return response(records, failed);
    }

    /** The rows of the first records, so many as have room; those behind are delivered again. */
    private static List<Row> read(List<KinesisEventRecord> records, long receivedMicros) {
        List<Row> rows = new ArrayList<>();
        long bytes = 0;
        for (KinesisEventRecord record : records) {
            Row row = RecordRows.row(record, receivedMicros);
            bytes += row.bytes();
            if (bytes > BYTES_PER_BATCH && !rows.isEmpty()) {
                LOG.warn(
                        "{} of {} records are more than fit into memory", records.size() - rows.size(), records.size());
                break;
            }
            rows.add(row);
        }
        return rows;
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
    private SortedMap<Integer, Refusal> write(List<Row> rows, @Nullable Context context) {
        String done = RecordRows.timestamp(clock.nowMicros());
        return writer.write(
                rows.stream().map(row -> row.with("lambda_done", done)).toList(), timeLeft(context));
    }

    private static Duration timeLeft(@Nullable Context context) {
        return context == null
                ? NO_LIMIT
                : Duration.ofMillis(context.getRemainingTimeInMillis()).minus(RESERVE);
    }

    /**
     * Writes raw rows instead of those refused for good; says which were not. Nothing of a record can make BigQuery
     * refuse its raw row, so that it is the table that is at fault, and the record must not be lost for it.
     */
    private SortedSet<Integer> keepRaw(
            List<KinesisEventRecord> records, List<Integer> positions, long receivedMicros, @Nullable Context context) {
        if (positions.isEmpty()) {
            return Collections.emptySortedSet();
        }
        List<Row> rows = positions.stream()
                .map(i -> RecordRows.unreadable(records.get(i), receivedMicros, "refused by BigQuery"))
                .toList();
        SortedSet<Integer> failed = new TreeSet<>();
        try {
            write(rows, context).forEach((i, refusal) -> {
                LOG.error(
                        "record {} not even kept as raw bytes: {}", rows.get(i).insertId(), refusal.reason());
                failed.add(positions.get(i));
            });
        } catch (RuntimeException e) {
            LOG.warn("{} records not kept as raw bytes: {}", rows.size(), e.toString());
            failed.addAll(positions);
        }
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
