package io.plumbline.bigquery;

import java.util.Optional;

/** How an insertAll ended. */
public sealed interface InsertOutcome permits InsertOutcome.Answered, CallFailure {

    /**
     * BigQuery took the request, but not necessarily its rows.
     *
     * @param refused how many rows were not inserted
     * @param errors BigQuery's own {@code insertErrors}, a JSON array: {@code [{"index": 0, "errors": [{"reason": …,
     *     "location": …, "message": …}]}]}
     * @param first of the first row that was refused for its own sake, which and why
     */
    record Answered(int refused, String errors, Optional<String> first) implements InsertOutcome {}
}
