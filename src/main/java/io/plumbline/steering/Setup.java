package io.plumbline.steering;

import java.util.OptionalInt;

/**
 * How the pipeline is set up, as far as it says.
 *
 * @param shards that take records
 * @param batchSize of the event source mapping
 * @param parallelization of the event source mapping
 */
public record Setup(int shards, OptionalInt batchSize, OptionalInt parallelization) {}
