package io.plumbline.ledger;

import io.plumbline.trace.Stamp;
import io.plumbline.trace.Stamps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The rows found so far of a record that is to have several. A table's rows have no names: rows that say the same count as
 * different ones as far as one answer shows them side by side, for the same row is found by poll after poll.
 */
final class FanOut {

    private final Map<Said, Integer> counts = new HashMap<>();
    private final List<Sighting> found = new ArrayList<>();

    /** All that a row says. */
    private record Said(Stamps stamps, @Nullable String sequenceNumber) {}

    /** @param rows all of the record's rows that one query answered with */
    void add(List<Sighting> rows) {
        Map<Said, Integer> inAnswer = new HashMap<>();
        for (Sighting row : rows) {
            Said said = new Said(row.remote(), row.sequenceNumber());
            int number = inAnswer.merge(said, 1, Integer::sum);
            if (number > counts.getOrDefault(said, 0)) {
                counts.put(said, number);
                found.add(row);
            }
        }
    }

    int count() {
        return found.size();
    }

    /**
     * The row that made the record complete: it came when so many of its rows were there, however they came.
     *
     * @param rows at most {@link #count}
     */
    Sighting last(int rows) {
        Sighting last = nth(rows, Comparator.comparingLong(FanOut::insertedMicros));
        return new Sighting(
                last.remote(),
                last.corrected(),
                last.slackMicros(),
                nth(rows, Comparator.comparingLong(Sighting::absentMicros)).absentMicros(),
                nth(rows, Comparator.comparingLong(Sighting::presentMicros)).presentMicros(),
                last.sequenceNumber());
    }

    private Sighting nth(int rows, Comparator<Sighting> order) {
        return found.stream().sorted(order).skip(rows - 1L).findFirst().orElseThrow();
    }

    private static long insertedMicros(Sighting row) {
        return row.corrected().at(Stamp.INSERTED).orElse(row.presentMicros());
    }
}
