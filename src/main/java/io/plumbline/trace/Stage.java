package io.plumbline.trace;

/**
 * The time between two stamps of a record. The stamps may be of different clocks, so the time may be negative.
 *
 * @param fromMicros epoch microseconds
 * @param toMicros epoch microseconds
 */
public record Stage(String name, long fromMicros, long toMicros) {

    /** The round trip of the put, beside the chain of stages. */
    public static final String KINESIS_PUT = "Kinesis put";

    /** From the send to the moment a query finds the row. */
    public static final String END_TO_END = "End to end";

    public long micros() {
        return toMicros - fromMicros;
    }

    /** A stage's name: the places it lies between; inside Lambda that is one place. */
    static String name(Stamp from, Stamp to) {
        if (from == Stamp.LAMBDA_RECEIVED && to == Stamp.LAMBDA_DONE) {
            return "Lambda";
        }
        return from.place() + " to " + to.place();
    }
}
