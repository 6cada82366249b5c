package io.plumbline.preflight;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * What is known of a load before it begins.
 *
 * @param users who begin in all loads together; each is taken to put a record
 * @param duration of the longest load
 * @param rate users a second over ten seconds, at the peak of the load that has the highest
 */
public record LoadPlan(OptionalLong users, Optional<Duration> duration, OptionalDouble rate) {

    /** Nothing is. */
    public static final LoadPlan UNKNOWN = new LoadPlan(OptionalLong.empty(), Optional.empty(), OptionalDouble.empty());
}
