package io.plumbline.arrival;

/** What each poll asks for, and what one that did not find a row proves. */
public interface PollPlan {

    /** One poll; rows that an earlier one found may be left out. */
    Answer<Row> ask() throws QueryFailure;

    /**
     * As of when the last poll that would have found this row did not find it, on the generator's clock;
     * {@code Long.MIN_VALUE} where none was. For rows that no earlier poll has found.
     */
    long absentAt(Row row);

    /** Takes note of an answered poll, after its rows were looked up by {@link #absentAt}. */
    void answered(Answer<Row> answer, Snapshot snapshot);
}
