package io.plumbline.arrival;

import io.plumbline.ledger.Sighting;
import io.plumbline.trace.MicroClock;
import io.plumbline.trace.Stamp;
import io.plumbline.trace.TraceIds;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;

/** Asks the table for the run's rows, one query at a time, and says which records it saw for the first time. */
public final class Poller {

    private final ArrivalSource source;
    private final TraceIds ids;
    private final MicroClock clock;
    private final Consumer<Map<Long, Sighting>> sightings;
    private final LongConsumer controls;
    private final ArrivalWindow window = new ArrivalWindow();
    private final PollStatistics statistics;

    /**
     * @param sightings is told the records that a poll saw
     * @param controls is told the number of each control that a poll saw
     */
    public Poller(
            ArrivalSource source,
            TraceIds ids,
            MicroClock clock,
            PollStatistics statistics,
            Consumer<Map<Long, Sighting>> sightings,
            LongConsumer controls) {
        this.source = source;
        this.ids = ids;
        this.clock = clock;
        this.statistics = statistics;
        this.sightings = sightings;
        this.controls = controls;
    }

    /** One poll. A failed one is counted and proves nothing. */
    public void poll() {
        OptionalLong from = source.evidence().insertStamps() ? window.next(clock.nowMicros()) : OptionalLong.empty();
        Answer<Row> answer;
        try {
            answer = statistics.counting(() -> source.rows(from));
        } catch (QueryFailure e) {
            return;
        }
        sightings.accept(sighted(answer));
        window.answered(from, answer.sentMicros(), newestInsert(answer));
    }

    /** What is known of rows that a query outside the schedule found. */
    public Sighting sighting(Row row, long presentMicros) {
        return new Sighting(
                row.stamps(), window.absentAt(row.stamps().at(Stamp.INSERTED)), presentMicros, row.sequenceNumber());
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

    private static OptionalLong newestInsert(Answer<Row> answer) {
        return answer.rows().stream()
                .flatMapToLong(row -> row.stamps().at(Stamp.INSERTED).stream())
                .max();
    }
}
