package io.plumbline.gatling;

import java.time.Duration;
import java.util.Optional;

/** What is done about the arrival of records that were put. */
public sealed interface Watch {

    /** Nobody looks for them: put only. */
    Watch NONE = new None();

    /** Until when they have to arrive; empty for the settings' default. */
    default Optional<Duration> within() {
        return Optional.empty();
    }

    /** Whether they are expected to arrive at all. */
    default boolean isTimed() {
        return true;
    }

    /** The user goes on when all of them are seen. */
    record Await(Optional<Duration> within) implements Watch {}

    /** The user goes on when their puts have ended; their arrivals have rows all the same. */
    record Track(Optional<Duration> within) implements Watch {}

    /** The user goes on when their puts have ended, and that is all. */
    record None() implements Watch {

        @Override
        public boolean isTimed() {
            return false;
        }
    }
}
