package local.truth;

import com.fasterxml.jackson.databind.JsonNode;
import io.plumbline.trace.MicroClock;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.LongSummaryStatistics;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongUnaryOperator;
import local.kinesis.StreamRecord;
import local.truth.Fate.Mark;

/**
 * What really becomes of the load's records: told by each part of the stand-in as it happens. Records of other kinds, and
 * those without a trace id, are left out. Locks itself; each call is short.
 */
public final class Truth implements InsertListener, PauseListener {

    private final MicroClock trueClock;
    private final LongUnaryOperator lambdaToTrue;
    private final LongUnaryOperator bigqueryToTrue;
    private final Fates fates = new Fates();
    private final Lanes lanes = new Lanes();
    private final Map<Asked, LongSummaryStatistics> queries = new TreeMap<>();
    private final List<Pause> pauses = new ArrayList<>();
    private int accepted;

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

    /** An attempt was refused. */
    public synchronized void refused(TraceId id) {
        fates.of(id).mark(Mark.REFUSED);
    }

    /** Kinesis takes it; its ordinal. A record put again has a second ordinal, and keeps its first one in the table. */
    public synchronized long accepted(TraceId id) {
        Fate fate = fates.of(id);
        accepted++;
        if (fate.ordinal() == 0) {
            fate.ordinal(accepted);
        }
        return accepted;
    }

    /** How often Kinesis took a record. */
    public synchronized long accepted() {
        return accepted;
    }

    /** A copy of it is in the stream. */
    public synchronized void stored(TraceId id) {
        fates.of(id).arrived(trueClock.nowMicros());
    }

    /** Its producer is told that it is stored. */
    public synchronized void acknowledged(TraceId id) {
        fates.of(id).mark(Mark.ACKNOWLEDGED);
    }

    /** Its producer is not told what became of it. */
    public synchronized void unanswered(TraceId id) {
        fates.of(id).mark(Mark.UNANSWERED);
    }

    /** It will never reach the function. */
    public synchronized void dropped(StreamRecord record) {
        TraceId.findLoad(record.data()).ifPresent(id -> fates.of(id).mark(Mark.DROPPED));
    }

    /** What it holds was changed on its way into the table. */
    public synchronized void corrupted(String traceId) {
        TraceId.parseLoad(traceId).ifPresent(id -> fates.of(id).mark(Mark.CORRUPTED));
    }

    /** The ordinal of the load record with this trace id; 0 for any other text. */
    public synchronized long ordinal(String traceId) {
        return TraceId.parseLoad(traceId).map(id -> fates.of(id).ordinal()).orElse(0);
    }

    @Override
    public synchronized void inserted(String table, List<JsonNode> rows, long visibleMicros) {
        long visible = bigqueryToTrue.applyAsLong(visibleMicros);
        for (JsonNode row : rows) {
            TraceId.parseLoad(row.path("trace_id").asText()).ifPresent(id -> inserted(id, row, visible));
        }
    }

    @Override
    public synchronized void queried(Asked how, long bytes) {
        queries.computeIfAbsent(how, unused -> new LongSummaryStatistics()).accept(bytes);
    }

    /** Bytes of each query, by how they were asked. */
    synchronized Map<Asked, LongSummaryStatistics> queries() {
        return new TreeMap<>(queries);
    }

    /**
     * A while in which the mapping read nothing, on the clock that is right.
     *
     * @param stoppedMicros when the last batch under way had ended
     * @param resumedMicros from when on batches began again; none if it never did
     */
    record Pause(long stoppedMicros, OptionalLong resumedMicros) {}

    @Override
    public synchronized void stopped() {
        pauses.add(new Pause(trueClock.nowMicros(), OptionalLong.empty()));
    }

    @Override
    public synchronized void resumed() {
        Pause last = pauses.remove(pauses.size() - 1);
        pauses.add(new Pause(last.stoppedMicros(), OptionalLong.of(trueClock.nowMicros())));
    }

    synchronized List<Pause> pauses() {
        return List.copyOf(pauses);
    }

    private void inserted(TraceId id, JsonNode row, long visibleMicros) {
        Fate fate = fates.of(id);
        long received = lambdaStamp(row.path("lambda_received"));
        if (!fate.is(Mark.IN_TABLE)) {
            fate.visible(visibleMicros, received, lambdaStamp(row.path("lambda_done")));
        }
        String sequenceNumber = row.path("kinesis_sequence_number").asText();
        JsonNode key = row.path("key");
        int lane = key.isTextual() && !sequenceNumber.isEmpty()
                ? lanes.of(id.prefix(), key.asText(), sequenceNumber)
                : Lanes.NONE;
        fate.countRow(new Delivery(lane, Lanes.position(sequenceNumber), received, visibleMicros));
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

    /**
     * Records out of order within their generator's key; complete after the hand-over.
     *
     * @param prefixes of the ids of the generators meant
     */
    synchronized long overtaken(Set<String> prefixes) {
        return new KeyOrder(lanes, fates, prefixes).overtaken();
    }

    /**
     * Load records that have rows and that their generator did not hand over.
     *
     * @param prefixes of the ids of those that handed over
     */
    synchronized long foreign(Set<String> prefixes) {
        return fates.of(prefixes)
                .filter(fate -> fate.is(Mark.IN_TABLE) && !fate.is(Mark.HANDED_OVER))
                .count();
    }

    /** Load records that nobody has told about. */
    record Untold(long accepted, long inTable) {

        boolean isNone() {
            return accepted + inTable == 0;
        }
    }

    /**
     * What passed through of generators that have not handed over, by the prefix of their ids.
     *
     * @param prefixes of the ids of those that have
     */
    synchronized SortedMap<String, Untold> untold(Set<String> prefixes) {
        SortedMap<String, Untold> untold = new TreeMap<>();
        for (String prefix : fates.prefixes()) {
            if (!prefixes.contains(prefix)) {
                untold.put(prefix, untold(prefix));
            }
        }
        untold.values().removeIf(Untold::isNone);
        return untold;
    }

    private Untold untold(String prefix) {
        Set<String> only = Set.of(prefix);
        return new Untold(
                fates.of(only).filter(fate -> fate.ordinal() > 0).count(),
                fates.of(only).filter(fate -> fate.is(Mark.IN_TABLE)).count());
    }
}
