package io.plumbline.capacity;

import java.time.Duration;

/**
 * How a search goes.
 *
 * @param start rate of the first step, in records a second: half of what is predicted is a good one
 * @param factor by which the rate goes up until a step fails, or down until one passes
 * @param floor the lowest rate that is tried
 * @param ceiling the highest rate that is allowed
 * @param precision how wide the bracket may be in the end, as a share of its lower end
 * @param warmUp of each step, before it is judged
 * @param minLength of a step, its warm-up left out, when it is judged first
 * @param maxLength up to which a step is extended that cannot be decided
 * @param drainLimit how long the backlog may take to come back to its baseline between steps
 * @param maxSteps of the whole search
 * @param maxTime of the whole search
 */
public record SearchSettings(
        double start,
        double factor,
        double floor,
        double ceiling,
        double precision,
        Duration warmUp,
        Duration minLength,
        Duration maxLength,
        Duration drainLimit,
        int maxSteps,
        Duration maxTime) {

    /** Refuses what no search could go by. */
    public SearchSettings {
        require(
                floor > 0 && floor <= start && start <= ceiling,
                "the rates must be 0 < floor %s <= start %s <= ceiling %s".formatted(floor, start, ceiling));
        require(factor > 1, "the factor %s must be above 1".formatted(factor));
        require(precision > 0, "the precision %s must be above 0".formatted(precision));
        require(
                minLength.compareTo(maxLength) <= 0,
                "the shortest step, %s, must not be longer than the longest, %s".formatted(minLength, maxLength));
        require(maxSteps > 0, "at least one step must be allowed, not %s".formatted(maxSteps));
    }

    private static void require(boolean holds, String otherwise) {
        if (!holds) {
            throw new IllegalArgumentException("A search for the capacity: " + otherwise);
        }
    }
}
