package io.plumbline.arrival;

import io.plumbline.trace.Stamps;

/** What each poll asks for, and what one that did not find a row proves. */
public interface PollPlan {

    /** One poll. */
    Answer<Row> ask() throws QueryFailure;

    /**
     * When the last poll that would have found a row with these stamps, and did not, began; {@code Long.MIN_VALUE} where
     * none was. For rows that no earlier poll has found.
     */
    long absentAt(Stamps row);

    /** Takes note of an answered poll, after its rows were looked up by {@link #absentAt}. */
    void answered(Answer<Row> answer);
}
