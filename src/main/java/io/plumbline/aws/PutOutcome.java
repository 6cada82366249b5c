package io.plumbline.aws;

/** How a put ended. */
public sealed interface PutOutcome {

    /** Kinesis took the record. */
    record Acknowledged(String sequenceNumber, String shardId) implements PutOutcome {}

    /** Kinesis did not take the record, or it never left the generator. */
    record Refused(String code, String message) implements PutOutcome {

        /** The code of a put for which no connection became free: the generator's fault, not the service's. */
        static final String NO_FREE_CONNECTION = "no free connection";

        public boolean forWantOfAConnection() {
            return code.equals(NO_FREE_CONNECTION);
        }
    }

    /** The attempt broke or timed out on the way: Kinesis may have taken the record or not. */
    record Unanswered(String code, String message) implements PutOutcome {}
}
