package local.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;

/** GetShardIterator and GetRecords, with the service's limits. */
final class ReadOperations {

    static final int MAX_RECORDS = 10_000;
    static final int MAX_BYTES = 10 << 20;
    static final Duration ITERATOR_LIFE = Duration.ofMinutes(5);

    private final KinesisStreams streams;
    private final StreamMeter meter;

    ReadOperations(KinesisStreams streams, StreamMeter meter) {
        this.streams = streams;
        this.meter = meter;
    }

    /** What an iterator says when it comes back. */
    private record Cursor(String stream, int shard, long position, long issuedMillis) {

        String encoded() {
            String text = stream + "\n" + shard + "\n" + position + "\n" + issuedMillis;
            return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
        }

        static Cursor decoded(String iterator) {
            try {
                String[] parts = new String(Base64.getDecoder().decode(iterator), StandardCharsets.UTF_8).split("\n");
                return new Cursor(
                        parts[0], Integer.parseInt(parts[1]), Long.parseLong(parts[2]), Long.parseLong(parts[3]));
            } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException e) {
                throw KinesisException.invalidArgument("Invalid ShardIterator.");
            }
        }
    }

    ObjectNode getShardIterator(Parameters in) {
        KinesisStream stream = streams.of(in);
        String shardId = in.required("ShardId");
        Shard shard = stream.shards().stream()
                .filter(candidate -> candidate.id().equals(shardId))
                .findFirst()
                .orElseThrow(() -> KinesisException.notFound(
                        "Shard " + shardId + " in stream " + stream.name() + " under account does not exist"));
        return JsonNodeFactory.instance.objectNode().put("ShardIterator", cursor(stream, shard, start(shard, in)));
    }

    private static long start(Shard shard, Parameters in) {
        String type = in.required("ShardIteratorType");
        return switch (type) {
            case "LATEST" -> shard.end();
            case "TRIM_HORIZON" -> shard.trimHorizon();
            case "AT_SEQUENCE_NUMBER" -> position(shard, in);
            case "AFTER_SEQUENCE_NUMBER" -> position(shard, in) + 1;
            case "AT_TIMESTAMP" -> shard.positionAt(in.timestampMillis("Timestamp"));
            default ->
                throw KinesisException.validation(
                        "shardIteratorType",
                        "Member must satisfy enum value set: [AFTER_SEQUENCE_NUMBER, LATEST, AT_TIMESTAMP,"
                                + " AT_SEQUENCE_NUMBER, TRIM_HORIZON]");
        };
    }

    private static long position(Shard shard, Parameters in) {
        String sequenceNumber = in.text("StartingSequenceNumber")
                .orElseThrow(() -> KinesisException.invalidArgument("Must specify StartingSequenceNumber."));
        return shard.positionOf(sequenceNumber)
                .orElseThrow(() -> KinesisException.invalidArgument(
                        "StartingSequenceNumber " + sequenceNumber + " is not of shard " + shard.id() + "."));
    }

    ObjectNode getRecords(Parameters in) {
        Cursor cursor = Cursor.decoded(in.required("ShardIterator"));
        int limit = in.number("Limit", 1, MAX_RECORDS, MAX_RECORDS);
        long now = streams.nowMillis();
        if (now - cursor.issuedMillis() > ITERATOR_LIFE.toMillis()) {
            throw KinesisException.of(
                    "ExpiredIteratorException", "Iterator expired. It was issued more than 5 minutes ago.");
        }
        KinesisStream stream = streams.find(cursor.stream())
                .filter(found ->
                        cursor.shard() >= 0 && cursor.shard() < found.shards().size())
                .orElseThrow(() -> KinesisException.notFound("The iterator's shard does not exist."));
        Shard shard = stream.shards().get(cursor.shard());
        if (streams.limits() && !shard.admitsRead(streams.nowMicros())) {
            meter.readThrottled(stream.name());
            throw KinesisException.throttled(
                    "Rate exceeded for shard " + shard.id() + " in stream " + stream.name() + ".");
        }
        List<StreamRecord> records = shard.read(cursor.position(), limit, MAX_BYTES);
        shard.hasRead(records);
        meter.read(
                stream.name(),
                records.isEmpty() ? 0 : now - records.get(records.size() - 1).arrivalMillis());
        return answer(stream, shard, records, cursor.position(), now);
    }

    private ObjectNode answer(KinesisStream stream, Shard shard, List<StreamRecord> records, long from, long now) {
        ObjectNode answer = JsonNodeFactory.instance.objectNode();
        ArrayNode out = answer.putArray("Records");
        long next = from;
        for (StreamRecord record : records) {
            ObjectNode node = out.addObject();
            node.put("SequenceNumber", record.sequenceNumber());
            node.putPOJO("ApproximateArrivalTimestamp", Instant.ofEpochMilli(record.arrivalMillis()));
            node.put("Data", record.data());
            node.put("PartitionKey", record.partitionKey());
            next = record.position() + 1;
        }
        answer.put("NextShardIterator", cursor(stream, shard, next));
        answer.put("MillisBehindLatest", shard.millisBehind(next, now));
        return answer;
    }

    private String cursor(KinesisStream stream, Shard shard, long position) {
        return new Cursor(stream.name(), shard.index(), position, streams.nowMillis()).encoded();
    }
}
