package io.plumbline.result;

import io.plumbline.result.Course.Puts;
import io.plumbline.result.Course.Shard;
import java.util.Map;
import java.util.TreeMap;

/** Counts how Kinesis took the records. Not thread-safe. */
public final class PutRecorder {

    private final Map<String, long[]> shards = new TreeMap<>();
    private long attempts;
    private long throttled;

    /** @param shard that took it */
    public void taken(String shard) {
        attempts++;
        shards.computeIfAbsent(shard, first -> new long[1])[0]++;
    }

    public void throttled() {
        attempts++;
        throttled++;
    }

    /** Neither taken nor throttled. */
    public void failed() {
        attempts++;
    }

    public Puts puts() {
        long taken = shards.values().stream().mapToLong(records -> records[0]).sum();
        return new Puts(
                attempts,
                throttled,
                shards.entrySet().stream()
                        .map(shard ->
                                new Shard(shard.getKey(), shard.getValue()[0], (double) shard.getValue()[0] / taken))
                        .toList());
    }
}
