package io.plumbline.bigquery;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** How a query of a simulation's own ended. */
public sealed interface QueryOutcome permits QueryOutcome.Answered, CallFailure {

    /**
     * The query is complete, and all of its rows are there.
     *
     * @param rows by the columns' names, in their order; see {@link AnsweredRows} for the values
     * @param bytesProcessed what it read, or 0 from the cache
     * @param bytesBilled empty where BigQuery does not say: of a query that was not complete when it first answered
     */
    record Answered(List<Map<String, @Nullable Object>> rows, OptionalLong bytesProcessed, OptionalLong bytesBilled)
            implements QueryOutcome {}
}
