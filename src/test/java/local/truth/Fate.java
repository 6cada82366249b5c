package local.truth;

import java.util.HashSet;
import java.util.Set;

/**
 * What has happened to one record, as far as the stand-in saw it. Times are true epoch microseconds of the first time, 0
 * where it did not happen.
 */
final class Fate {

    long arrivalMicros;
    long receivedMicros;
    long doneMicros;
    long visibleMicros;
    int stored;
    int rows;
    boolean acknowledged;
    boolean unanswered;
    boolean refused;
    boolean dropped;
    boolean handedOver;

    private String firstRow = "";

    /** The sequence numbers of its rows; null as long as there is one row. */
    private Set<String> copiesInTable;

    void countRow(String sequenceNumber) {
        if (copiesInTable == null && rows > 0) {
            copiesInTable = new HashSet<>(Set.of(firstRow));
        }
        if (copiesInTable != null) {
            copiesInTable.add(sequenceNumber);
        } else {
            firstRow = sequenceNumber;
        }
        rows++;
    }

    /** Rows beyond the first of each copy that Kinesis holds. */
    long duplicatesByConsumer() {
        return rows == 0 ? 0 : rows - copies();
    }

    /** Copies in the table beyond the first. */
    long duplicatesByProducer() {
        return rows == 0 ? 0 : copies() - 1;
    }

    private int copies() {
        return copiesInTable == null ? 1 : copiesInTable.size();
    }
}
