package local.kinesis;

/** Is told what a stream takes and gives, once a request: where metrics meet Kinesis. */
public interface StreamMeter {

    StreamMeter NONE = new StreamMeter() {};

    /**
     * @param taken records that were stored
     * @param throttled records that were not, because of a limit
     */
    default void put(String stream, int taken, int throttled) {}

    /** @param ageMillis of the last record that was read; 0 where there was none */
    default void read(String stream, long ageMillis) {}

    default void readThrottled(String stream) {}
}
