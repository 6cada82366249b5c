package local.truth;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.trace.MicroClock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.LongUnaryOperator;
import local.kinesis.PutHook;
import local.kinesis.StreamRecord;

/**
 * What really becomes of the load's records: told by each part of the stand-in as it happens. Records of other kinds, and
 * those without a trace id, are left out.
 */
public final class Truth implements InsertListener {

    private final MicroClock trueClock;
    private final LongUnaryOperator lambdaToTrue;
    private final LongUnaryOperator bigqueryToTrue;
    private final Fates fates = new Fates();
    private long accepted;

    /**
     * @param trueClock the one clock that is right
     * @param lambdaToTrue from a stamp of Lambda's clock to true time
     * @param bigqueryToTrue from an instant of BigQuery's clock to true time
     */
    public Truth(MicroClock trueClock, LongUnaryOperator lambdaToTrue, LongUnaryOperator bigqueryToTrue) {
        this.trueClock = trueClock;
        this.lambdaToTrue = lambdaToTrue;
        this.bigqueryToTrue = bigqueryToTrue;
    }

    /** A put of a record with this body. */
    public PutHook.Attempt attempt(byte[] data) {
        return TraceId.find(data)
                .filter(TraceId::isLoad)
                .<PutHook.Attempt>map(LoadAttempt::new)
                .orElse(NOT_COUNTED);
    }

    private static final PutHook.Attempt NOT_COUNTED = new PutHook.Attempt() {};

    private final class LoadAttempt implements PutHook.Attempt {

        private final TraceId id;

        private LoadAttempt(TraceId id) {
            this.id = id;
        }

        @Override
        public void refused() {
            synchronized (Truth.this) {
                fates.of(id).refused = true;
            }
        }

        @Override
        public long ordinal() {
            synchronized (Truth.this) {
                return ++accepted;
            }
        }

        @Override
        public void stored(StreamRecord record) {
            synchronized (Truth.this) {
                Fate fate = fates.of(id);
                fate.stored++;
                if (fate.stored == 1) {
                    fate.arrivalMicros = trueClock.nowMicros();
                }
            }
        }

        @Override
        public boolean answered() {
            synchronized (Truth.this) {
                fates.of(id).acknowledged = true;
                return true;
            }
        }
    }

    /** The record will never reach the function. */
    public synchronized void dropped(StreamRecord record) {
        load(record.data()).ifPresent(id -> fates.of(id).dropped = true);
    }

    private static Optional<TraceId> load(byte[] data) {
        return TraceId.find(data).filter(TraceId::isLoad);
    }

    @Override
    public synchronized void inserted(String table, List<JsonNode> rows, long visibleMicros) {
        long visible = bigqueryToTrue.applyAsLong(visibleMicros);
        for (JsonNode row : rows) {
            TraceId.parse(row.path("trace_id").asText()).filter(TraceId::isLoad).ifPresent(id -> {
                Fate fate = fates.of(id);
                if (fate.rows == 0) {
                    fate.visibleMicros = visible;
                    fate.receivedMicros = lambdaStamp(row.path("lambda_received"));
                    fate.doneMicros = lambdaStamp(row.path("lambda_done"));
                }
                fate.countRow(row.path("kinesis_sequence_number").asText());
            });
        }
    }

    private long lambdaStamp(JsonNode column) {
        try {
            Instant stamp = Instant.parse(column.asText());
            return lambdaToTrue.applyAsLong(stamp.getEpochSecond() * 1_000_000 + stamp.getNano() / 1_000);
        } catch (DateTimeParseException e) {
            return 0;
        }
    }

    /** What became of a record; a new fate, in which nothing has happened, if it never came here. */
    synchronized Fate of(TraceId id) {
        return fates.of(id);
    }

    Fates fates() {
        return fates;
    }
}
