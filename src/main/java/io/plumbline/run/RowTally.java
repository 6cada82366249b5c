package io.plumbline.run;

import io.plumbline.arrival.Row;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record's rows apart: as many as it is to have are the record, as many of each further Kinesis sequence number are
 * the producer's duplicates, all others the consumer's. Which of a record's rows are the surplus ones nobody can tell.
 */
final class RowTally {

    private final Map<Long, Rows> records = new TreeMap<>();

    /** A record's rows, by their sequence numbers. */
    private static final class Rows {
        private final int expected;
        private final Map<@Nullable String, Integer> byNumber = new HashMap<>(2);
        private int count;

        private Rows(int expected) {
            this.expected = expected;
        }

        private int surplus() {
            return expected == 0 ? 0 : Math.max(0, count - expected);
        }

        /** The number with the most rows is the record's own. */
        private int byProducer() {
            int own = byNumber.values().stream().mapToInt(rows -> rows).max().orElse(0);
            int all = byNumber.values().stream()
                    .mapToInt(rows -> Math.min(rows, expected))
                    .sum();
            return Math.min(surplus(), all - Math.min(own, expected));
        }
    }

    /**
     * Whether it is the first row of its record.
     *
     * @param expected how many rows the record is to have
     */
    boolean add(long record, int expected, Row row) {
        Rows rows = records.computeIfAbsent(record, first -> new Rows(expected));
        rows.byNumber.merge(row.sequenceNumber(), 1, Integer::sum);
        rows.count++;
        return rows.count == 1;
    }

    /** How many rows each record has. */
    Map<Long, Integer> rows() {
        Map<Long, Integer> counts = new TreeMap<>();
        records.forEach((record, rows) -> counts.put(record, rows.count));
        return counts;
    }

    /** How many rows each record has that has another number of them than it is to have. */
    Map<Long, Integer> otherThanExpected() {
        Map<Long, Integer> counts = new TreeMap<>();
        records.forEach((record, rows) -> {
            if (rows.count != rows.expected) {
                counts.put(record, rows.count);
            }
        });
        return counts;
    }

    long byProducer() {
        return records.values().stream().mapToLong(Rows::byProducer).sum();
    }

    long byConsumer() {
        return records.values().stream().mapToLong(Rows::surplus).sum() - byProducer();
    }

    /** Rows of records that are to have none. */
    long unexpected() {
        return records.values().stream()
                .filter(rows -> rows.expected == 0)
                .mapToLong(rows -> rows.count)
                .sum();
    }
}
