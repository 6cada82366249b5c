package io.plumbline.dsl;

import io.gatling.javaapi.core.Body;
import io.plumbline.gatling.RecordTemplate;
import java.util.Optional;

/**
 * A record of a batch. Its texts are Gatling's expression language, resolved for each record anew with its own
 * {@code #{trace.…}}; the body has to carry {@code #{trace.id}}.
 */
public final class KinesisRecord {

    private static final String DEFAULT_KEY = "#{trace.key}";

    private final Body body;
    private final String partitionKey;
    private final Optional<String> explicitHashKey;

    private KinesisRecord(Body body, String partitionKey, Optional<String> explicitHashKey) {
        this.body = body;
        this.partitionKey = partitionKey;
        this.explicitHashKey = explicitHashKey;
    }

    /**
     * @param body any of Gatling's that makes text or bytes
     * @throws IllegalArgumentException if it makes neither
     */
    public static KinesisRecord of(Body body) {
        return new KinesisRecord(RecordTemplate.supported(body), DEFAULT_KEY, Optional.empty());
    }

    /**
     * The key that chooses the shard; by default {@code #{trace.key}}.
     *
     * @param key 1 to 256 characters
     */
    public KinesisRecord partitionKey(String key) {
        return new KinesisRecord(body, key, explicitHashKey);
    }

    /**
     * Chooses the shard in the partition key's place. Order is not judged in a run with such records.
     *
     * @param key a decimal number from 0 to 2^128 - 1
     */
    public KinesisRecord explicitHashKey(String key) {
        return new KinesisRecord(body, partitionKey, Optional.of(key));
    }

    RecordTemplate template() {
        return RecordTemplate.of(body, partitionKey, explicitHashKey);
    }
}
