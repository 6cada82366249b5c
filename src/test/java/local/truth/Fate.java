package local.truth;

import java.util.HashSet;
import java.util.Set;

/**
 * What has happened to one record, as far as the stand-in saw it. Times are true epoch microseconds of the first time, 0
 * where it did not happen. Kept small: there are millions.
 */
final class Fate {

    long arrivalMicros;
    long receivedMicros;
    long doneMicros;
    long visibleMicros;
    int ordinal;
    int rows;
    boolean acknowledged;
    boolean unanswered;
    boolean refused;
    boolean dropped;
    boolean corrupted;
    boolean handedOver;

    /** The copy in the stream that the first row came from. */
    private long firstCopy;

    /** The copies that all rows came from; null as long as there is one row. */
    private Set<Long> copies;

    /** @param copy told apart by its sequence number */
    void countRow(long copy) {
        if (rows == 0) {
            firstCopy = copy;
        } else {
            if (copies == null) {
                copies = new HashSet<>(Set.of(firstCopy));
            }
            copies.add(copy);
        }
        rows++;
    }

    /** Rows beyond the first of each copy that the stream holds. */
    long duplicatesByConsumer() {
        return rows == 0 ? 0 : rows - copies();
    }

    /** Copies in the table beyond the first. */
    long duplicatesByProducer() {
        return rows == 0 ? 0 : copies() - 1;
    }

    private int copies() {
        return copies == null ? 1 : copies.size();
    }
}
