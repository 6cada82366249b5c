package local.faults;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import local.bigquery.Conduct;
import local.bigquery.GoogleError;
import local.truth.Truth;

/** How BigQuery takes its time and fails. */
public final class FaultyBigQuery implements Conduct {

    private static final Duration SLOW = Duration.ofSeconds(3);
    private static final Duration UNSEEN = Duration.ofSeconds(2);

    private final Faults faults;
    private final Truth truth;
    private final Latency insertLatency;
    private final Latency queryLatency;
    private final Once insertErrors;
    private final AtomicLong queries = new AtomicLong();

    public FaultyBigQuery(Faults faults, Truth truth, Latency insertLatency, Latency queryLatency) {
        this.faults = faults;
        this.truth = truth;
        this.insertLatency = insertLatency;
        this.queryLatency = queryLatency;
        this.insertErrors = new Once(faults, FaultKind.INSERT_ERROR);
    }

    @Override
    public Insert insert(String table, List<JsonNode> rows) {
        Duration time = insertLatency.next();
        Insert how = Insert.taking(time.dividedBy(2), time.dividedBy(2));
        for (JsonNode row : rows) {
            long ordinal = truth.ordinal(row.path("trace_id").asText());
            if (insertErrors.strikes(ordinal)) {
                boolean stores = faults.way(FaultKind.INSERT_ERROR, ordinal, 2) == 1;
                how = how.failing(new GoogleError(503, "backendError", "Failed by the local stand-in."), stores);
            }
        }
        return how;
    }

    @Override
    public Query query(String sql) {
        Duration time = queryLatency.next();
        Query how = Query.taking(time.dividedBy(2), time.dividedBy(2));
        long ordinal = queries.incrementAndGet();
        if (!faults.strikes(FaultKind.QUERY_ERROR, ordinal)) {
            return how;
        }
        return switch (faults.way(FaultKind.QUERY_ERROR, ordinal, 6)) {
            case 0 -> how.failing(new GoogleError(403, "rateLimitExceeded", "Refused by the local stand-in."));
            case 1 -> how.failing(new GoogleError(503, "backendError", "Failed by the local stand-in."));
            case 2 -> Query.taking(SLOW, Duration.ZERO);
            case 3 -> how.incompleteFor(SLOW);
            case 4 -> how.skippingBuffer(UNSEEN);
            default -> how.stale(UNSEEN);
        };
    }
}
