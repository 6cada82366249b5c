package io.plumbline.result;

/**
 * Where a run's time or records most likely went, and what to do next. A guess from the run record, never a measurement.
 *
 * @param where a stage's name, {@code Kinesis}, {@code Generator} or {@code Measurement}
 * @param why a sentence with the figures that speak for it
 * @param next a sentence that says what to do or to look at next
 */
public record Suspicion(String where, String why, String next) {}
