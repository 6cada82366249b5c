package io.plumbline.capacity;

/**
 * How a drain ended.
 *
 * @param backlog records still on their way, those left out that are known to be lost
 * @param lost records of the step before that are known to be lost
 */
public record Drained(long atMicros, long backlog, long lost) {}
