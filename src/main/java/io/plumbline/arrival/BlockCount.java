package io.plumbline.arrival;

/**
 * Rows whose ids begin alike.
 *
 * @param block what the ids begin with
 */
public record BlockCount(String block, long rows, long ids) {}
