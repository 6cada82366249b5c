package local.lambda;

import java.time.Duration;

/**
 * How an event source mapping reads, with the service's defaults.
 *
 * @param batchSize records in an invocation at the most, 1 to 10,000
 */
public record MappingSettings(int batchSize) {

    /** The service polls each shard at this base rate. */
    public static final Duration POLL_INTERVAL = Duration.ofSeconds(1);

    public static final MappingSettings DEFAULT = new MappingSettings(100);
}
