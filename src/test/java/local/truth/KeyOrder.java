package local.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import local.truth.Fate.Mark;

/**
 * Counts records that were overtaken: of another record of their generator and key, with a higher sequence number, the first
 * delivery was received earlier. A record's first delivery is the lowest of its rows by the received stamp, then by the sequence number.
 * Counted once, at the end, over all of some generators' records that arrived and were handed over; some keys at a time, so
 * that ten million records take little memory besides their fates.
 */
final class KeyOrder {

    private static final int RECORDS_AT_ONCE = 4_000_000;

    private final Lanes lanes;
    private final Fates fates;
    private final Set<String> prefixes;
    private final Comparator<Delivery> earliest;

    /** @param prefixes of the generators' ids */
    KeyOrder(Lanes lanes, Fates fates, Set<String> prefixes) {
        this.lanes = lanes;
        this.fates = fates;
        this.prefixes = prefixes;
        this.earliest = Comparator.comparingLong(Delivery::receivedMicros)
                .thenComparing(Delivery::lane, lanes.order())
                .thenComparingInt(Delivery::position);
    }

    long overtaken() {
        int[] sizes = new int[lanes.count() + 1];
        firstDeliveries(delivery -> sizes[delivery.lane()]++);
        long overtaken = 0;
        List<List<Integer>> keys = new ArrayList<>();
        long records = 0;
        for (List<Integer> key : lanes.byKey()) {
            keys.add(key);
            records += key.stream().mapToLong(lane -> sizes[lane]).sum();
            if (records >= RECORDS_AT_ONCE) {
                overtaken += overtaken(keys, sizes);
                keys.clear();
                records = 0;
            }
        }
        return overtaken + overtaken(keys, sizes);
    }

    private void firstDeliveries(Consumer<Delivery> each) {
        fates.of(prefixes)
                .filter(fate -> fate.is(Mark.IN_TABLE) && fate.is(Mark.HANDED_OVER))
                .forEach(fate -> fate.deliveries().stream()
                        .filter(Delivery::isPlaced)
                        .min(earliest)
                        .ifPresent(each));
    }

    private long overtaken(List<List<Integer>> keys, int[] sizes) {
        Map<Integer, Column> columns = new HashMap<>();
        keys.forEach(key -> key.forEach(lane -> columns.put(lane, new Column(sizes[lane]))));
        firstDeliveries(delivery -> {
            Column column = columns.get(delivery.lane());
            if (column != null) {
                column.add(delivery);
            }
        });
        long overtaken = 0;
        for (List<Integer> key : keys) {
            long earliestHigher = Long.MAX_VALUE;
            for (int lane : key) {
                Column column = columns.get(lane);
                overtaken += column.overtaken(earliestHigher);
                earliestHigher = Math.min(earliestHigher, column.earliest());
            }
        }
        return overtaken;
    }

    /** The first deliveries in one lane. */
    private static final class Column {

        /** The position, and below it the index of the received stamp. */
        private final long[] positions;

        private final long[] received;
        private int size;

        Column(int capacity) {
            positions = new long[capacity];
            received = new long[capacity];
        }

        void add(Delivery delivery) {
            positions[size] = (long) delivery.position() << Integer.SIZE | size;
            received[size++] = delivery.receivedMicros();
        }

        long earliest() {
            return Arrays.stream(received).min().orElse(Long.MAX_VALUE);
        }

        /** @param earliestHigher the earliest stamp in the key's higher lanes */
        long overtaken(long earliestHigher) {
            Arrays.sort(positions);
            long earliest = earliestHigher;
            long overtaken = 0;
            for (int i = positions.length - 1; i >= 0; i--) {
                long stamp = received[(int) positions[i]];
                overtaken += stamp > earliest ? 1 : 0;
                earliest = Math.min(earliest, stamp);
            }
            return overtaken;
        }
    }
}
