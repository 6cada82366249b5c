package io.plumbline.aws;

import java.time.Duration;
import java.util.Optional;

/**
 * How a function reads a stream.
 *
 * @param uuid by which Lambda and CloudWatch know the mapping
 * @param function its name, without account
 * @param state Enabled, Disabled or on the way to one of them
 * @param batchSize records in an invocation, at the most
 * @param parallelization invocations at once for a shard
 * @param window how long records may wait for a batch to fill
 * @param reportsItemFailures whether a batch that failed in part is delivered again in part
 * @param lastResult of its last look at the stream, where Lambda says
 */
public record MappingFacts(
        String uuid,
        String function,
        String state,
        int batchSize,
        int parallelization,
        Duration window,
        boolean reportsItemFailures,
        Optional<String> lastResult) {

    public boolean isEnabled() {
        return state.equals("Enabled");
    }
}
