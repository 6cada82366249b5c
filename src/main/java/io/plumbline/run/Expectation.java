package io.plumbline.run;

import java.time.Duration;
import java.util.Optional;

/**
 * What a record is to become in the table.
 *
 * @param within until when it has to arrive, from its send; empty for the settings' default
 * @param timed whether an arrival is expected
 * @param rows how many it is to have; of those that nobody times, too, for more are duplicates
 */
public record Expectation(Optional<Duration> within, boolean timed, int rows) {

    /** An arrival of so many rows, within the settings' default. */
    public static Expectation arrival(int rows) {
        return new Expectation(Optional.empty(), true, rows);
    }

    /** Put only. */
    public static final Expectation NOTHING_SAID = new Expectation(Optional.empty(), false, 1);

    /** There are to be no rows. */
    public static final Expectation NO_ROWS = new Expectation(Optional.empty(), false, 0);
}
