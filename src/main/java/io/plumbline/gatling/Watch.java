package io.plumbline.gatling;

import io.plumbline.run.Expectation;

/** What is done about the arrival of records that were put. */
public sealed interface Watch {

    /** Nobody looks for them: put only. */
    Watch NONE = new Unwatched(Expectation.NOTHING_SAID);

    /** They are not to arrive: whoever filters them is to have done so. */
    Watch NO_ROWS = new Unwatched(Expectation.NO_ROWS);

    /** What they are to become. */
    Expectation expected();

    /** The user goes on when all of them are seen. */
    record Await(Expectation expected) implements Watch {}

    /** The user goes on when their puts have ended; their arrivals have rows all the same. */
    record Track(Expectation expected) implements Watch {}

    /** The user goes on when their puts have ended, and that is all. */
    record Unwatched(Expectation expected) implements Watch {}

    /** The same, of records that are to have another number of rows. */
    default Watch rows(int rows) {
        Expectation more = new Expectation(expected().within(), expected().timed(), rows);
        return this instanceof Await ? new Await(more) : new Track(more);
    }

    /** Whether they are expected to arrive at all. */
    default boolean isTimed() {
        return expected().timed();
    }
}
