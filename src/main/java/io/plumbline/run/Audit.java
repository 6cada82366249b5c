package io.plumbline.run;

import io.plumbline.arrival.Answer;
import io.plumbline.arrival.ArrivalSource;
import io.plumbline.arrival.BlockCount;
import io.plumbline.arrival.PollStatistics;
import io.plumbline.arrival.Poller;
import io.plumbline.arrival.QueryFailure;
import io.plumbline.arrival.Row;
import io.plumbline.ledger.Blocks;
import io.plumbline.ledger.Ledger;
import io.plumbline.ledger.LedgerOwner;
import io.plumbline.result.Conservation.InTable;
import io.plumbline.result.Figures;
import io.plumbline.run.Finding.Known;
import io.plumbline.run.Finding.NotKnown;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The last look at the table: rows and ids are counted by blocks of a thousand ids, and only blocks that differ from
 * what the polls saw are read row by row. The controls are looked at by the same ways as the load.
 */
final class Audit {

    private static final int BLOCK_DIGITS = 3;

    private static final Blocks.Seen NOTHING_SEEN = new Blocks.Seen(0, 0);

    /** What the records are that have some of their rows. */
    private static final String WITH_FEWER_ROWS = "in the table with fewer rows than expected";

    /** So many answered polls that all missed what is there were not unlucky. */
    private static final int POLLS_THAT_SEE_SOMETHING = 3;

    private final ArrivalSource source;
    private final Poller poller;
    private final PollStatistics statistics;
    private final Tries tries;
    private final RowChecks checks;
    private final TraceIds ids;
    private final LedgerOwner ledger;

    Audit(
            ArrivalSource source,
            Poller poller,
            PollStatistics statistics,
            TraceIds ids,
            LedgerOwner ledger,
            Controls controls) {
        this.source = source;
        this.poller = poller;
        this.statistics = statistics;
        this.ids = ids;
        this.ledger = ledger;
        this.tries = new Tries(statistics);
        this.checks = new RowChecks(source, tries, ids, controls);
    }

    /**
     * @param registered how many records were sent: sequence numbers from 0
     * @param keysOfTheirOwn whether records were put with partition keys that order cannot be judged by
     */
    Findings run(long registered, boolean keysOfTheirOwn) {
        long polled = statistics.queries() - statistics.failed();
        long seenByPolls = seen(registered);
        try {
            Look look = look(registered);
            if (!missing().isEmpty()) {
                // Nobody is called lost because of one answer that was behind the times.
                look = look(registered);
            }
            long found = seen(registered);
            List<String> contradictions = seenByPolls == 0 && found > 0 && polled >= POLLS_THAT_SEE_SOMETHING
                    ? List.of(polled + " polls were answered, and none saw any of the " + found
                            + " records that the audit found")
                    : List.of();
            boolean attributable = source.evidence().sequenceNumbers();
            Finding noNumbers = new NotKnown("the table has no column for Kinesis' sequence number");
            return new Findings(
                    Optional.empty(),
                    attributable ? new Known(look.tally.byConsumer()) : noNumbers,
                    attributable ? new Known(look.tally.byProducer()) : noNumbers,
                    unexpected(look),
                    look.tally.otherThanExpected(),
                    keysOfTheirOwn
                            ? new NotKnown("records were put with other keys than #{trace.key}")
                            : checks.order(registered, found),
                    checks.corrupted(registered),
                    new Known(look.foreign),
                    lostWhere(),
                    checks.controls(look.controls),
                    Optional.of(new InTable(look.rows, look.records)),
                    contradictions);
        } catch (QueryFailure e) {
            return Findings.incomplete(String.valueOf(e.getMessage()));
        }
    }

    /** Rows of the blocks that had to be read, and what else the counts showed. */
    private static final class Look {
        private final RowTally tally = new RowTally();
        private long foreign;
        private long controls;
        private long rows;
        private long records;
    }

    private Look look(long registered) throws QueryFailure {
        for (int tried = 1; ; tried++) {
            Look look = new Look();
            Map<Long, Integer> inTable = new HashMap<>();
            Map<Long, Blocks.Seen> known = known(registered);
            Map<Long, BlockCount> counts = counts(registered, look);
            counts.forEach((block, count) -> inTable.put(block, Math.toIntExact(count.ids())));
            long lacking = lacking(known, inTable);
            if (lacking == 0) {
                for (long block : differing(counts, known)) {
                    inTable.put(block, read(block, registered, look));
                }
                lacking = lacking(known(registered), inTable);
            }
            if (lacking == 0) {
                return look;
            }
            if (tried == Tries.MOST) {
                throw new QueryFailure(
                        "the table answers without " + Figures.records(lacking) + " that the polls had found in it",
                        null);
            }
        }
    }

