package io.plumbline.arrival;

import io.plumbline.ledger.Sighting;
import io.plumbline.trace.TraceIds;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks the table for the run's rows, one query at a time, and says which records it saw for the first time. */
public final class Poller {

    private final PollPlan plan;
    private final TraceIds ids;
    private final Consumer<Map<Long, Sighting>> sightings;
    private final LongConsumer controls;

    /**
     * @param sightings is told the records that a poll saw
     * @param controls is told the number of each control that a poll saw
     */
    public Poller(PollPlan plan, TraceIds ids, Consumer<Map<Long, Sighting>> sightings, LongConsumer controls) {
        this.plan = plan;
        this.ids = ids;
        this.sightings = sightings;
        this.controls = controls;
    }

    /** One poll. A failed one is counted and proves nothing. */
    public void poll() {
        Answer<Row> answer;
        try {
            answer = plan.ask();
        } catch (QueryFailure e) {
            return;
        }
        sightings.accept(sighted(answer));
        plan.answered(answer);
    }

    /** What is known of rows that a query outside the schedule found. */
    public Sighting sighting(Row row, long presentMicros) {
        return new Sighting(row.stamps(), plan.absentAt(row.stamps()), presentMicros, row.sequenceNumber());
    }

    private Map<Long, Sighting> sighted(Answer<Row> answer) {
        Map<Long, Sighting> sighted = new HashMap<>();
        for (Row row : answer.rows()) {
            ids.sequenceOf(row.traceId())
                    .ifPresent(sequence ->
                            sighted.computeIfAbsent(sequence, first -> sighting(row, answer.receivedMicros())));
            ids.controlOf(row.traceId()).ifPresent(controls);
        }
        return sighted;
    }
}
