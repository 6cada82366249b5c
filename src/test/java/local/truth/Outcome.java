package local.truth;

import local.truth.Fate.Mark;

/** What a record's fate amounts to for somebody who knows only what can be known; names as in the contract. */
enum Outcome {
    REJECTED("rejected"),
    AMBIGUOUS("ambiguous"),
    ON_TIME("onTime"),
    LATE("late"),
    LOST("lost"),
    UNTIMED("untimed");

    private final String count;

    Outcome(String count) {
        this.count = count;
    }

    /** The count's name in run.json and local-truth.json. */
    String count() {
        return count;
    }

    static Outcome of(Fate fate, HandedOver sent) {
        long visible = fate.visibleMicros(sent.rows());
        if (visible > 0 && sent.timed()) {
            return visible <= sent.deadlineMicros() ? ON_TIME : LATE;
        }
        if (fate.is(Mark.ACKNOWLEDGED)) {
            return sent.timed() ? LOST : UNTIMED;
        }
        // A put that was never seen here broke on its way: nobody on the other side can tell it from an unanswered one.
        boolean refusedOnly = sent.refusedLocally() || fate.is(Mark.REFUSED) && !fate.is(Mark.UNANSWERED);
        return refusedOnly ? REJECTED : AMBIGUOUS;
    }
}
