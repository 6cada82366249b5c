package io.plumbline.gatling;

import io.gatling.javaapi.core.CheckBuilder;
import java.util.Optional;

/**
 * What the checks on a put look at: the last outcomes of all records that were put together.
 *
 * @param sequenceNumber of the first record that Kinesis took
 * @param shardId where that record is
 * @param failedRecordCount how many records Kinesis did not take, or may not have taken
 */
public record PutResponse(Optional<String> sequenceNumber, Optional<String> shardId, int failedRecordCount) {

    public static CheckBuilder.Find<String> sequenceNumberCheck() {
        return ResponseCheck.on(PutResponse.class, "sequenceNumber", String.class, PutResponse::sequenceNumber);
    }

    public static CheckBuilder.Find<String> shardIdCheck() {
        return ResponseCheck.on(PutResponse.class, "shardId", String.class, PutResponse::shardId);
    }

    public static CheckBuilder.Find<Integer> failedRecordCountCheck() {
        return ResponseCheck.on(
                PutResponse.class,
                "failedRecordCount",
                Integer.class,
                response -> Optional.of(response.failedRecordCount()));
    }
}
