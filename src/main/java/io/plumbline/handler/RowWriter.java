package io.plumbline.handler;

import java.time.Duration;
import java.util.List;
import java.util.SortedMap;

/** Writes rows into the table. */
@FunctionalInterface
public interface RowWriter {

    /**
     * Writes what can be written.
     *
     * @return the rows that were not written, by their position; empty when all were
     * @throws RuntimeException when it cannot be told which rows were written
     */
    SortedMap<Integer, Refusal> write(List<Row> rows);

    /**
     * As {@link #write(List)}, in no more than this time: what is not known to be written by then counts as not
     * written. A writer that does not override this takes as long as it takes.
     */
    default SortedMap<Integer, Refusal> write(List<Row> rows, Duration timeLeft) {
        return write(rows);
    }

    /**
     * Why a row was not written.
     *
     * @param permanent whether the row itself is at fault, so that sending it again is in vain
     */
    record Refusal(boolean permanent, String reason) {}
}
