package io.plumbline.arrival;

/**
 * How records kept the order of their keys.
 *
 * @param judged records whose rows say enough
 * @param overtaken those of which the function received a later record of the same key earlier: one with a higher
 *     sequence number of Kinesis
 */
public record OrderCount(long judged, long overtaken) {}
