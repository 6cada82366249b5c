package io.plumbline.arrival;

import io.plumbline.arrival.Clocks.Offsets;
import io.plumbline.ledger.Sighting;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks the table for the run's rows, one query at a time, and says which records it saw. */
public final class Poller {

    private final PollPlan plan;
    private final TraceIds ids;
    private final Clocks clocks;
    private final Consumer<Map<Long, List<Sighting>>> sightings;
    private final LongConsumer controls;

    /**
     * @param sightings is told the records that a poll saw, each with the rows that it found of it
     * @param controls is told the number of each control that a poll saw
     */
    public Poller(
            PollPlan plan,
            TraceIds ids,
            Clocks clocks,
            Consumer<Map<Long, List<Sighting>>> sightings,
            LongConsumer controls) {
        this.plan = plan;
        this.ids = ids;
        this.clocks = clocks;
        this.sightings = sightings;
        this.controls = controls;
    }

    /** One poll; whether it was answered. A failed one is counted and proves nothing. */
    public boolean poll() {
        Answer<Row> answer;
        try {
            answer = plan.ask();
        } catch (QueryFailure e) {
            return false;
        }
        clocks.queried(answer);
        Offsets offsets = clocks.update();
        Snapshot snapshot = Snapshot.of(answer, offsets.bigquery());
        sightings.accept(sighted(answer, snapshot, offsets));
        plan.answered(answer, snapshot);
        return true;
    }

    /** What is known of rows that a query outside the schedule found. */
    public Sighting sighting(Row row, long presentMicros) {
        return sighting(row, presentMicros, clocks.offsets());
    }

    private Map<Long, List<Sighting>> sighted(Answer<Row> answer, Snapshot snapshot, Offsets offsets) {
        Map<Long, List<Sighting>> sighted = new HashMap<>();
        for (Row row : answer.rows()) {
            ids.sequenceOf(row.traceId())
                    .ifPresent(sequence -> sighted.computeIfAbsent(sequence, first -> new ArrayList<>(1))
                            .add(sighting(row, snapshot.latestMicros(), offsets)));
            ids.controlOf(row.traceId()).ifPresent(controls);
        }
        return sighted;
    }

    private Sighting sighting(Row row, long presentMicros, Offsets offsets) {
        return Sightings.of(row, plan.absentAt(row), presentMicros, offsets);
    }
}
