package local.kinesis;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import local.kinesis.PutHook.Attempt;

/** PutRecord and PutRecords, with the service's limits. */
final class PutOperations {

    static final int MAX_DATA_BYTES = 1 << 20;
    static final int MAX_KEY_CHARACTERS = 256;
    static final int MAX_RECORDS = 500;
    static final int MAX_REQUEST_BYTES = 10 << 20;

    private final KinesisStreams streams;
    private final PutHook hook;
    private final StreamMeter meter;

    PutOperations(KinesisStreams streams, PutHook hook, StreamMeter meter) {
        this.streams = streams;
        this.hook = hook;
        this.meter = meter;
    }

    private record Entry(String partitionKey, Optional<BigInteger> hashKey, byte[] data) {

        static Entry of(Parameters in) {
            Entry entry = new Entry(in.required("PartitionKey"), in.hashKey("ExplicitHashKey"), in.blob("Data"));
            if (entry.partitionKey.isEmpty() || entry.partitionKey.length() > MAX_KEY_CHARACTERS) {
                throw KinesisException.validation(
                        "partitionKey", "Member must have length between 1 and " + MAX_KEY_CHARACTERS);
            }
            if (entry.data.length > MAX_DATA_BYTES) {
                throw KinesisException.validation(
                        "data", "Member must have length less than or equal to " + MAX_DATA_BYTES);
            }
            return entry;
        }

        int bytes() {
            return data.length + partitionKey.getBytes(StandardCharsets.UTF_8).length;
        }

        Shard shard(KinesisStream stream) {
            return hashKey.map(stream::shardFor).orElseGet(() -> stream.shardFor(partitionKey));
        }
    }

    /** A record's own part of the answer. */
    private record Stored(
            @JsonProperty("ShardId") String shardId, @JsonProperty("SequenceNumber") String sequenceNumber) {}

    /** @return empty where the producer is not told */
    Optional<ObjectNode> putRecord(Parameters in) {
        KinesisStream stream = streams.of(in);
        Entry entry = Entry.of(in);
        Attempt attempt = hook.attempt(entry.data());
        Shard shard = entry.shard(stream);
        if (throttled(attempt, shard, entry)) {
            attempt.refused();
            attempt.ended(true);
            meter.put(stream.name(), 0, 1);
            throw KinesisException.throttled(message(stream, shard));
        }
        Stored stored = store(attempt, stream, shard, entry);
        meter.put(stream.name(), 1, 0);
        ObjectNode answer = JsonNodeFactory.instance
                .objectNode()
                .put("ShardId", stored.shardId())
                .put("SequenceNumber", stored.sequenceNumber());
        boolean answered = attempt.answered();
        attempt.ended(answered);
        return answered ? Optional.of(answer) : Optional.empty();
    }

    Optional<ObjectNode> putRecords(Parameters in) {
        KinesisStream stream = streams.of(in);
        List<Entry> entries = entries(in);
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode results = JsonNodeFactory.instance.arrayNode(entries.size());
        int failed = 0;
        List<Attempt> attempts = new ArrayList<>(entries.size());
        boolean answered = true;
        for (Entry entry : entries) {
            Attempt attempt = hook.attempt(entry.data());
            attempts.add(attempt);
            Shard shard = entry.shard(stream);
            if (throttled(attempt, shard, entry)) {
                attempt.refused();
                failed++;
                results.addObject()
                        .put("ErrorCode", "ProvisionedThroughputExceededException")
                        .put("ErrorMessage", message(stream, shard));
            } else {
                results.addPOJO(store(attempt, stream, shard, entry));
                answered &= attempt.answered();
            }
        }
        for (Attempt attempt : attempts) {
            attempt.ended(answered);
        }
        meter.put(stream.name(), entries.size() - failed, failed);
        answer.put("FailedRecordCount", failed);
        answer.set("Records", results);
        return answered ? Optional.of(answer) : Optional.empty();
    }

    private static List<Entry> entries(Parameters in) {
        JsonNode records = in.members().path("Records");
        if (!records.isArray() || records.isEmpty() || records.size() > MAX_RECORDS) {
            throw KinesisException.validation("records", "Member must have length between 1 and " + MAX_RECORDS);
        }
        List<Entry> entries = new ArrayList<>(records.size());
        long bytes = 0;
        for (JsonNode record : records) {
            Entry entry = Entry.of(in.with(record));
            bytes += entry.bytes();
            entries.add(entry);
        }
        if (bytes > MAX_REQUEST_BYTES) {
            throw KinesisException.invalidArgument("Records size exceeds " + (MAX_REQUEST_BYTES >> 20) + " MB limit");
        }
        return entries;
    }

    private boolean throttled(Attempt attempt, Shard shard, Entry entry) {
        return attempt.throttled()
                || !shard.hasRoom()
                || streams.limits() && !shard.admits(entry.bytes(), streams.nowMicros());
    }

    private Stored store(Attempt attempt, KinesisStream stream, Shard shard, Entry entry) {
        StreamRecord record = append(attempt, shard, entry, attempt.ordinal());
        if (attempt.storedTwice()) {
            append(attempt, shard, entry, 0);
            meter.put(stream.name(), 1, 0);
        }
        return new Stored(shard.id(), record.sequenceNumber());
    }

    private StreamRecord append(Attempt attempt, Shard shard, Entry entry, long ordinal) {
        StreamRecord record = shard.append(entry.partitionKey(), entry.data(), streams.nowMillis(), ordinal);
        attempt.stored(record);
        return record;
    }

    private static String message(KinesisStream stream, Shard shard) {
        return "Rate exceeded for shard " + shard.id() + " in stream " + stream.name() + ".";
    }
}
