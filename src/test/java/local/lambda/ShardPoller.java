package local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import local.kinesis.Shard;
import local.kinesis.StreamRecord;

/**
 * Reads one shard and invokes the function with what it finds. Each call of {@link #poll} makes one invocation at the
 * most; knows no threads and no clock.
 */
final class ShardPoller {

    /** An event has 6 MB at the most, data in base64 and the rest of a record around it. */
    private static final long MAX_DATA_BYTES = LambdaFunction.MAX_PAYLOAD_BYTES * 3L / 4 - (1 << 20);

    private static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    private static final JsonMapper JSON = new JsonMapper();

    private final Shard shard;
    private final MappingSettings settings;
    private final EventJson events;
    private final Function<byte[], Invocation> function;
    private final DeliveryHook hook;
    private List<StreamRecord> pending = List.of();
    private long position;

    /** @param position of the first record to read */
    ShardPoller(
            Shard shard,
            long position,
            MappingSettings settings,
            EventJson events,
            Function<byte[], Invocation> function,
            DeliveryHook hook) {
        this.shard = shard;
        this.position = position;
        this.settings = settings;
        this.events = events;
        this.function = function;
        this.hook = hook;
    }

    /** Delivers a batch, if there is one; says how long to wait before the next call. */
    Duration poll() {
        boolean full = false;
        if (pending.isEmpty()) {
            List<StreamRecord> read = shard.read(position, settings.batchSize(), MAX_DATA_BYTES);
            if (read.isEmpty()) {
                return MappingSettings.POLL_INTERVAL;
            }
            position = read.get(read.size() - 1).position() + 1;
            pending = read.stream().filter(hook::delivers).toList();
            full = position < shard.end();
        }
        if (!pending.isEmpty()) {
            pending = undelivered(pending);
        }
        if (!pending.isEmpty()) {
            return RETRY_PAUSE;
        }
        return full ? Duration.ZERO : MappingSettings.POLL_INTERVAL;
    }

    /** Invokes the function; what it must be given again. */
    private List<StreamRecord> undelivered(List<StreamRecord> batch) {
        Invocation invocation = function.apply(events.write(shard, batch));
        if (invocation.failed()) {
            return batch;
        }
        Set<String> failed = failedItems(invocation.payload());
        if (failed.isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < batch.size(); i++) {
            if (failed.contains(batch.get(i).sequenceNumber())) {
                return new ArrayList<>(batch.subList(i, batch.size()));
            }
        }
        // As the service does it: an identifier that is not in the batch fails all of it.
        return batch;
    }

    private static Set<String> failedItems(byte[] payload) {
        try {
            Set<String> failed = new TreeSet<>();
            for (JsonNode failure : JSON.readTree(payload).path("batchItemFailures")) {
                failed.add(failure.path("itemIdentifier").asText());
            }
            return failed;
        } catch (IOException e) {
            throw new IllegalStateException("A function's answer is JSON.", e);
        }
    }
}
