package io.plumbline.run;

import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.OrderCount;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.arrival.Sealed;
import io.plumbline.run.Finding.Known;
import io.plumbline.run.Finding.NotKnown;
import io.plumbline.trace.Digest;
import io.plumbline.trace.TraceIds;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** The parts of the audit that look at what rows say: order, digests, controls. A query that fails leaves them unknown. */
final class RowChecks {

    private final ArrivalSource source;
    private final Tries tries;
    private final TraceIds ids;
    private final Controls controls;

    RowChecks(ArrivalSource source, Tries tries, TraceIds ids, Controls controls) {
        this.source = source;
        this.tries = tries;
        this.ids = ids;
        this.controls = controls;
    }

    /** @param found how many records the table has */
    Finding order(long registered, long found) {
        if (!source.evidence().order()) {
            return new NotKnown("the table lacks a column for the key, the sequence number or when the function"
                    + " received a record");
        }
        if (registered == 0) {
            return new Known(0);
        }
        try {
            OrderCount count = tries.ask(() -> source.order(ids.load(0), ids.load(registered - 1)))
                    .rows()
                    .get(0);
            return count.judged() >= found
                    ? new Known(count.overtaken())
                    : new NotKnown("the rows of only " + count.judged() + " of " + found
                            + " records say their key, sequence number and when the function received them");
        } catch (QueryFailure e) {
            return new NotKnown("its query failed: " + e.getMessage());
        }
    }

    Finding corrupted(long registered) {
        if (!source.evidence().digests()) {
            return new NotKnown("the table lacks a column for the digest, the key or the data");
        }
        if (registered == 0) {
            return new Known(0);
        }
        String first = ids.load(0);
        String last = ids.load(registered - 1);
        try {
            long sealed =
                    tries.ask(() -> source.countSealed(first, last)).rows().get(0);
            return sealed > 0
                    ? new Known(wrong(first, last).size())
                    : new NotKnown("no row carries a digest: #{trace.digest} is missing in the body");
        } catch (QueryFailure e) {
            return new NotKnown("its query failed: " + e.getMessage());
        }
    }

    /** The ids of rows whose digest is wrong, by our own reckoning. */
    private Set<String> wrong(String firstId, String lastId) throws QueryFailure {
        return tries.ask(() -> source.suspects(firstId, lastId)).rows().stream()
                .filter(row -> !Digest.matches(row.digest(), row.traceId(), row.key(), row.data()))
                .map(Sealed::traceId)
                .collect(Collectors.toSet());
    }

    /** @param counted how many rows of controls the table has */
    ControlRows controls(long counted) {
        try {
            return readControls(counted);
        } catch (QueryFailure e) {
            return ControlRows.NOT_LOOKED_FOR;
        }
    }

    private ControlRows readControls(long counted) throws QueryFailure {
        for (int tried = 1; ; tried++) {
            List<Row> rows = tries.ask(() -> source.rowsBetween(controls.firstId(), controls.lastId()))
                    .rows();
            if (rows.size() < counted && tried < Tries.MOST) {
                // Behind the times; once, perhaps, but not again and again.
                continue;
            }
            RowTally tally = new RowTally();
            rows.forEach(row -> ids.controlOf(row.traceId()).ifPresent(number -> tally.add(number, 1, row)));
            Set<Long> flagged = source.evidence().digests()
                    ? wrong(controls.firstId(), controls.lastId()).stream()
                            .map(id -> ids.controlOf(id).orElseThrow())
                            .collect(Collectors.toSet())
                    : Set.of();
            return new ControlRows(true, counted, tally.rows(), tally.byConsumer() + tally.byProducer(), flagged);
        }
    }
}