    /** How many records were seen and are not in the table. */
    private static long lacking(Map<Long, Blocks.Seen> known, Map<Long, Integer> inTable) {
        return known.entrySet().stream()
                .mapToLong(block -> block.getValue().records() - inTable.getOrDefault(block.getKey(), 0))
                .filter(less -> less > 0)
                .sum();
    }

    private Map<Long, BlockCount> counts(long registered, Look look) throws QueryFailure {
        Map<Long, BlockCount> inTable = new HashMap<>();
        for (BlockCount count : tries.ask(() -> source.countByBlock(ids.load(0).length() - BLOCK_DIGITS))
                .rows()) {
            String firstId = count.block() + "0".repeat(BLOCK_DIGITS);
            OptionalLong first = ids.sequenceOf(firstId);
            if (first.isPresent() && first.getAsLong() < registered) {
                inTable.put(Blocks.blockOf(first.getAsLong()), count);
                look.rows += count.rows();
                look.records += count.ids();
            } else if (ids.controlOf(firstId).isPresent()) {
                look.controls += count.rows();
            } else {
                look.foreign += count.rows();
            }
        }
        return inTable;
    }

    /** What was seen of each block. */
    private Map<Long, Blocks.Seen> known(long registered) {
        return ledger.ask(asked -> {
                    Map<Long, Blocks.Seen> known = new HashMap<>();
                    for (long block = 0; block * Blocks.SIZE < registered; block++) {
                        known.put(block, asked.seenInBlock(block));
                    }
                    return known;
                })
                .join();
    }

    private long seen(long registered) {
        return known(registered).values().stream()
                .mapToLong(Blocks.Seen::records)
                .sum();
    }

    private static List<Long> differing(Map<Long, BlockCount> inTable, Map<Long, Blocks.Seen> known) {
        List<Long> differing = new ArrayList<>();
        inTable.forEach((block, count) -> {
            Blocks.Seen seen = known.getOrDefault(block, NOTHING_SEEN);
            if (count.ids() != seen.records() || count.rows() != seen.rows()) {
                differing.add(block);
            }
        });
        differing.sort(null);
        return differing;
    }

    /** How many different records of the block are in the table. */
    private int read(long block, long registered, Look look) throws QueryFailure {
        String first = ids.load(block * Blocks.SIZE);
        String last = ids.load(block * Blocks.SIZE + Blocks.SIZE - 1);
        Answer<Row> answer = tries.ask(() -> source.rowsBetween(first, last));
        Map<Long, List<Row>> records = new LinkedHashMap<>();
        for (Row row : answer.rows()) {
            OptionalLong sequence = ids.sequenceOf(row.traceId());
            if (sequence.isEmpty() || sequence.getAsLong() >= registered) {
                look.foreign++;
            } else {
                records.computeIfAbsent(sequence.getAsLong(), number -> new ArrayList<>(1))
                        .add(row);
            }
        }
        ledger.ask(asked -> {
                    records.forEach((sequence, rows) -> {
                        int expected = asked.expectedRows(sequence);
                        rows.forEach(row -> look.tally.add(sequence, expected, row));
                        asked.seen(
                                sequence,
                                rows.stream()
                                        .map(row -> poller.sighting(row, answer.receivedMicros()))
                                        .toList());
                    });
                    return records.size();
                })
                .join();
        return records.size();
    }

    private Finding unexpected(Look look) {
        return ledger.ask(Ledger::expectingNone).join() > 0
                ? new Known(look.tally.unexpected())
                : new NotKnown("no record was to have no rows");
    }

    private Map<Long, String> missing() {
        return ledger.ask(Ledger::missing).join();
    }

    private Map<String, Long> lostWhere() {
        Map<Long, String> missing = missing();
        Map<Long, Integer> partly = ledger.ask(Ledger::partlySeen).join();
        partly.keySet().retainAll(missing.keySet());
        partly.forEach((sequence, rows) -> ledger.tell(told -> told.located(
                sequence, Figures.count(rows) + " of " + told.expectedRows(sequence) + " rows in the table")));
        missing.keySet().removeAll(partly.keySet());
        Map<String, Long> where = new LossSearch(source, statistics, ledger).where(missing);
        if (!partly.isEmpty()) {
            where.put(WITH_FEWER_ROWS, (long) partly.size());
        }
        return where;
    }
}
