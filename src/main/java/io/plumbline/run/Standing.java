package io.plumbline.run;

import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.State;
import io.plumbline.result.Figures;
import java.util.OptionalDouble;

/**
 * How a run stands while it goes on.
 *
 * @param p95 from end to end in milliseconds, of the records that are settled so far; empty where it lies among the lost
 *     or there are none
 */
record Standing(long sent, long inFlight, long arrived, long late, long lost, OptionalDouble p95) {

    static Standing of(Ledger ledger, OptionalDouble p95) {
        long late = ledger.count(State.LATE);
        return new Standing(
                ledger.registered(),
                ledger.openCount(),
                ledger.count(State.ON_TIME) + late,
                late,
                ledger.count(State.LOST),
                p95);
    }

    String text() {
        return Figures.count(sent) + " sent, " + Figures.count(inFlight) + " in flight, " + Figures.count(arrived)
                + " arrived, " + Figures.count(late) + " late, " + Figures.count(lost) + " lost, p95 "
                + (p95.isPresent() ? Figures.duration(p95.getAsDouble()) : "-");
    }
}
