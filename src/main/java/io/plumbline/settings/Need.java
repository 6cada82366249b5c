package io.plumbline.settings;

/** What a simulation's actions need of the real pipeline. */
public enum Need {
    /** It puts records into the stream. */
    PUT("the simulation puts records"),
    /** It spreads records over the stream's shards. */
    SHARDS("the simulation spreads records over the shards"),
    /** It looks for rows in the table. */
    ARRIVAL("the simulation waits for arrivals"),
    /** It invokes the function. */
    INVOKE("the simulation invokes the function"),
    /** It inserts into the table or queries it. */
    BIGQUERY("the simulation uses BigQuery");

    private final String reason;

    Need(String reason) {
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
