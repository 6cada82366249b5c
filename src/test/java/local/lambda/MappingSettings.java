package local.lambda;

import java.time.Duration;

/**
 * How an event source mapping reads.
 *
 * @param batchSize records in an invocation at the most, 1 to 10,000
 * @param batchingWindow how long records may wait for a batch to fill, up to 300 s
 * @param parallelizationFactor invocations at once for a shard, 1 to 10; the records of a key stay in order
 * @param maximumAttempts how often a batch is delivered before it is given up; 0 for no limit
 */
public record MappingSettings(int batchSize, Duration batchingWindow, int parallelizationFactor, int maximumAttempts) {

    /** The service polls each shard at this base rate. */
    public static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    /** The service's defaults. */
    public static final MappingSettings DEFAULT = new MappingSettings(100, Duration.ZERO, 1, 0);
}
