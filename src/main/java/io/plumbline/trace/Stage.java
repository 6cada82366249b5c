package io.plumbline.trace;

/**
 * The time between two stamps of a record. The stamps may be of different clocks, so the time may be negative.
 *
 * @param fromMicros epoch microseconds
 * @param toMicros epoch microseconds
 */
public record Stage(Stamp from, Stamp to, long fromMicros, long toMicros) {

    /** The round trip of the put, beside the chain of stages. */
    public static final String KINESIS_PUT = "Kinesis put";

    /** From the send to the moment a query finds the row. */
    public static final String END_TO_END = "End to end";

    private static final String[][] NAMES = names();

    public long micros() {
        return toMicros - fromMicros;
    }

    /** The places it lies between; inside Lambda that is one place. */
    public String name() {
        return NAMES[from.ordinal()][to.ordinal()];
    }

    private static String[][] names() {
        Stamp[] stamps = Stamp.values();
        String[][] names = new String[stamps.length][stamps.length];
        for (Stamp from : stamps) {
            for (Stamp to : stamps) {
                names[from.ordinal()][to.ordinal()] =
                        from.place().equals(to.place()) ? from.place() : from.place() + " to " + to.place();
            }
        }
        return names;
    }
}
