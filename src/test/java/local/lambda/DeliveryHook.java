package local.lambda;

import java.util.List;
import local.kinesis.StreamRecord;

/** May keep records from the function: where faults meet the event source mapping. */
public interface DeliveryHook {

    DeliveryHook FAULTLESS = new DeliveryHook() {};

    /** These were read, before anything else is asked of them; none where there was nothing to read. */
    default void polled(List<StreamRecord> records) {}

    /** Whether to give this record to the function at all; asked once a record. */
    default boolean delivers(StreamRecord record) {
        return true;
    }

    /** Whether to give this record to the function only after the next batch; asked once a record. */
    default boolean heldBack(StreamRecord record) {
        return false;
    }

    /** Whether this invocation fails before the function runs; asked at each attempt. */
    default boolean fails(List<StreamRecord> batch) {
        return false;
    }

    /** How many records of the batch the function gets to; the others are reported as failed. Asked at each attempt. */
    default int processed(List<StreamRecord> batch) {
        return batch.size();
    }

    /** These are not tried again. */
    default void givenUp(List<StreamRecord> batch) {}
}
