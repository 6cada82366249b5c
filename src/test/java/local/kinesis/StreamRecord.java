package local.kinesis;

/**
 * A record as the stream holds it.
 *
 * @param position counted from 0 in its shard
 * @param ordinal counted from 1 over the load's records as they were accepted; 0 for all others
 * @param shardPrefix what the sequence numbers of its shard start with
 * @param arrivalMillis ApproximateArrivalTimestamp, on the stand-in's AWS clock
 */
public record StreamRecord(
        long position, long ordinal, String shardPrefix, long arrivalMillis, String partitionKey, byte[] data) {

    /** What a record costs in memory beside its data and key. */
    private static final int OVERHEAD_BYTES = 120;

    /** Made when it is asked for: it would be a fifth of what the record takes. */
    public String sequenceNumber() {
        return SequenceNumber.of(shardPrefix, position);
    }

    int heldBytes() {
        return data.length + partitionKey.length() + OVERHEAD_BYTES;
    }
}
