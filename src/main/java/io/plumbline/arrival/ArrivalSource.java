package io.plumbline.arrival;

import java.util.OptionalLong;

/** The table in which records arrive. Each method is one query; an answer is whole, or there is none. */
public interface ArrivalSource {

    /**
     * The run's rows.
     *
     * @param insertedFromMicros only rows stamped at or after this (the table's clock, epoch microseconds); empty for
     *     all
     */
    Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure;

    /** The run's rows whose ids lie between two ids, both included. */
    Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure;

    /** How many rows and different ids the run has, by the first {@code blockLength} characters of the id. */
    Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure;

    /** Whether rows carry the stamp that {@link #rows} can filter by. */
    boolean canFilterByInsert();

    /** Whether rows carry Kinesis' sequence number. */
    boolean hasSequenceNumber();
}
