package io.plumbline.trace;

/**
 * How far a party's clock is ahead of the generator's, as time goes on. The bounds hold the truth as long as all pairs of
 * stamps that they were made from had the order that they were said to have. Made by {@link ClockComparison}; immutable.
 */
public sealed interface ClockOffset permits SteadyClock, SteppedClock, ClockOffset.Unknown {

    /** Of the generator's own clock. */
    ClockOffset NONE = SteadyClock.GENERATOR;

    /** @param generatorMicros epoch microseconds on the generator's clock */
    Range at(long generatorMicros);

    /** What it is at any time between two, in epoch microseconds on the generator's clock. */
    Range during(long earliestMicros, long latestMicros);

    /**
     * When on the generator's clock the party's clock showed this.
     *
     * @param stampMicros epoch microseconds on the party's clock
     */
    Range momentOf(long stampMicros);

    /** Of a party of which too little was seen to bound its clock on both sides. */
    record Unknown() implements ClockOffset {
        @Override
        public Range at(long generatorMicros) {
            return Range.ANYTHING;
        }

        @Override
        public Range during(long earliestMicros, long latestMicros) {
            return Range.ANYTHING;
        }

        @Override
        public Range momentOf(long stampMicros) {
            return Range.ANYTHING;
        }
    }

    /** An interval of microseconds, ends included; infinite where nothing is known. */
    record Range(double lower, double upper) {

        public static final Range ANYTHING = new Range(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

        public boolean known() {
            return upper - lower < Double.POSITIVE_INFINITY;
        }

        /** The middle. */
        public double point() {
            return (lower + upper) / 2;
        }

        /** What is expected where that is possible, the middle otherwise. */
        public double likely(double expected) {
            return lower <= expected && expected <= upper ? expected : point();
        }

        public double halfWidth() {
            return (upper - lower) / 2;
        }

        /** What the difference of one in this range and one in the other can be. */
        public Range minus(Range other) {
            return new Range(lower - other.upper, upper - other.lower);
        }

        /** The narrowest range that holds both. */
        public Range hull(Range other) {
            return new Range(Math.min(lower, other.lower), Math.max(upper, other.upper));
        }
    }
}
