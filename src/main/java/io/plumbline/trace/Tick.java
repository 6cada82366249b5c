package io.plumbline.trace;

/**
 * How finely a stamp tells the time: clocks are read in seconds, milliseconds or microseconds, rounded down. Of a single
 * stamp that is not known for sure, but it has no tick wider than this; where it has a finer one more is left open than is
 * open, and of many stamps the finest tells.
 */
public final class Tick {

    private static final int SECOND = 1_000_000;
    private static final int MILLISECOND = 1_000;

    private Tick() {}

    /** The widest tick that can have begun with the stamp, in microseconds: a second, a millisecond or a microsecond. */
    public static int of(long stampMicros) {
        return stampMicros % SECOND == 0 ? SECOND : stampMicros % MILLISECOND == 0 ? MILLISECOND : 1;
    }

    /** The last microsecond at which the clock can have shown the stamp. */
    public static long end(long stampMicros) {
        return stampMicros + of(stampMicros) - 1;
    }
}
