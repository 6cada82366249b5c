package io.plumbline.arrival;

/**
 * What the table's columns can show.
 *
 * @param runIds rows carry the run's id, so that one query finds all of them; without it each record is asked for
 * @param insertStamps rows carry a stamp of their insert, by which polls can be narrowed
 * @param sequenceNumbers rows carry Kinesis' sequence number
 * @param order rows also carry the key and when the function received them
 * @param digests rows carry the digest and all that it covers
 */
public record Evidence(boolean runIds, boolean insertStamps, boolean sequenceNumbers, boolean order, boolean digests) {}
