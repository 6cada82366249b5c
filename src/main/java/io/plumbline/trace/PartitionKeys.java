package io.plumbline.trace;

/**
 * The keys that records are spread over: few enough that each key has an order worth judging, many enough that shards
 * are loaded evenly.
 *
 * @param generator this generator's index; generators share no key
 * @param count how many keys
 */
public record PartitionKeys(int generator, int count) {

    /** Even over shards up to a few dozen, and still several records a second and key at 100 records a second. */
    public static final int DEFAULT_COUNT = 64;

    /** Those of the generator whose ids these are. */
    public static PartitionKeys of(TraceIds ids) {
        return new PartitionKeys(ids.generator(), DEFAULT_COUNT);
    }

    /** The key of the record with this sequence number. */
    public String key(long sequence) {
        return "key-" + generator + "-" + sequence % count;
    }
}
