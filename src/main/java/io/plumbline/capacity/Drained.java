package io.plumbline.capacity;

/**
 * How a drain ended.
 *
 * @param backlog records still on their way, those left out that are given up
 * @param missing records of the step before that are given up: they did not arrive, and neither did any other
 */
public record Drained(long atMicros, long backlog, long missing) {}
