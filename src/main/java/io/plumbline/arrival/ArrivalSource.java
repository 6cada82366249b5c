package io.plumbline.arrival;

import java.util.List;
import java.util.OptionalLong;

/** The table in which records arrive. Each method is one query; an answer is whole, or there is none. */
public interface ArrivalSource {

    /** What the table can show. */
    Evidence evidence();

    /**
     * The run's rows.
     *
     * @param insertedFromMicros only rows stamped at or after this (the table's clock, epoch microseconds); empty for
     *     all
     */
    Answer<Row> rows(OptionalLong insertedFromMicros) throws QueryFailure;

    /** The run's rows with one of these ids. */
    Answer<Row> rowsOf(List<String> ids) throws QueryFailure;

    /** The rows with one of these ids, of this run or not. */
    Answer<Row> rowsOfAnyRun(List<String> ids) throws QueryFailure;

    /** The run's rows whose ids lie between two ids, both included. */
    Answer<Row> rowsBetween(String firstId, String lastId) throws QueryFailure;

    /** How many rows and different ids the run has, by the first {@code blockLength} characters of the id. */
    Answer<BlockCount> countByBlock(int blockLength) throws QueryFailure;

    /** One row: how the records between two ids kept their order. Needs {@link Evidence#order}. */
    Answer<OrderCount> order(String firstId, String lastId) throws QueryFailure;

    /** One row: how many rows between two ids carry a digest. Needs {@link Evidence#digests}. */
    Answer<Long> countSealed(String firstId, String lastId) throws QueryFailure;

    /**
     * The rows between two ids whose digest seems wrong; whoever asks has to look closer, for the table may write the
     * same data in another form. Needs {@link Evidence#digests}.
     */
    Answer<Sealed> suspects(String firstId, String lastId) throws QueryFailure;

    /** The rows without any id that carry one of these sequence numbers. Needs {@link Evidence#sequenceNumbers}. */
    Answer<Stray> strays(List<String> sequenceNumbers) throws QueryFailure;
}
