package io.plumbline.capacity;

import java.time.Duration;

/** What a search wants next. */
public sealed interface Instruction {

    /** No load, until no more records than the baseline are on their way; {@link CapacitySearch#after(Drained)} follows. */
    record Drain(long baseline, Duration limit) implements Instruction {}

    /**
     * Load at a steady rate, in records a second; {@link CapacitySearch#after(StepObservation)} follows.
     *
     * @param warmUp not to be observed
     * @param minLength after the warm-up, when to judge it first
     * @param maxLength after the warm-up, when to end it in any case
     */
    record Step(double rate, Duration warmUp, Duration minLength, Duration maxLength) implements Instruction {

        private static final int LONGER = 2;

        /**
         * How long a step should be that could not be decided: twice as long, so that it is not looked at until chance
         * decides it. The same if it cannot get longer.
         */
        public Duration extended(Duration length) {
            Duration longer = length.multipliedBy(LONGER);
            return longer.compareTo(maxLength) < 0 ? longer : maxLength;
        }
    }

    /** Nothing; the search is over. */
    record Done(CapacityResult result) implements Instruction {}
}
