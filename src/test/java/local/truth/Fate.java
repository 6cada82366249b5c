package local.truth;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import local.truth.FateChunk.Moment;

/**
 * What has happened to one record, as far as the stand-in saw it: a view of where it is kept. Times are true epoch
 * microseconds of the first time, 0 where it did not happen.
 */
record Fate(FateChunk chunk, int slot) {

    /** What happened at all. */
    enum Mark {
        ACKNOWLEDGED,
        UNANSWERED,
        REFUSED,
        DROPPED,
        CORRUPTED,
        IN_TABLE,
        HANDED_OVER
    }

    void mark(Mark mark) {
        chunk.mark(slot, mark);
    }

    boolean is(Mark mark) {
        return chunk.has(slot, mark);
    }

    void arrived(long micros) {
        if (arrivalMicros() == 0) {
            chunk.time(slot, Moment.ARRIVAL, micros);
        }
    }

    /** @param receivedMicros and {@code doneMicros} are 0 where the row does not tell */
    void visible(long visibleMicros, long receivedMicros, long doneMicros) {
        chunk.time(slot, Moment.VISIBLE, visibleMicros);
        if (receivedMicros != 0) {
            chunk.time(slot, Moment.RECEIVED, receivedMicros);
        }
        if (doneMicros != 0) {
            chunk.time(slot, Moment.DONE, doneMicros);
        }
    }

    long arrivalMicros() {
        return chunk.time(slot, Moment.ARRIVAL);
    }

    long receivedMicros() {
        return chunk.time(slot, Moment.RECEIVED);
    }

    long doneMicros() {
        return chunk.time(slot, Moment.DONE);
    }

    long visibleMicros() {
        return chunk.time(slot, Moment.VISIBLE);
    }

    /** The first ordinal that it was given; 0 if none. */
    int ordinal() {
        return chunk.ordinals[slot];
    }

    void ordinal(int ordinal) {
        chunk.ordinals[slot] = ordinal;
    }

    void countRow(Delivery delivery) {
        if (is(Mark.IN_TABLE)) {
            chunk.furtherDelivery(slot, delivery);
        } else {
            chunk.lanes[slot] = delivery.lane();
            chunk.positions[slot] = delivery.position();
            mark(Mark.IN_TABLE);
        }
    }

    /** One for each row, the first row's first. */
    List<Delivery> deliveries() {
        List<Delivery> further = chunk.furtherDeliveries(slot);
        Delivery first = new Delivery(chunk.lanes[slot], chunk.positions[slot], receivedMicros(), visibleMicros());
        if (further.isEmpty()) {
            return List.of(first);
        }
        return Stream.concat(Stream.of(first), further.stream()).toList();
    }

    /** How many rows it has. */
    int rows() {
        return is(Mark.IN_TABLE) ? 1 + chunk.furtherDeliveries(slot).size() : 0;
    }

    /** When so many of its rows were in the table; 0 while there are fewer, and for none. */
    long visibleMicros(int rows) {
        if (rows == 1) {
            return visibleMicros();
        }
        return rows == 0 || rows() < rows
                ? 0
                : deliveries().stream()
                        .mapToLong(Delivery::visibleMicros)
                        .sorted()
                        .skip(rows - 1L)
                        .findFirst()
                        .orElseThrow();
    }

    /** Rows too many that are no {@link #duplicatesByProducer}. */
    long duplicatesByConsumer(int expectedRows) {
        return surplus(expectedRows) - duplicatesByProducer(expectedRows);
    }

    /** Of rows too many those of further copies in the stream: as many of each copy as one is to make. */
    long duplicatesByProducer(int expectedRows) {
        if (surplus(expectedRows) == 0) {
            return 0;
        }
        // Copies of a record lie in one shard, fewer than 10^9 apart.
        List<Long> ofCopies =
                deliveries().stream()
                        .collect(Collectors.groupingBy(Delivery::position, Collectors.counting()))
                        .values()
                        .stream()
                        .sorted(Comparator.reverseOrder())
                        .toList();
        long further = ofCopies.stream()
                .skip(1)
                .mapToLong(rows -> Math.min(rows, expectedRows))
                .sum();
        return Math.min(further, surplus(expectedRows));
    }

    private long surplus(int expectedRows) {
        return expectedRows == 0 ? 0 : Math.max(0, rows() - expectedRows);
    }
}
