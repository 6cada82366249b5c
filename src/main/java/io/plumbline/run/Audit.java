package io.plumbline.run;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.ledger.Blocks;
import io.plumbline.ledger.LedgerThread;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The last look at the table: rows and ids are counted by blocks of a thousand ids, and only blocks that differ from
 * what the polls saw are read row by row.
 */
final class Audit {

    /** A query that fails now may work in a moment; one that fails this often leaves the audit incomplete. */
    private static final int TRIES = 3;

    private static final int BLOCK_DIGITS = 3;

    private final ArrivalSource source;
    private final Poller poller;
    private final PollStatistics statistics;
    private final TraceIds ids;
    private final LedgerThread ledger;

    Audit(ArrivalSource source, Poller poller, PollStatistics statistics, TraceIds ids, LedgerThread ledger) {
        this.source = source;
        this.poller = poller;
        this.statistics = statistics;
        this.ids = ids;
        this.ledger = ledger;
    }

    /**
     * What the audit saw beside the records themselves.
     *
     * @param complete whether every query was answered; nothing is known otherwise
     * @param duplicatesByConsumer surplus rows with the Kinesis sequence number of the record's first row
     * @param duplicatesByProducer surplus rows with another one
     * @param foreign rows with ids that this run did not send
     */
    record Findings(boolean complete, long duplicatesByConsumer, long duplicatesByProducer, long foreign) {

        static Findings incomplete() {
            return new Findings(false, 0, 0, 0);
        }

        private Findings plus(long consumer, long producer, long others) {
            return new Findings(
                    complete, duplicatesByConsumer + consumer, duplicatesByProducer + producer, foreign + others);
        }
    }

    /** @param registered how many records were sent: sequence numbers from 0 */
    Findings run(long registered) {
        try {
            Map<Long, BlockCount> inTable = new HashMap<>();
            long foreign = 0;
            for (BlockCount count : ask(() -> source.countByBlock(ids.load(0).length() - BLOCK_DIGITS))
                    .rows()) {
                OptionalLong first = ids.sequenceOf(count.block() + "0".repeat(BLOCK_DIGITS));
                if (first.isPresent() && first.getAsLong() < registered) {
                    inTable.put(Blocks.blockOf(first.getAsLong()), count);
                } else {
                    foreign += count.rows();
                }
            }
            Findings findings = new Findings(true, 0, 0, foreign);
            for (long block : differing(inTable)) {
                findings = readBlock(block, registered, findings);
            }
            return findings;
        } catch (QueryFailure e) {
            return Findings.incomplete();
        }
    }

    private List<Long> differing(Map<Long, BlockCount> inTable) {
        Map<Long, Integer> seen = ledger.ask(asked -> {
                    Map<Long, Integer> counts = new HashMap<>();
                    inTable.keySet()
                            .forEach(block ->
                                    counts.put(block, asked.seenByBlock().count(block)));
                    return counts;
                })
                .join();
        List<Long> differing = new ArrayList<>();
        inTable.forEach((block, count) -> {
            int known = seen.getOrDefault(block, 0);
            if (count.ids() != known || count.rows() != known) {
                differing.add(block);
            }
        });
        differing.sort(null);
        return differing;
    }

    private Findings readBlock(long block, long registered, Findings before) throws QueryFailure {
        String first = ids.load(block * Blocks.SIZE);
        String last = ids.load(block * Blocks.SIZE + Blocks.SIZE - 1);
        Answer<Row> answer = ask(() -> source.rowsBetween(first, last));
        Findings findings = before;
        Map<Long, Row> firstRows = new HashMap<>();
        for (Row row : answer.rows()) {
            OptionalLong sequence = ids.sequenceOf(row.traceId());
            if (sequence.isEmpty() || sequence.getAsLong() >= registered) {
                findings = findings.plus(0, 0, 1);
                continue;
            }
            long number = sequence.getAsLong();
            Row firstRow = firstRows.putIfAbsent(number, row);
            if (firstRow == null) {
                ledger.tell(told -> told.seen(number, poller.sighting(row, answer.receivedMicros())));
            } else if (sameSequenceNumber(firstRow, row)) {
                findings = findings.plus(1, 0, 0);
            } else {
                findings = findings.plus(0, 1, 0);
            }
        }
        return findings;
    }

    private static boolean sameSequenceNumber(Row first, Row other) {
        return first.sequenceNumber() != null && first.sequenceNumber().equals(other.sequenceNumber());
    }

    private <T> Answer<T> ask(PollStatistics.Query<T> query) throws QueryFailure {
        for (int tried = 1; ; tried++) {
            try {
                return statistics.counting(query);
            } catch (QueryFailure e) {
                if (tried == TRIES) {
                    throw e;
                }
            }
        }
    }
}
