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
import io.plumbline.result.Figures;
import io.plumbline.run.Finding.Known;
import io.plumbline.run.Finding.NotKnown;
import io.plumbline.trace.TraceIds;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;

/**
 * The last look at the table: rows and ids are counted by blocks of a thousand ids, and only blocks that differ from
 * what the polls saw are read row by row. The controls are looked at by the same ways as the load.
 */
final class Audit {

    private static final int BLOCK_DIGITS = 3;

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
                    look.doubled(),
                    keysOfTheirOwn
                            ? new NotKnown("records were put with other keys than #{trace.key}")
                            : checks.order(registered, found),
                    checks.corrupted(registered),
                    new Known(look.foreign),
                    lostWhere(),
                    checks.controls(look.controls),
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

        private Map<Long, Integer> doubled() {
            return tally.rows().entrySet().stream()
                    .filter(rows -> rows.getValue() > 1)
                    .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue));
        }
    }

    private Look look(long registered) throws QueryFailure {
        for (int tried = 1; ; tried++) {
            Look look = new Look();
            Map<Long, Integer> inTable = new HashMap<>();
            Map<Long, Integer> known = known(registered);
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
    private static long lacking(Map<Long, Integer> known, Map<Long, Integer> inTable) {
        return known.entrySet().stream()
                .mapToLong(block -> block.getValue() - inTable.getOrDefault(block.getKey(), 0))
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
            } else if (ids.controlOf(firstId).isPresent()) {
                look.controls += count.rows();
            } else {
                look.foreign += count.rows();
            }
        }
        return inTable;
    }

    /** How many records of each block were seen. */
    private Map<Long, Integer> known(long registered) {
        return ledger.ask(asked -> {
                    Map<Long, Integer> known = new HashMap<>();
                    for (long block = 0; block * Blocks.SIZE < registered; block++) {
                        known.put(block, asked.seenInBlock(block));
                    }
                    return known;
                })
                .join();
    }

    private long seen(long registered) {
        return known(registered).values().stream().mapToLong(count -> count).sum();
    }

    private static List<Long> differing(Map<Long, BlockCount> inTable, Map<Long, Integer> known) {
        List<Long> differing = new ArrayList<>();
        inTable.forEach((block, count) -> {
            int seen = known.getOrDefault(block, 0);
            if (count.ids() != seen || count.rows() != seen) {
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
        int records = 0;
        for (Row row : answer.rows()) {
            OptionalLong sequence = ids.sequenceOf(row.traceId());
            if (sequence.isEmpty() || sequence.getAsLong() >= registered) {
                look.foreign++;
            } else if (look.tally.add(sequence.getAsLong(), row)) {
                records++;
                ledger.tell(told -> told.seen(sequence.getAsLong(), poller.sighting(row, answer.receivedMicros())));
            }
        }
        return records;
    }

    private Map<Long, String> missing() {
        return ledger.ask(Ledger::missing).join();
    }

    private Map<String, Long> lostWhere() {
        return new LossSearch(source, statistics, ledger).where(missing());
    }
}
