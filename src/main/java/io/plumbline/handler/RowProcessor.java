package io.plumbline.handler;

import java.util.List;

/** The place for a pipeline's own work in the reference function: look up, enrich, convert. Its time is the stage "Lambda". */
@FunctionalInterface
public interface RowProcessor {

    /** Writes the rows as they were read. */
    RowProcessor NONE = rows -> rows;

    /**
     * Makes of a batch's rows those to be written: one of each, in the same order, its insertId kept.
     *
     * @param rows stamped as received, not yet as done
     * @throws RuntimeException fails the whole batch, which Lambda delivers again
     */
    List<Row> process(List<Row> rows);
}
