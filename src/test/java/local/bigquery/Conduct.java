package local.bigquery;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** How the service treats each call: the latencies and faults of a run. Asked once a call; must be quick. */
public interface Conduct {

    /** The service at its best. */
    Conduct FAULTLESS = new Conduct() {};

    /** @param rows of one insertAll, as sent (column to value) */
    default Insert insert(String table, List<JsonNode> rows) {
        return Insert.AT_ONCE;
    }

    default Query query(String sql) {
        return Query.AT_ONCE;
    }

    /**
     * @param beforeCommit from the request to the rows' commit
     * @param beforeAnswer from the commit to the answer
     * @param failure answered instead
     * @param storesBeforeFailing whether the rows enter the table although the answer is a failure
     * @param refusedRows indexes of rows to be refused in {@code insertErrors}; without skipInvalidRows they stop the
     *     others
     */
    record Insert(
            Duration beforeCommit,
            Duration beforeAnswer,
            Optional<GoogleError> failure,
            boolean storesBeforeFailing,
            Set<Integer> refusedRows) {

        public static final Insert AT_ONCE = taking(Duration.ZERO, Duration.ZERO);

        public static Insert taking(Duration beforeCommit, Duration beforeAnswer) {
            return new Insert(beforeCommit, beforeAnswer, Optional.empty(), false, Set.of());
        }

        public Insert failing(GoogleError error, boolean storesBeforeFailing) {
            return new Insert(beforeCommit, beforeAnswer, Optional.of(error), storesBeforeFailing, refusedRows);
        }

        public Insert refusing(Set<Integer> rows) {
            return new Insert(beforeCommit, beforeAnswer, failure, storesBeforeFailing, rows);
        }
    }

    /**
     * @param beforeSnapshot from the request to the instant as of which rows are read
     * @param beforeAnswer from there to the answer
     * @param failure answered instead
     * @param incomplete how long after the request the job stays incomplete; the first answer then says
     *     {@code jobComplete: false}
     * @param unseen rows committed within this time before the snapshot are missing from the answer
     * @param warned whether the answer admits that
     */
    record Query(
            Duration beforeSnapshot,
            Duration beforeAnswer,
            Optional<GoogleError> failure,
            Duration incomplete,
            Duration unseen,
            boolean warned) {

        public static final Query AT_ONCE = taking(Duration.ZERO, Duration.ZERO);

        public static Query taking(Duration beforeSnapshot, Duration beforeAnswer) {
            return new Query(beforeSnapshot, beforeAnswer, Optional.empty(), Duration.ZERO, Duration.ZERO, false);
        }

        public Query failing(GoogleError error) {
            return new Query(beforeSnapshot, beforeAnswer, Optional.of(error), incomplete, unseen, warned);
        }

        public Query incompleteFor(Duration time) {
            return new Query(beforeSnapshot, beforeAnswer, failure, time, unseen, warned);
        }

        /** The streaming buffer is left out, and the answer says so. */
        public Query skippingBuffer(Duration time) {
            return new Query(beforeSnapshot, beforeAnswer, failure, incomplete, time, true);
        }

        /** The newest rows are left out, and nothing says so. */
        public Query stale(Duration time) {
            return new Query(beforeSnapshot, beforeAnswer, failure, incomplete, time, false);
        }
    }
}
