package io.plumbline.run;

import io.plumbline.result.Conservation.InTable;
import io.plumbline.run.Finding.NotKnown;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the audit saw beside the records themselves.
 *
 * @param failure why the audit is not complete, as a sentence; nothing else is known then
 * @param duplicatesByConsumer surplus rows with a Kinesis sequence number that another row of the record has
 * @param duplicatesByProducer surplus sequence numbers
 * @param unexpected rows of records that were to have none
 * @param rows how many rows each record has that has another number of them than it is to have
 * @param outOfOrder records of which the function received a later one of the same key earlier
 * @param corrupted records whose digest differs from what it covers
 * @param foreign rows with ids that this run did not send
 * @param lostWhere how many of the lost records got how far
 * @param controls what became of the records that were treated wrongly on purpose
 * @param inTable how many rows and records of the load the table has; empty where nobody counted
 * @param contradictions what the polls and the audit cannot both be right about, a sentence each
 */
record Findings(
        Optional<String> failure,
        Finding duplicatesByConsumer,
        Finding duplicatesByProducer,
        Finding unexpected,
        Map<Long, Integer> rows,
        Finding outOfOrder,
        Finding corrupted,
        Finding foreign,
        Map<String, Long> lostWhere,
        ControlRows controls,
        Optional<InTable> inTable,
        List<String> contradictions) {

    /** Why a run without a table knows nothing of what is in it. */
    static final String NO_TABLE = "no table was looked at";

    static Findings incomplete(String failure) {
        return nothing(Optional.of(failure), "the audit was not complete");
    }

    /** Nothing was to be looked at. */
    static Findings withoutTable() {
        return nothing(Optional.empty(), NO_TABLE);
    }

    private static Findings nothing(Optional<String> failure, String why) {
        Finding notKnown = new NotKnown(why);
        return new Findings(
                failure,
                notKnown,
                notKnown,
                notKnown,
                Map.of(),
                notKnown,
                notKnown,
                notKnown,
                Map.of(),
                ControlRows.NOT_LOOKED_FOR,
                Optional.empty(),
                List.of());
    }

    boolean complete() {
        return failure.isEmpty();
    }
}
