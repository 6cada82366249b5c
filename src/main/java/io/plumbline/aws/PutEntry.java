package io.plumbline.aws;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * A record as Kinesis takes it.
 *
 * @param explicitHashKey a decimal number below 2^128 that chooses the shard instead of the partition key; null for none
 */
public record PutEntry(byte[] data, String partitionKey, @Nullable String explicitHashKey) {

    /** What counts against the service's limits: data and partition key. */
    public int bytes() {
        return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
    }
}
