package io.plumbline.aws;

/**
 * What a stream says of itself.
 *
 * @param openShards that take records now
 * @param onDemand whether the service adds shards as they are needed
 */
public record StreamFacts(String name, String arn, String status, int openShards, boolean onDemand) {}
