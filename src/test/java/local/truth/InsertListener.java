package local.truth;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/** Told by the BigQuery service what really entered a table, and how it was asked. */
@FunctionalInterface
public interface InsertListener {

    /**
     * Called once for each insertAll, after the commit and before its answer, on the thread that wrote; must be quick.
     *
     * @param table {@code dataset.table}
     * @param rows the rows written, as sent (column to value); refused and deduplicated ones are not among them
     * @param visibleMicros from when on queries see them: epoch microseconds on BigQuery's clock
     */
    void inserted(String table, List<JsonNode> rows, long visibleMicros);

    /**
     * Called when a query has run.
     *
     * @param bytes that it processed
     */
    default void queried(Asked how, long bytes) {}
}
