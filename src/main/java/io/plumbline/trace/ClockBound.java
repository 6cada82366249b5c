package io.plumbline.trace;

/**
 * What an offset does not exceed, or does not fall below, at one moment.
 *
 * @param generatorMicros when, in epoch microseconds on the generator's clock
 * @param offsetMicros what a party's clock is ahead of the generator's
 */
record ClockBound(long generatorMicros, long offsetMicros) {}
