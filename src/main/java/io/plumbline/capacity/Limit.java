package io.plumbline.capacity;

/** What keeps a rate from being sustained. */
public enum Limit {
    /** Kinesis throttles writes. */
    SHARD("the shards"),
    /** The function takes records more slowly than they come. */
    LAMBDA("the function"),
    /** Rows are inserted, or become visible, more slowly than they come. */
    BIGQUERY("BigQuery"),
    /** The load was not the one that was planned: it says nothing of the pipeline. */
    GENERATOR("the generator"),
    /** Nothing that was measured tells. */
    NOT_TOLD("what limits it cannot be told");

    private final String words;

    Limit(String words) {
        this.words = words;
    }

    String words() {
        return words;
    }

    String sentence() {
        return this == NOT_TOLD ? words : "limited by " + words;
    }
}
