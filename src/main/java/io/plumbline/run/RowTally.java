package io.plumbline.run;

import io.plumbline.arrival.Row;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Tells a record's rows apart: one is the record, another with the same Kinesis sequence number is the consumer's
 * duplicate, another sequence number the producer's.
 */
final class RowTally {

    private final Map<Long, Set<@Nullable String>> sequenceNumbers = new HashMap<>();
    private final Map<Long, Integer> rows = new TreeMap<>();

    /** Whether it is the first row of its record. */
    boolean add(long record, Row row) {
        sequenceNumbers.computeIfAbsent(record, first -> new HashSet<>(2)).add(row.sequenceNumber());
        return rows.merge(record, 1, Integer::sum) == 1;
    }

    Map<Long, Integer> rows() {
        return rows;
    }

    long byProducer() {
        return sequenceNumbers.values().stream()
                .mapToLong(numbers -> numbers.size() - 1)
                .sum();
    }

    long byConsumer() {
        return rows.values().stream().mapToLong(count -> count - 1).sum() - byProducer();
    }
}
