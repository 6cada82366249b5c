package local.truth;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Neighbouring records' fates in columns of primitives: 37 bytes a record, for there are millions. A record's times are
 * kept relative to the first one that is told, so that they are exact for 35 minutes before and after it; one beyond is
 * kept as that far away.
 */
final class FateChunk {

    static final int SIZE = 1024;

    /** What is known of a time that has not come. */
    private static final int NEVER = Integer.MIN_VALUE;

    /** A record's moments. */
    enum Moment {
        ARRIVAL,
        RECEIVED,
        DONE,
        VISIBLE
    }

    private final long[] firstMicros = new long[SIZE];
    private final int[][] micros = new int[Moment.values().length][SIZE];
    private final byte[] marks = new byte[SIZE];

    /** The ordinal of each record; 0 where it has none. */
    final int[] ordinals = new int[SIZE];

    /** The lane and the position in it that the first row came from. */
    final int[] lanes = new int[SIZE];

    final int[] positions = new int[SIZE];

    /** Those that further rows came from, by slot: most records have none. */
    private final Map<Integer, List<Delivery>> furtherDeliveries = new HashMap<>(0);

    FateChunk() {
        for (int[] column : micros) {
            Arrays.fill(column, NEVER);
        }
    }

    void mark(int slot, Fate.Mark mark) {
        marks[slot] |= (byte) (1 << mark.ordinal());
    }

    boolean has(int slot, Fate.Mark mark) {
        return (marks[slot] & 1 << mark.ordinal()) != 0;
    }

    void time(int slot, Moment moment, long epochMicros) {
        if (firstMicros[slot] == 0) {
            firstMicros[slot] = epochMicros;
        }
        long since = epochMicros - firstMicros[slot];
        micros[moment.ordinal()][slot] = (int) Math.max(NEVER + 1, Math.min(Integer.MAX_VALUE, since));
    }

    /** Epoch microseconds; 0 if it has not come. */
    long time(int slot, Moment moment) {
        int since = micros[moment.ordinal()][slot];
        return since == NEVER ? 0 : firstMicros[slot] + since;
    }

    void furtherDelivery(int slot, Delivery delivery) {
        furtherDeliveries.computeIfAbsent(slot, unused -> new ArrayList<>()).add(delivery);
    }

    List<Delivery> furtherDeliveries(int slot) {
        return furtherDeliveries.getOrDefault(slot, List.of());
    }
}
