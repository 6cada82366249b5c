package local.lambda;

import local.kinesis.StreamRecord;

/** May keep records from the function: where faults meet the event source mapping. */
@FunctionalInterface
public interface DeliveryHook {

    /** Whether to give this record to the function; asked once a record. */
    boolean delivers(StreamRecord record);
}
