package local.faults;

/** What can be made to go wrong, by its name in the settings. */
public enum FaultKind {
    /** Acknowledged to the producer, never given to Lambda. */
    DROP("drop"),
    /** By halves: stored twice in the stream, as after a producer's needless retry; or written twice by Lambda. */
    DUPLICATE("duplicate"),
    /** Written by Lambda, in the table only after a delay. */
    LATE("late"),
    /** Given to Lambda after later records of its shard. */
    REORDER("reorder"),
    /** Its data column is changed on the way into the table. */
    CORRUPT("corrupt"),
    /** Refused as if its shard were over its limit. Counted over attempts, not over accepted records. */
    THROTTLE("throttle"),
    /** Accepted, but the producer is never told. */
    PUT_TIMEOUT("putTimeout"),
    /** The invocation that first gets it fails before the function runs; Lambda delivers the batch again. */
    LAMBDA_ERROR("lambdaError"),
    /** The first time, the function does not get to it and reports it as failed. */
    PARTIAL_BATCH("partialBatch"),
    /** By halves, the insert that first has it fails without writing, or fails although it has written. */
    INSERT_ERROR("insertError"),
    /** A query is refused (403, 503), slow, incomplete, stale, or warns of rows it skipped. Counted over queries. */
    QUERY_ERROR("queryError");

    private final String setting;

    FaultKind(String setting) {
        this.setting = setting;
    }

    public String setting() {
        return setting;
    }
}
