package io.plumbline.ledger;

/** What became of a record, once nothing can change it any more. */
public enum State {
    /** Every attempt was refused, or it failed before its put left. */
    REJECTED,
    /** An attempt went unanswered, none was acknowledged, and it never arrived: nobody knows. */
    AMBIGUOUS,
    /** Arrived within its deadline. */
    ON_TIME,
    /** Arrived after its deadline. */
    LATE,
    /** Acknowledged; a complete audit looked and it was not there. */
    LOST,
    /** Acknowledged; the measuring side could not tell. */
    UNRESOLVED,
    /** Acknowledged, and nothing was expected to arrive. */
    UNTIMED
}
