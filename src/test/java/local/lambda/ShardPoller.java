package local.lambda;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.plumbline.trace.MicroClock;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import local.kinesis.KinesisStream;
import local.kinesis.Shard;
import local.kinesis.StreamRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one shard, or one lane of it, and invokes the function with what it finds. Each call of {@link #poll} makes one
 * invocation at the most. Knows no threads.
 */
public final class ShardPoller {

    public static final Duration RETRY_PAUSE = Duration.ofMillis(200);
    private static final JsonMapper JSON = new JsonMapper();
    private static final Logger LOG = LoggerFactory.getLogger(ShardPoller.class);

    /** @param index of {@code count} lanes, among which a shard's keys are divided */
    public record Lane(int index, int count) {

        public static final Lane WHOLE = new Lane(0, 1);

        boolean takes(StreamRecord record) {
            return Math.floorMod(record.partitionKey().hashCode(), count) == index;
        }
    }

    /** A record to be delivered after the next read's. @param read the number of the read that found it */
    private record Held(StreamRecord record, int read) {}

    private final Shard shard;
    private final Lane lane;
    private final MappingSettings settings;
    private final EventJson events;
    private final Function<byte[], Invocation> function;
    private final DeliveryHook hook;
    private final MicroClock clock;

    private final Shard.Follower follower;
    private final List<StreamRecord> gathered = new ArrayList<>();
    private final List<Held> heldBack = new ArrayList<>();
    private int reads;
    private List<StreamRecord> batch = List.of();
    private int attempts;
    private long windowEndMicros;

    /**
     * Reads from the shard's end on.
     *
     * @param clock by which batching windows end
     */
    public ShardPoller(
            KinesisStream stream,
            Shard shard,
            Lane lane,
            MappingSettings settings,
            Function<byte[], Invocation> function,
            DeliveryHook hook,
            MicroClock clock) {
        this.shard = shard;
        this.lane = lane;
        this.follower = shard.follow();
        this.settings = settings;
        this.events = new EventJson(stream);
        this.function = function;
        this.hook = hook;
        this.clock = clock;
    }

    /** Delivers a batch, if there is one; says how long to wait before the next call. */
    public Duration poll() {
        // After a batch's last retry it goes on at once with what has come meanwhile.
        boolean more = !follower.isAtEnd();
        if (batch.isEmpty()) {
            more = gather();
            if (!due(more)) {
                return MappingSettings.POLL_INTERVAL;
            }
            batch = List.copyOf(gathered);
            gathered.clear();
            attempts = 0;
        }
        batch = undelivered();
        if (!batch.isEmpty()) {
            return RETRY_PAUSE;
        }
        return more ? Duration.ZERO : MappingSettings.POLL_INTERVAL;
    }

    /** Gathers records until the batch is full; says whether there are more. */
    private boolean gather() {
        boolean wasEmpty = gathered.isEmpty();
        boolean released = wasEmpty && release(reads);
        if (!released) {
            read();
            released = gathered.isEmpty() && release(reads + 1);
        }
        if (wasEmpty && !gathered.isEmpty()) {
            windowEndMicros = clock.nowMicros() + settings.batchingWindow().toNanos() / 1_000;
        }
        return released || !follower.isAtEnd() && !gathered.isEmpty();
    }

    /** Gathers a batch of what was held back by reads before this one; says whether there was something. */
    private boolean release(int read) {
        List<StreamRecord> released = fitting(heldBack.stream()
                .filter(held -> held.read() < read)
                .map(Held::record)
                .limit(settings.batchSize())
                .toList());
        gathered.addAll(released);
        // Held back in the order of the reads, so those are the first ones.
        heldBack.subList(0, released.size()).clear();
        return !released.isEmpty();
    }

    private void read() {
        while (gathered.size() < settings.batchSize()) {
            List<StreamRecord> read =
                    fitting(follower.peek(settings.batchSize() - gathered.size(), LambdaFunction.MAX_PAYLOAD_BYTES));
            List<StreamRecord> own = read.stream().filter(lane::takes).toList();
            hook.polled(own);
            if (read.isEmpty()) {
                return;
            }
            reads++;
            own.forEach(this::take);
            follower.passed(read.get(read.size() - 1));
        }
    }

    /** The first of the records, so many as have room in the event; at least one of them if it is empty. */
    private List<StreamRecord> fitting(List<StreamRecord> records) {
        long bytes = EventJson.ENVELOPE_BYTES
                + gathered.stream()
                        .mapToLong(record -> events.bytes(shard, record))
                        .sum();
        int fitting = 0;
        while (fitting < records.size()) {
            StreamRecord record = records.get(fitting);
            bytes += lane.takes(record) ? events.bytes(shard, record) : 0;
            if (bytes > LambdaFunction.MAX_PAYLOAD_BYTES && !(gathered.isEmpty() && fitting == 0)) {
                break;
            }
            fitting++;
        }
        return records.subList(0, fitting);
    }

    private void take(StreamRecord record) {
        if (!hook.delivers(record)) {
            return;
        }
        if (hook.heldBack(record)) {
            heldBack.add(new Held(record, reads));
        } else {
            gathered.add(record);
        }
    }

    private boolean due(boolean full) {
        return !gathered.isEmpty() && (full || clock.nowMicros() >= windowEndMicros);
    }

    /** Invokes the function; what it must be given again. */
    private List<StreamRecord> undelivered() {
        attempts++;
        List<StreamRecord> again = invoke();
        if (again.size() < batch.size()) {
            attempts = 0;
        } else if (settings.maximumAttempts() > 0 && attempts >= settings.maximumAttempts()) {
            LOG.warn("A batch of {} records is given up after {} attempts", batch.size(), attempts);
            hook.givenUp(batch);
            return List.of();
        }
        return again;
    }

    private List<StreamRecord> invoke() {
        if (hook.fails(batch)) {
            return batch;
        }
        int processed = hook.processed(batch);
        Set<String> failed = new TreeSet<>();
        if (processed > 0) {
            Invocation invocation = function.apply(events.write(shard, batch.subList(0, processed)));
            if (invocation.failed()) {
                return batch;
            }
            failed.addAll(failedItems(invocation.payload()));
        }
        if (processed < batch.size()) {
            failed.add(batch.get(processed).sequenceNumber());
        }
        return fromLowest(failed);
    }

    private List<StreamRecord> fromLowest(Set<String> failed) {
        if (failed.isEmpty()) {
            return List.of();
        }
        for (int i = 0; i < batch.size(); i++) {
            if (failed.contains(batch.get(i).sequenceNumber())) {
                return List.copyOf(batch.subList(i, batch.size()));
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
