package local.kinesis;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;
import java.util.NavigableMap;

/** What streams there are and what they look like. */
final class StreamOperations {

    private static final int MAX_SHARDS = 500;
    private static final int MAX_TAGS = 50;

    private final KinesisStreams streams;

    StreamOperations(KinesisStreams streams) {
        this.streams = streams;
    }

    ObjectNode createStream(Parameters in) {
        String name = in.required("StreamName");
        if (!name.matches("[a-zA-Z0-9_.-]{1,128}")) {
            throw KinesisException.validation(
                    "streamName", "Member must satisfy regular expression pattern: [a-zA-Z0-9_.-]+");
        }
        streams.create(name, in.number("ShardCount", 1, MAX_SHARDS, 1));
        return object();
    }

    ObjectNode listStreams(Parameters in) {
        String after = in.text("ExclusiveStartStreamName").orElse("");
        int limit = in.number("Limit", 1, 10_000, 100);
        ObjectNode answer = object();
        ArrayNode names = answer.putArray("StreamNames");
        boolean more = false;
        for (String name : streams.names()) {
            if (name.compareTo(after) > 0) {
                more = names.size() == limit;
                if (more) {
                    break;
                }
                names.add(name);
            }
        }
        return answer.put("HasMoreStreams", more);
    }

    ObjectNode describeStreamSummary(Parameters in) {
        KinesisStream stream = streams.of(in);
        ObjectNode answer = object();
        describe(answer.putObject("StreamDescriptionSummary"), stream)
                .put("OpenShardCount", stream.shards().size())
                .put("ConsumerCount", 0);
        return answer;
    }

    ObjectNode describeStream(Parameters in) {
        KinesisStream stream = streams.of(in);
        String after = in.text("ExclusiveStartShardId").orElse("");
        int limit = in.number("Limit", 1, 10_000, 100);
        ObjectNode answer = object();
        ObjectNode description = describe(answer.putObject("StreamDescription"), stream);
        description.put("HasMoreShards", shards(description.putArray("Shards"), stream, after, limit));
        return answer;
    }

    ObjectNode listShards(Parameters in) {
        int limit = in.number("MaxResults", 1, 10_000, 1_000);
        String after = in.text("ExclusiveStartShardId").orElse("");
        KinesisStream stream;
        if (in.text("NextToken").isPresent()) {
            String[] token = in.required("NextToken").split("\n", 2);
            stream = streams.find(token[0])
                    .filter(found -> token.length == 2)
                    .orElseThrow(() -> KinesisException.invalidArgument("NextToken is not valid."));
            after = token[1];
        } else {
            stream = streams.of(in);
        }
        ObjectNode answer = object();
        ArrayNode shards = answer.putArray("Shards");
        if (shards(shards, stream, after, limit)) {
            String last = shards.get(shards.size() - 1).get("ShardId").asText();
            answer.put("NextToken", stream.name() + "\n" + last);
        }
        return answer;
    }

    ObjectNode listTagsForStream(Parameters in) {
        NavigableMap<String, String> left =
                streams.of(in).tags().tailMap(in.text("ExclusiveStartTagKey").orElse(""), false);
        int limit = in.number("Limit", 1, MAX_TAGS, MAX_TAGS);
        ObjectNode answer = object();
        ArrayNode tags = answer.putArray("Tags");
        left.entrySet().stream()
                .limit(limit)
                .forEach(tag -> tags.addObject().put("Key", tag.getKey()).put("Value", tag.getValue()));
        return answer.put("HasMoreTags", left.size() > limit);
    }

    private static ObjectNode describe(ObjectNode out, KinesisStream stream) {
        out.put("StreamName", stream.name())
                .put("StreamARN", stream.arn())
                .put("StreamStatus", "ACTIVE")
                .put("RetentionPeriodHours", Shard.RETENTION.toHours())
                .put("EncryptionType", "NONE");
        out.putPOJO("StreamCreationTimestamp", Instant.ofEpochMilli(stream.createdMillis()));
        out.putObject("StreamModeDetails").put("StreamMode", "PROVISIONED");
        out.putArray("EnhancedMonitoring").addObject().putArray("ShardLevelMetrics");
        return out;
    }

    /** Adds shards; says whether there are more. */
    private static boolean shards(ArrayNode out, KinesisStream stream, String after, int limit) {
        for (Shard shard : stream.shards()) {
            if (shard.id().compareTo(after) <= 0) {
                continue;
            }
            if (out.size() == limit) {
                return true;
            }
            ObjectNode description = out.addObject().put("ShardId", shard.id());
            description
                    .putObject("HashKeyRange")
                    .put("StartingHashKey", shard.startingHashKey().toString())
                    .put("EndingHashKey", shard.endingHashKey().toString());
            description.putObject("SequenceNumberRange").put("StartingSequenceNumber", shard.sequenceNumber(0));
        }
        return false;
    }

    private static ObjectNode object() {
        return JsonNodeFactory.instance.objectNode();
    }
}
