package io.plumbline.aws;

/** How a put ended. */
public sealed interface PutOutcome {

    /** Kinesis took the record. */
    record Acknowledged(String sequenceNumber, String shardId) implements PutOutcome {}

    /** Kinesis did not take the record, or it never left the generator. */
    record Refused(String code, String message) implements PutOutcome {}

    /** The attempt broke or timed out on the way: Kinesis may have taken the record or not. */
    record Unanswered(String code, String message) implements PutOutcome {}
}
