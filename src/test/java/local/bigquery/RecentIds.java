package local.bigquery;

import java.util.LinkedHashMap;
import java.util.Map;

/** The insertIds by which repeated rows are dropped: best effort, for about a minute, as BigQuery's. */
final class RecentIds {

    static final long WINDOW_MICROS = 60_000_000L;

    /** Beyond this many the oldest are forgotten early; the service promises best effort only. */
    private static final int MOST = 250_000;

    private final Map<String, Long> seenMicros = new LinkedHashMap<>();

    /** Whether the id is new; remembers it. */
    boolean add(String insertId, long nowMicros) {
        var oldest = seenMicros.entrySet().iterator();
        while (oldest.hasNext() && (oldest.next().getValue() < nowMicros - WINDOW_MICROS || seenMicros.size() > MOST)) {
            oldest.remove();
        }
        return seenMicros.putIfAbsent(insertId, nowMicros) == null;
    }

    /** The row of this id, remembered at this instant, was not stored after all. */
    void forget(String insertId, long seenAtMicros) {
        seenMicros.remove(insertId, seenAtMicros);
    }
}
