package io.plumbline.aws;

import software.amazon.awssdk.services.kinesis.model.StreamDescriptionSummary;
import software.amazon.awssdk.services.kinesis.model.StreamMode;

/**
 * What a stream says of itself.
 *
 * @param openShards that take records now
 * @param onDemand whether the service adds shards as they are needed
 */
public record StreamFacts(String name, String arn, String status, int openShards, boolean onDemand) {

    static StreamFacts of(StreamDescriptionSummary stream) {
        return new StreamFacts(
                stream.streamName(),
                stream.streamARN(),
                String.valueOf(stream.streamStatus()),
                stream.openShardCount(),
                stream.streamModeDetails() != null && stream.streamModeDetails().streamMode() == StreamMode.ON_DEMAND);
    }

    /** A stream that is being resharded does, too. */
    public boolean takesRecords() {
        return status.equals("ACTIVE") || status.equals("UPDATING");
    }
}
